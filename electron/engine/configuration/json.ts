/** Where and why a text is no JSON. */
export interface JsonFault {
  /** Zero-based offset into the text. */
  readonly at: number;
  readonly message: string;
}

const token =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\n\r]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b)|($))/y;

/** Nested deeper than any configuration is, and safely below what the program's stack holds. */
const DEEPEST = 64;

/**
 * Finds the first place at which a text stops to be JSON (RFC 8259), or says a key of an object twice: what a reader of
 * the file sees first and the program last.
 *
 * @returns null for a text that can be parsed
 */
export function findJsonFault(text: string): JsonFault | null {
  let at = 0;
  class Fault extends Error {
    readonly at: number;
    constructor(where: number, message: string) {
      super(message);
      this.at = where;
    }
  }
  const start = (): number => {
    const blank = /[ \t\n\r]*/y;
    blank.lastIndex = at;
    return at + (blank.exec(text)?.[0].length ?? 0);
  };
  const next = (needed: string): string => {
    const from = start();
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match)
      throw new Fault(
        from,
        text[from] === '"' ? 'This text has no closing quote on its line.' : `${needed} is needed here.`,
      );
    at = token.lastIndex;
    const found = match[1] ?? match[2] ?? match[3] ?? '';
    if (match[2] !== undefined && !isText(found)) throw new Fault(from, unreadableText(found));
    if (found === '') throw new Fault(from, `The file ends too early: ${needed} is needed here.`);
    return found;
  };
  const value = (found: string, from: number, depth: number): void => {
    if (depth > DEEPEST) throw new Fault(from, 'This is nested too deeply.');
    if (found === '{') members(depth);
    else if (found === '[') elements(depth);
    else if ('}],:'.includes(found)) throw new Fault(from, 'A value is needed here.');
  };
  const members = (depth: number): void => {
    const keys = new Set<string>();
    for (let first = true; ; first = false) {
      const from = start();
      const key = next(first ? 'A key in quotes, or }' : 'A key in quotes');
      if (first && key === '}') return;
      if (!key.startsWith('"'))
        throw new Fault(from, key === '}' ? 'There is a comma too many before }.' : 'A key in quotes is needed here.');
      const name = JSON.parse(key) as string;
      if (keys.has(name)) throw new Fault(from, `The key ${key} stands twice in this object; keep one.`);
      keys.add(name);
      const colon = start();
      if (next('A colon') !== ':') throw new Fault(colon, 'A colon is needed between a key and its value.');
      const inner = start();
      value(next('A value'), inner, depth + 1);
      const after = start();
      const end = next('A comma or }');
      if (end === '}') return;
      if (end !== ',') throw new Fault(after, 'A comma is missing before this, or a }.');
    }
  };
  const elements = (depth: number): void => {
    for (let first = true; ; first = false) {
      const from = start();
      const found = next('A value');
      if (first && found === ']') return;
      if (found === ']') throw new Fault(from, 'There is a comma too many before ].');
      value(found, from, depth + 1);
      const after = start();
      const end = next('A comma or ]');
      if (end === ']') return;
      if (end !== ',') throw new Fault(after, 'A comma is missing before this, or a ].');
    }
  };
  try {
    const from = start();
    value(next('A configuration, in braces,'), from, 0);
    const rest = start();
    if (rest < text.length) throw new Fault(rest, 'The configuration has ended before this.');
    return null;
  } catch (error) {
    if (error instanceof Fault) return { at: error.at, message: error.message };
    throw error;
  }
}

/** Escapes and control characters are what a scan for the closing quote does not look at. */
function isText(quoted: string): boolean {
  try {
    return typeof JSON.parse(quoted) === 'string';
  } catch {
    return false;
  }
}

const unreadableText = (quoted: string): string =>
  quoted.includes('\\')
    ? 'This text has a backslash that means nothing here: write \\\\ for one backslash.'
    : 'This text has a control character: write a tab as \\t.';

/** `line 3, column 14`, both from 1. */
export function placeInWords(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
