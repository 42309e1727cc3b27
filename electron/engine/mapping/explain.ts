import type { Directory, PinnedGroup } from './types.ts';

/** Longest value and longest expression that a reason quotes, in characters; most elements of a list. */
const shown = { value: 60, expression: 300, elements: 3 };

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return 'absent';
  if (Array.isArray(value)) {
    const elements = value.slice(0, shown.elements).map(elementInWords);
    const more = value.length - elements.length;
    return elements.length === 0 ? 'empty' : `${elements.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  }
  return cut(value === '' ? '""' : String(value), shown.value);
}

function elementInWords(element: unknown): string {
  if (typeof element !== 'object' || element === null) return valueInWords(element);
  const { value, display, formatted } = Object(element);
  return valueInWords(value ?? display ?? formatted);
}

/** `department is Marketing`. */
export function factInWords(path: string, value: unknown): string {
  return `${path} is ${valueInWords(value)}`;
}

/**
 * `member of “Marketing team”`; of who is in it by way of another group `member of “Everybody” through “Marketing team”`.
 *
 * @param through names of the groups by way of which, the one that they are a member of first
 */
export function membershipInWords(name: string, member: boolean, through: readonly string[]): string {
  const way = through.slice(0, shown.elements).map((one) => `“${one}”`);
  const more = through.length > way.length ? ' and others' : '';
  const by = way.length === 0 ? '' : ` through ${way.join(' in ')}${more}`;
  return `${member ? 'member' : 'not a member'} of “${name}”${by}`;
}

/** The expression on one line, with groups by their names instead of their ids. */
export function expressionInWords(source: string, groups: readonly PinnedGroup[], directory: Directory): string {
  let text = '';
  let position = 0;
  for (const { id, range } of groups) {
    text += `${source.slice(position, range.start)}“${directory.groupName(id) ?? id}”`;
    position = range.end;
  }
  return cut((text + source.slice(position)).replace(/\s+/g, ' ').trim(), shown.expression);
}
