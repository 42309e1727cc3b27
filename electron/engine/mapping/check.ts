import type { ASTNode } from '@marcbachmann/cel-js';
import {
  ComputationError,
  compilePattern,
  expressionFunctions,
  loops,
  type Pattern,
  replacements,
} from './functions.ts';
import { limits } from './limits.ts';
import { elementShape, kindOf, type Read, resolve, type Scope } from './path.ts';
import type { Problems, Range } from './problem.ts';
import { type AttributeShape, nameable } from './schema.ts';
import { didYouMean } from './suggest.ts';

/** What the check of an expression found it to use. */
export interface Usage {
  /** Attributes read, by path. */
  readonly reads: Map<string, Read>;
  /** Groups named, with the place of each name. */
  readonly groups: { readonly id: string; readonly range: Range }[];
  readonly patterns: Map<string, Pattern>;
  /** Nodes in loop bodies, and the longest list written in the expression. */
  loopNodes: number;
  longestLiteral: number;
}

const callable: ReadonlySet<string> = new Set(expressionFunctions.map(({ name }) => name));
const names = [...callable, ...loops];

/** Walks a syntax tree before the language's own type check and tells what the expression may not do, in words. */
export class Checker {
  readonly usage: Usage = { reads: new Map(), groups: [], patterns: new Map(), loopNodes: 0, longestLiteral: 0 };
  readonly #shapes: ReadonlyMap<string, AttributeShape>;
  readonly #problems: Problems;

  constructor(shapes: ReadonlyMap<string, AttributeShape>, problems: Problems) {
    this.#shapes = shapes;
    this.#problems = problems;
  }

  /** Checks a whole expression. */
  check(node: ASTNode): void {
    this.#walk(node, { shapes: this.#shapes, variables: new Map(), inLoop: false });
  }

