import { scimError } from '../scim/error.ts';

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

function checkShape(text: string, maximum: { readonly depth: number; readonly keys: number }): void {
  let depth = 0;
  let keys = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = endOfString(text, i);
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      if (depth > maximum.depth)
        throw scimError.invalidSyntax(`The body is nested deeper than ${maximum.depth} levels; send it flatter.`);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    } else if (code === COLON) {
      keys += 1;
      if (keys > maximum.keys)
        throw scimError.invalidSyntax(`The body has more than ${maximum.keys} members; send it in parts.`);
    }
  }
}

/** @returns the index of the closing quote, or of the end when there is none */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
