import { quote, scimError } from '../scim/error.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/**
 * Parses a body after looking at its shape, so that a depth or key bomb is refused before it costs anything.
 *
 * @throws ScimError invalidSyntax
 */
export function parseJson(text: string, maximum: { readonly depth: number; readonly keys: number }): unknown {
  checkShape(text, maximum);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw scimError.invalidSyntax(`The body is not JSON: ${wordsOf(error as Error)}.`);
  }
}

/** What the parser says, without the piece of the body that it shows: that may be a password. */
const wordsOf = (error: Error): string =>
  error.message.replace(/,? *(?:\.{3})?".*"(?:\.{3})? is not valid JSON$/s, '').slice(0, 200);

/** Up to so many members of an object are compared one by one; a longer one is given a set. */
const FEW_MEMBERS = 16;

/**
 * Looks through a text once, from left to right. That a member stands twice in an object is refused, too: RFC 8259 §4
 * leaves open which one counts, so one reader of `{"active":true,"active":false}` lets somebody in whom another does not.
 */
function checkShape(text: string, maximum: { readonly depth: number; readonly keys: number }): void {
  let depth = 0;
  let keys = 0;
  let start = 0;
  let end = 0;
  let nextBackslash = -1;
  // Where the names of the members lie that were seen in each object that is open: the offset and length in turn.
  const names: number[] = [];
  const firstOf: number[] = [];
  const sets: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      start = i;
      i = endOfString(text, i);
      end = i;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > maximum.depth)
        throw scimError.invalidSyntax(`The body is nested deeper than ${maximum.depth} levels; send it flatter.`);
      firstOf[depth] = names.length;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      names.length = firstOf[depth] ?? 0;
      sets[depth] = undefined;
      depth -= 1;
    } else if (code === COLON) {
      keys += 1;
      if (keys > maximum.keys)
        throw scimError.invalidSyntax(`The body has more than ${maximum.keys} members; send it in parts.`);
      if (nextBackslash < start) nextBackslash = indexFrom(text, '\\', start);
      const first = firstOf[depth] ?? 0;
      const isEscaped = nextBackslash < end;
      if (sets[depth] === undefined && (isEscaped || names.length - first >= 2 * FEW_MEMBERS))
        sets[depth] = setOf(text, names, first);
      const set = sets[depth];
      const isTwice =
        set === undefined
          ? isAmong(text, names, first, start, end - start)
          : set.size === set.add(nameAt(text, start, end)).size;
      if (isTwice) {
        throw scimError.invalidSyntax(
          `The body has ${quote(nameAt(text, start, end))} twice in one object, and only one can be meant. Send it once.`,
        );
      }
      if (set === undefined) names.push(start, end - start);
    }
  }
}

/** Whether a name without escapes is one of those that were seen: of the same length, beginning and text. */
function isAmong(text: string, names: readonly number[], first: number, start: number, length: number): boolean {
  for (let each = first; each < names.length; each += 2) {
    if (names[each + 1] !== length) continue;
    const other = names[each] as number;
    let at = 1;
    while (at < length && text.charCodeAt(other + at) === text.charCodeAt(start + at)) at += 1;
    if (at >= length) return true;
  }
  return false;
}

const setOf = (text: string, names: readonly number[], first: number): Set<string> => {
  const set = new Set<string>();
  for (let each = first; each < names.length; each += 2) {
    const start = names[each] as number;
    set.add(nameAt(text, start, start + (names[each + 1] as number)));
  }
  return set;
};

/** The name between two quotes, with its escapes read: `\u0061ctive` is `active`. */
function nameAt(text: string, start: number, end: number): string {
  const name = text.slice(start + 1, end);
  if (!name.includes('\\')) return name;
  try {
    return String(JSON.parse(`"${name}"`));
  } catch {
    // No JSON; that is refused when it is parsed.
    return name;
  }
}

const indexFrom = (text: string, what: string, start: number): number => {
  const index = text.indexOf(what, start);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
};

/** @returns the index of the closing quote, or of the end when there is none */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
