import { isNode, type SyntaxNode, stringsIn, syntaxOf } from '../architecture/sources.ts';

/** The tests of a file, as far as they can be named without running them. */
export interface TestTitles {
  /** Of each test the titles around it and its own, with the placeholders of its table. */
  readonly paths: readonly (readonly string[])[];
  /** Every text in the file: the names of cases are among them. */
  readonly texts: ReadonlySet<string>;
}

const known = new Map<string, TestTitles>();

/** @param file its path from the clone. @throws Error when it is not there or does not parse */
export function testTitlesIn(file: string): TestTitles {
  const before = known.get(file);
  if (before !== undefined) return before;
  const paths: string[][] = [];
  collect(syntaxOf(file).nodes[0], [], paths);
  const titles = { paths, texts: new Set(stringsIn(file)) };
  known.set(file, titles);
  return titles;
}

const outer: ReadonlySet<string> = new Set(['describe']);
const inner: ReadonlySet<string> = new Set(['test', 'it']);

function collect(value: unknown, around: readonly string[], into: string[][]): void {
  if (Array.isArray(value)) {
    for (const part of value) collect(part, around, into);
    return;
  }
  if (!isNode(value)) return;
  const name = value.type === 'CallExpression' ? rootOf(value.callee) : undefined;
  const title = name === undefined ? undefined : textOf((value.arguments as readonly unknown[])[0]);
  const isOuter = name !== undefined && outer.has(name);
  if (title !== undefined && (isOuter || (name !== undefined && inner.has(name)))) {
    if (!isOuter) into.push([...around, title]);
    collect(value.arguments, isOuter ? [...around, title] : around, into);
    return;
  }
  for (const part of Object.values(value)) collect(part, around, into);
}

/** `test` of `test(…)`, `test.each(…)(…)` and the like. */
function rootOf(callee: unknown): string | undefined {
  if (!isNode(callee)) return undefined;
  if (callee.type === 'Identifier') return String(callee.name);
  return rootOf(callee.type === 'CallExpression' ? callee.callee : callee.object);
}

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  return (node.quasis as readonly SyntaxNode[])
    .map(({ value }) => (value as { readonly cooked: string }).cooked)
    .join('…');
}
