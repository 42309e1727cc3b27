import { severalSpaces } from '../dialect/query.ts';
import { note, type Reading } from '../dialect/reading.ts';
import { quote, type ScimError } from '../error.ts';
import { isStorableText } from '../json.ts';

/** `word`: a name, an operator, a number or an unquoted value; `text`: what stood in quotes, unescaped. */
export interface Token {
  readonly kind: 'word' | 'text' | '(' | ')' | '[' | ']' | 'end';
  readonly text: string;
  /** Zero-based offset into the filter. */
  readonly start: number;
  /** True when nothing stands between this token and the one before. */
  readonly glued: boolean;
}

/** How a text that cannot be read is refused: invalidFilter for filters, invalidPath for paths. */
export type Refuse = (detail: string) => ScimError;

/** A filter or path longer than this many UTF-16 units is refused. */
export const textAtMost = 8192;

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);
/** `"`, `(`, `)`, `[` and `]`. */
const isDelimiter = (code: number) => code === 34 || code === 40 || code === 41 || code === 91 || code === 93;

/**
 * The tokens of a filter or path, the last one of kind `end`. One pass, no regular expressions.
 *
 * @throws whatever `refuse` makes, when the text is too long, has an unfinished or unreadable quoted text, or NUL
 */
export function tokenise(text: string, refuse: Refuse, reading: Reading): readonly Token[] {
  if (text.length > textAtMost) {
    throw refuse(`It is ${text.length} characters long; at most ${textAtMost} are read. Ask for less at once.`);
  }
  if (!isStorableText(text)) throw refuse('It holds a NUL or half a character, which no value here can hold.');
  const tokens: Token[] = [];
  let position = 0;
  let end = 0;
  let spacious = false;
  const push = (kind: Token['kind'], value: string, start: number) => {
    tokens.push({ kind, text: value, start, glued: start === end });
    end = position;
  };
  while (position < text.length) {
    const start = position;
    const code = text.charCodeAt(position);
    if (isSpace(code)) {
      while (isSpace(text.charCodeAt(position))) position += 1;
      spacious ||= position - start > 1;
    } else if (code === 34) {
      position = endOfQuoted(text, start, refuse);
      push('text', unescapeText(text, start, position, refuse), start);
    } else if (isDelimiter(code)) {
      position += 1;
      push(text.charAt(start) as '(' | ')' | '[' | ']', text.charAt(start), start);
    } else {
      while (position < text.length) {
        const next = text.charCodeAt(position);
        if (isSpace(next) || isDelimiter(next)) break;
        position += 1;
      }
      push('word', text.slice(start, position), start);
    }
  }
  push('end', '', position);
  if (spacious) note(reading, severalSpaces, 'several spaces in a row', 'read as one');
  return tokens;
}

/** The offset behind the closing quote. */
function endOfQuoted(text: string, start: number, refuse: Refuse): number {
  for (let position = start + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === 92) position += 1;
    else if (code === 34) return position + 1;
  }
  throw refuse(`The quoted text at position ${start} has no closing quote. Quotes inside it are written \\".`);
}

/** JSON's escapes (RFC 7644 §3.4.2.2: a value is written as in JSON). */
function unescapeText(text: string, start: number, end: number, refuse: Refuse): string {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes('\\')) return inner;
  try {
    const value: unknown = JSON.parse(`"${inner}"`);
    if (typeof value === 'string' && isStorableText(value)) return value;
  } catch {
    // Refused below, with a sentence of our own.
  }
  throw refuse(`The quoted text ${quote(inner)} has an escape that JSON does not know. Write a backslash as \\\\.`);
}