  #walk(node: ASTNode, scope: Scope): void {
    if (scope.inLoop) this.usage.loopNodes++;
    switch (node.op) {
      case 'value':
        this.#literal(node, node.args);
        break;
      case 'id':
        this.#name(node, node.args, scope);
        break;
      case '.':
        this.#attribute(node, scope);
        break;
      case '[]':
        this.#index(node, node.args, scope);
        break;
      case 'call':
        this.#call(node, node.args[0], null, node.args[1], scope);
        break;
      case 'rcall':
        this.#call(node, node.args[0], node.args[1], node.args[2], scope);
        break;
      case 'list':
        this.#list(node, node.args, scope);
        break;
      case '!_':
      case '-_':
        this.#walk(node.args, scope);
        break;
      case 'in':
        this.#membership(node, node.args, scope);
        break;
      case '?:':
        for (const part of node.args) this.#walk(part, scope);
        break;
      case '&&':
      case '||':
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        for (const part of node.args) this.#walk(part, scope);
        this.#operator(node, node.op, node.args, scope);
        break;
      default:
        this.#problems.add(node, 'Expressions do not use this.');
    }
  }

  #literal(node: Range, value: unknown): void {
    if (typeof value === 'string' && value.length > limits.textLiteral) {
      this.#problems.add(node, `A text in an expression has at most ${limits.textLiteral} characters.`);
    }
    if (typeof value === 'object' && value !== null)
      this.#problems.add(node, 'Write a text, a number, true, false or null.');
  }

  #name(node: Range, name: string, scope: Scope): void {
    if (scope.variables.has(name)) return;
    if (name === 'user')
      this.#problems.add(node, 'user is the whole person; name an attribute, such as user.department.');
    else if (name === 'groups') {
      this.#problems.add(
        node,
        'groups is asked for one group at a time: "group id" in groups. So a deleted group is noticed.',
      );
    } else {
      const hint = scope.shapes.has(name) ? ` Did you mean user.${name}?` : didYouMean(name, ['user', 'groups']);
      this.#problems.add(
        node,
        `There is no “${name}” here.${hint} Expressions know user and groups; texts stand in "quotes".`,
      );
    }
  }

  #attribute(node: ASTNode, scope: Scope): void {
    const path = resolve(node, scope);
    if (path === null) {
      if (node.op === '.') this.#walk(node.args[0], scope);
      return;
    }
    if (path.problem !== null) {
      this.#problems.add(path.range, path.problem);
      return;
    }
    if (path.read !== null) this.usage.reads.set(path.read.path, path.read);
    if (scope.inLoop && path.shape?.multiValued && path.isAttribute) {
      this.#problems.add(node, 'A list cannot be gone through again for each element of another.');
    }
    if (!path.isList && path.shape?.type === 'complex') {
      const parts = nameable(path.shape.subAttributes).map(({ name }) => `${path.text}.${name}`);
      this.#problems.add(node, `${path.text} has parts; name one: ${parts.slice(0, 4).join(', ')}.`);
    }
  }

  #index(node: ASTNode, [left, right]: [ASTNode, ASTNode], scope: Scope): void {
    if (!this.#isList(left, scope)) {
      this.#problems.add(
        node,
        'Only an element of a list stands in [ ], such as user.emails[0]; else write user.title.',
      );
      return;
    }
    this.#walk(left, scope);
    this.#walk(right, scope);
  }

  #list(node: ASTNode, elements: readonly ASTNode[], scope: Scope): void {
    this.usage.longestLiteral = Math.max(this.usage.longestLiteral, elements.length);
    for (const element of elements) {
      this.#walk(element, scope);
      if (this.#isList(element, scope)) this.#problems.add(node, 'A list holds no other lists.');
    }
  }

  #membership(node: ASTNode, [left, right]: [ASTNode, ASTNode], scope: Scope): void {
    if (right.op === 'id' && right.args === 'groups' && !scope.variables.has('groups')) {
      if (left.op === 'value' && typeof left.args === 'string' && left.args !== '') {
        this.#literal(left, left.args);
        this.usage.groups.push({ id: left.args, range: { start: left.start, end: left.end } });
      } else this.#problems.add(left, 'Name the group by its id, as a text: "group id" in groups.');
      return;
    }
    this.#walk(left, scope);
    this.#walk(right, scope);
    if (right.op === 'list') for (const element of right.args) this.#comparable(element, left, element, scope);
    else if (!this.#isList(right, scope))
      this.#problems.add(node, 'in looks for a value in a list: user.title in ["Lead", "Head"].');
  }

  #operator(node: ASTNode, op: string, [left, right]: [ASTNode, ASTNode], scope: Scope): void {
    if (this.#isList(left, scope) || this.#isList(right, scope)) {
      this.#problems.add(node, `${op} does not take lists. Look into one with primary, size, join, exists or all.`);
    } else if (op !== '+') this.#comparable(node, left, right, scope);
  }

  #comparable(place: Range, left: ASTNode, right: ASTNode, scope: Scope): void {
    const [leftKind, rightKind] = [kindOf(left, scope), kindOf(right, scope)];
    if (leftKind === null || rightKind === null || leftKind === rightKind) return;
    this.#problems.add(place, `This compares ${leftKind} with ${rightKind}, which is never the same.`);
  }

  #call(node: ASTNode, name: string, receiver: ASTNode | null, args: ASTNode[], scope: Scope): void {
    if (receiver !== null && loops.has(name)) {
      this.#loop(node, name, receiver, args, scope);
      return;
    }
    if (receiver !== null) this.#walk(receiver, scope);
    for (const argument of args) this.#walk(argument, scope);
    if (name === 'has') {
      this.#problems.add(node, 'has is not used: every attribute is there. Write user.title != null.');
      return;
    }
    if (!callable.has(name)) {
      const hint = loops.has(name)
        ? ` ${name} is written behind a list: user.emails.${name}(…).`
        : didYouMean(name, names);
      this.#problems.add(node, `There is no function “${name}”.${hint}`);
      return;
    }
    if (name === 'primary') this.#primary(node, args, scope);
    if (name === 'matches') this.#pattern(node, receiver, args);
    const replacement = receiver === null ? undefined : replacements.get(name);
    if (replacement !== undefined && node.op === 'rcall') node.args[0] = replacement;
  }

  #primary(node: Range, args: readonly ASTNode[], scope: Scope): void {
    const shape = args[0] === undefined ? null : elementShape(args[0], scope);
    if (shape?.type !== 'complex' || nameable(shape.subAttributes).some((sub) => sub.name === 'value')) return;
    this.#problems.add(node, `${shape.name} have no value of their own; use ${shape.name}[0] and name a part.`);
  }

  #pattern(node: Range, receiver: ASTNode | null, args: readonly ASTNode[]): void {
    const [pattern] = args;
    if (receiver === null || args.length !== 1 || pattern?.op !== 'value' || typeof pattern.args !== 'string') {
      this.#problems.add(node, 'matches takes one pattern, written as a text: user.title.matches("(?i)lead").');
      return;
    }
    try {
      this.usage.patterns.set(pattern.args, compilePattern(pattern.args));
    } catch (error) {
      if (!(error instanceof ComputationError)) throw error;
      this.#problems.add(pattern, error.message);
    }
  }

  #loop(node: ASTNode, name: string, receiver: ASTNode, args: readonly ASTNode[], scope: Scope): void {
    if (scope.inLoop) {
      this.#problems.add(node, `${name} cannot stand inside another loop.`);
      return;
    }
    this.#walk(receiver, scope);
    if (!this.#isList(receiver, scope))
      this.#problems.add(receiver, `${name} goes through a list, such as user.emails.`);
    const [variable, ...bodies] = args;
    if (variable?.op !== 'id' || bodies.length < 1 || bodies.length > (name === 'map' ? 2 : 1)) {
      this.#problems.add(node, `Write user.emails.${name}(e, …), where e stands for each element in turn.`);
      return;
    }
    if (['user', 'groups', ...scope.variables.keys()].includes(variable.args)) {
      this.#problems.add(variable, `“${variable.args}” has a meaning already; call the element e.`);
      return;
    }
    const variables = new Map(scope.variables).set(variable.args, elementShape(receiver, scope));
    for (const body of bodies) this.#walk(body, { ...scope, variables, inLoop: true });
    if (this.usage.loopNodes > limits.loopNodes) {
      this.#problems.add(node, `The loops of an expression are too large: at most ${limits.loopNodes} parts.`);
    }
  }

  #isList(node: ASTNode, scope: Scope): boolean {
    switch (node.op) {
      case 'list':
        return true;
      case '.':
        return resolve(node, scope)?.isList ?? false;
      case 'rcall':
        return node.args[0] === 'filter' || node.args[0] === 'map';
      case '?:':
        return this.#isList(node.args[1], scope) || this.#isList(node.args[2], scope);
      default:
        return false;
    }
  }
}
