import type { ASTNode } from '@marcbachmann/cel-js';
import type { Range } from './problem.ts';
import { type AttributeShape, nameable, valueKind } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** What names mean at one place in an expression. */
export interface Scope {
  readonly shapes: ReadonlyMap<string, AttributeShape>;
  /** Loop variables; null for an element that has no attributes of its own. */
  readonly variables: ReadonlyMap<string, AttributeShape | null>;
  readonly inLoop: boolean;
}

/** One attribute that an expression reads. */
export interface Read {
  /** `name.givenName`; a list by its own name. */
  readonly path: string;
  readonly root: string;
  readonly sub: string | null;
}

/** What a chain of names such as `user.name.givenName` or `e.value` stands for. */
export interface Path {
  /** As written. */
  readonly text: string;
  readonly shape: AttributeShape | null;
  readonly isList: boolean;
  /** Whether it starts at the person, not at a loop variable. */
  readonly isAttribute: boolean;
  readonly read: Read | null;
  readonly problem: string | null;
  readonly range: Range;
}

function subAttribute(shape: AttributeShape, name: string): AttributeShape | undefined {
  return nameable(shape.subAttributes).find((sub) => sub.name === name);
}

function follow(text: string, shape: AttributeShape, rest: readonly string[]): [AttributeShape, string | null] {
  const [name, ...deeper] = rest;
  if (name === undefined) return [shape, null];
  const sub = shape.type === 'complex' ? subAttribute(shape, name) : undefined;
  if (sub === undefined || deeper.length > 0) {
    if (shape.type !== 'complex') return [shape, `${text} has no parts.`];
    const known = nameable(shape.subAttributes).map((part) => part.name);
    const wrong = sub === undefined ? name : deeper[0];
    return [shape, `${text} has no “${wrong}”; it has ${known.join(', ')}.${didYouMean(wrong ?? '', known)}`];
  }
  return [sub, null];
}

/**
 * Resolves a chain of names.
 *
 * @returns null when it does not start at `user` or a loop variable
 */
export function resolve(node: ASTNode, scope: Scope): Path | null {
  const parts: string[] = [];
  let root = node;
  while (root.op === '.') {
    parts.unshift(root.args[1]);
    root = root.args[0];
  }
  if (root.op !== 'id') return null;
  const range = { start: node.start, end: node.end };
  const variable = scope.variables.get(root.args);
  if (scope.variables.has(root.args)) {
    const base = { text: [root.args, ...parts].join('.'), isList: false, isAttribute: false, read: null, range };
    if (variable === undefined || variable === null) return { ...base, shape: null, problem: null };
    const [shape, problem] = follow(root.args, variable, parts);
    return { ...base, shape, problem };
  }
  if (root.args !== 'user') return null;
  const [first = '', ...rest] = parts;
  const base = { text: ['user', ...parts].join('.'), isAttribute: true, range };
  const shape = scope.shapes.get(first);
  if (shape === undefined) {
    const problem = `user has no attribute “${first}”.${first === 'groups' ? ' Write "group id" in groups.' : didYouMean(first, scope.shapes.keys())}`;
    return { ...base, shape: null, isList: false, read: null, problem };
  }
  if (shape.multiValued) {
    const problem = `user.${first} is a list; use primary(user.${first}) or user.${first}.exists(e, …).`;
    const read = { path: first, root: first, sub: null };
    return { ...base, shape, isList: true, read, problem: rest.length > 0 ? problem : null };
  }
  const [found, problem] = follow(`user.${first}`, shape, rest);
  const read = { path: [first, ...rest].join('.'), root: first, sub: rest[0] ?? null };
  return { ...base, shape: found, isList: false, read: problem === null ? read : null, problem };
}

/** @returns the shape of what a loop over this node goes through; null when it is not known */
export function elementShape(node: ASTNode, scope: Scope): AttributeShape | null {
  if (node.op === 'rcall' && node.args[0] === 'filter') return elementShape(node.args[1], scope);
  const path = node.op === '.' ? resolve(node, scope) : null;
  return path?.isList ? path.shape : null;
}

/** @returns what kind of value a literal or an attribute is; null when it can be told only for a person */
export function kindOf(node: ASTNode, scope: Scope): string | null {
  if (node.op === 'value') {
    switch (typeof node.args) {
      case 'string':
        return 'text';
      case 'boolean':
        return 'yes or no';
      case 'number':
      case 'bigint':
        return 'number';
      default:
        return null;
    }
  }
  if (node.op !== '.') return null;
  const path = resolve(node, scope);
  if (path === null || path.isList || path.shape === null || path.problem !== null) return null;
  return valueKind(path.shape);
}
