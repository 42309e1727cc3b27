import { type AttributePath, splitAttributePath } from '../attribute-path.ts';
import { operatorCase, unquotedValue } from '../dialect/query.ts';
import { note, type Reading, startReading, understand } from '../dialect/reading.ts';
import { quote, scimError } from '../error.ts';
import { type Compare, type Filter, type Literal, type Operator, operators, type Present } from './filter.ts';
import { type Refuse, type Token, tokenise } from './lexer.ts';

/** Brackets and parentheses deeper than this are refused. */
export const depthAtMost = 32;
/** More comparisons than this in one filter are refused. */
export const termsAtMost = 200;

/** Reads tokens one by one; `filter` reads as far as a filter goes. */
export interface FilterReader {
  next(): Token;
  peek(): Token;
  filter(): Filter;
  attributePath(): AttributePath;
  /** A filter in brackets; the next token is the opening one. */
  valueFilter(): Filter;
}

/**
 * Reads a filter (RFC 7644 §3.4.2.2, figure 1), leniently where clients are known to deviate; every deviation becomes a
 * note of the reading. Names are not checked here: see resolveFilter.
 *
 * @throws ScimError invalidFilter with the position and what was expected there
 */
export function parseFilter(text: string, reading: Reading = startReading()): Filter {
  const refuse: Refuse = (detail) => scimError.invalidFilter(`The filter cannot be read. ${detail}`);
  const reader = filterReader(tokenise(text, refuse, reading), refuse, reading);
  const filter = reader.filter();
  const rest = reader.peek();
  if (rest.kind !== 'end') throw refuse(expected('“and”, “or” or the end', rest));
  return filter;
}

/** A sentence about what stands where something else was expected. */
export function expected(what: string, token: Token): string {
  const found = token.kind === 'end' ? 'it ends there' : `${quote(token.text)} stands there`;
  return `Position ${token.start}: ${what} is expected, but ${found}.`;
}

/** A reader over the tokens of a filter or of a path that holds one. */
export function filterReader(tokens: readonly Token[], refuse: Refuse, reading: Reading): FilterReader {
  const last = tokens.at(-1) as Token;
  let position = 0;
  let depth = 0;
  let terms = 0;

  const peek = () => tokens[position] ?? last;
  const next = () => {
    const token = peek();
    position += 1;
    return token;
  };
  const isWord = (token: Token, word: string) =>
    token.kind === 'word' && token.text.length === word.length && token.text.toLowerCase() === word;

  const expect = (kind: Token['kind']) => {
    const token = next();
    if (token.kind !== kind) throw refuse(expected(`“${kind}”`, token));
  };

  /** What stands between an opening and its closing bracket. */
  const enclosed = (close: ')' | ']', inside: () => Filter): Filter => {
    next();
    depth += 1;
    if (depth > depthAtMost) throw refuse(`It is nested deeper than ${depthAtMost}. Write it with fewer parentheses.`);
    const filter = inside();
    expect(close);
    depth -= 1;
    return filter;
  };

  const list = (kind: 'and' | 'or', part: () => Filter) => (): Filter => {
    const first = part();
    if (!isWord(peek(), kind)) return first;
    const filters = [first];
    while (isWord(peek(), kind)) {
      understand(operatorCase, next().text, 'a logical operator', reading);
      filters.push(part());
    }
    return { kind, filters };
  };

  const factor = (inValuePath: boolean) => (): Filter => {
    const token = peek();
    if (token.kind === '(') return enclosed(')', inValuePath ? innerFilter : filter);
    const following = tokens[position + 1] ?? last;
    if (isWord(token, 'not') && following.kind === '(') {
      understand(operatorCase, next().text, 'a logical operator', reading);
      return { kind: 'not', filters: [enclosed(')', inValuePath ? innerFilter : filter)] };
    }
    return term(inValuePath);
  };

  const term = (inValuePath: boolean): Filter => {
    terms += 1;
    if (terms > termsAtMost) throw refuse(`It has more than ${termsAtMost} comparisons. Ask in several requests.`);
    const path = attributePath();
    const bracket = peek();
    if (bracket.kind !== '[' || !bracket.glued) return comparison(path);
    if (inValuePath) throw refuse(`Position ${bracket.start}: a value filter cannot stand inside another one.`);
    const inner = enclosed(']', innerFilter);
    const behind = peek();
    if (behind.kind !== 'word' || !behind.glued || !behind.text.startsWith('.')) {
      return { kind: 'value path', path, filter: inner, comparison: null };
    }
    next();
    const subAttribute = splitAttributePath(behind.text.slice(1));
    if (subAttribute?.uri !== null || subAttribute.subAttribute !== null) {
      throw refuse(expected('the name of a sub-attribute', behind));
    }
    return { kind: 'value path', path, filter: inner, comparison: comparison(subAttribute) };
  };

  const comparison = (path: AttributePath): Compare | Present => {
    const token = next();
    if (token.kind !== 'word') throw refuse(expected(`an operator (${operators.join(', ')} or pr)`, token));
    const operator = understand(operatorCase, token.text, 'an operator', reading) ?? token.text;
    if (operator === 'pr') return { kind: 'present', path };
    if (!isOperator(operator)) throw refuse(expected(`an operator (${operators.join(', ')} or pr)`, token));
    return { kind: 'compare', path, operator, value: literal() };
  };

  const literal = (): Literal => {
    const token = next();
    const following = peek();
    if (token.kind === 'text') {
      if (following.glued && (following.kind === 'word' || following.kind === 'text')) {
        throw refuse(
          `Position ${following.start}: a space is expected behind the quoted text. Quotes inside are written \\".`,
        );
      }
      return token.text;
    }
    if (token.kind !== 'word') throw refuse(expected('a value', token));
    return unquoted(token, refuse, reading);
  };

  const attributePath = (): AttributePath => {
    const token = next();
    const path = token.kind === 'word' ? splitAttributePath(token.text) : undefined;
    if (path === undefined) throw refuse(expected('the name of an attribute', token));
    return path;
  };

  const filter = list('or', list('and', factor(false)));
  const innerFilter = list('or', list('and', factor(true)));
  return { next, peek, filter, attributePath, valueFilter: () => enclosed(']', innerFilter) };
}

function isOperator(text: string): text is Operator {
  return (operators as readonly string[]).includes(text);
}

/** true, false, null, a number of JSON, or a text whose quotes were left out. */
function unquoted(token: Token, refuse: Refuse, reading: Reading): Literal {
  const { text } = token;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  // A number that JavaScript cannot hold as written (007, 12345678901234567890) is somebody's id: it stays a text.
  const number = Number(text);
  if (String(number) === text && Number.isFinite(number)) return number;
  if (text.startsWith("'")) {
    throw refuse(`Position ${token.start}: texts are written in double quotes, ${quote(text)} is not.`);
  }
  note(reading, unquotedValue, `${quote(text)} without quotes`, 'read as text');
  return text;
}
