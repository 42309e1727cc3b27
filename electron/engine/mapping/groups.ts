import { type ASTNode, parse } from '@marcbachmann/cel-js';
import type { PinnedGroup } from './types.ts';

/**
 * The groups that an expression names, in the order in which they stand: the text of `"text" in groups`. An expression
 * that cannot be read names none; what is wrong with it is told when it is compiled.
 */
export function groupsNamedIn(expression: string): readonly PinnedGroup[] {
  const found: PinnedGroup[] = [];
  try {
    collect(parse(expression).ast, found);
  } catch {
    return [];
  }
  return found.sort((left, right) => left.range.start - right.range.start);
}

/**
 * The expression with its groups named otherwise. Every other text, also an equal one, stays.
 *
 * @param rename null leaves a name as it is
 */
export function renameGroups(expression: string, rename: (id: string) => string | null): string {
  let text = '';
  let position = 0;
  for (const { id, range } of groupsNamedIn(expression)) {
    const name = rename(id);
    if (name === null) continue;
    text += expression.slice(position, range.start) + JSON.stringify(name);
    position = range.end;
  }
  return text + expression.slice(position);
}

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;

function collect(part: unknown, found: PinnedGroup[]): void {
  if (Array.isArray(part)) for (const one of part) collect(one, found);
  if (!isNode(part)) return;
  if (part.op === 'in') {
    const [left, right] = part.args;
    if (right.op === 'id' && right.args === 'groups' && left.op === 'value' && typeof left.args === 'string')
      found.push({ id: left.args, range: { start: left.start, end: left.end } });
  }
  collect(part.args, found);
}
