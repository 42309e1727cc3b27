import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The folder of this clone. */
export const clone = join(import.meta.dirname, '..', '..');

const codeFolders = ['electron', 'shared', 'renderer', 'scripts', 'bin', 'test'];

/** Paths from the clone, with forward slashes, of all files under a folder that is ours. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(clone, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(clone.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.startsWith('test/fixtures/'))
    .sort();
}

const isCode = (path: string) => /\.(?:ts|tsx|mjs|cjs|js)$/.test(path);

/** Every code file of the house, the tool configurations beside package.json included. */
export function codeFiles(): string[] {
  const configurations = readdirSync(clone).filter((name) => isCode(name));
  return [...codeFolders.flatMap(filesUnder).filter(isCode), ...configurations];
}

export const textOf = (path: string): string => readFileSync(join(clone, path), 'utf8');

/** A node of the syntax tree, as far as these tests look. */
export interface SyntaxNode {
  readonly type: string;
  readonly [property: string]: unknown;
}

export interface Parsed {
  readonly nodes: readonly SyntaxNode[];
  readonly comments: readonly { readonly value: string }[];
}

const parsed = new Map<string, Parsed>();

/** The syntax of one file: all its nodes in order, and its comments. @throws Error when it does not parse */
export function syntaxOf(path: string): Parsed {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const result = parseSync(path, textOf(path));
  if (result.errors.length > 0) throw new Error(`${path} does not parse: ${result.errors[0]?.message}`);
  const syntax = { nodes: nodesIn(result.program), comments: result.comments };
  parsed.set(path, syntax);
  return syntax;
}

/** Every node of a syntax tree, in order. */
export function nodesIn(program: unknown): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  collect(program, nodes);
  return nodes;
}

function collect(value: unknown, into: SyntaxNode[]): void {
  if (Array.isArray(value)) {
    for (const part of value) collect(part, into);
  } else if (isNode(value)) {
    into.push(value);
    for (const part of Object.values(value)) collect(part, into);
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The text of every string literal and template part in a file. */
export function stringsIn(path: string): string[] {
  return syntaxOf(path).nodes.flatMap((node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
    if (node.type === 'TemplateElement') return [(node.value as { raw: string }).raw];
    return [];
  });
}
