import { decodeQuery } from '../dialect/query.ts';
import { isObject } from '../json.ts';
import { isName, isVocabulary, type Language, replaceLiterals } from './literals.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';

/** Replaces what requests are about and keeps how they are made. One for each export: what is equal stays equal in it. */
export interface Anonymiser {
  /** A body: the same keys in the same places, every value replaced; what is no JSON keeps its punctuation. */
  body(text: string): unknown;
  /** Path and query below the base URL. */
  target(path: string): string;
}

/** What is written in a language of SCIM, by the name of its attribute or parameter in lower case. */
const languages: ReadonlyMap<string, Language> = new Map([
  ['filter', 'filter'],
  ['path', 'path'],
  ['sortby', 'list'],
  ['attributes', 'list'],
  ['excludedattributes', 'list'],
]);
/** What our own door has put in the place of a secret, or of a body that may hold one. */
const redacted = /^\[redacted\]$|^\[not kept: [a-z A-Z]+\]$/;

export function createAnonymiser(): Anonymiser {
  const pseudonyms = createPseudonyms();
  const context: Context = { pseudonyms, names: new Set() };
  return {
    body(text) {
      const read = parsed(text);
      if (read === undefined) return skeleton(text, pseudonyms);
      const names = new Set<string>();
      collectNames(read, names, 0);
      return anonymous(read, '', { ...context, names }, 0);
    },
    target: (path) => targetOf(path, pseudonyms),
  };
}

interface Context {
  readonly pseudonyms: Pseudonyms;
  /** Names of schemas that the body uses as keys: where they stand among its values they are kept, too. */
  readonly names: ReadonlySet<string>;
}

/** Deeper than the door reads: a body that is nested beyond is told up to there. */
const depthAtMost = 64;
const deeper = 'nested deeper';

function anonymous(value: unknown, name: string, context: Context, depth: number): unknown {
  if (typeof value === 'string') return textOf(value, name, context, depth);
  if (typeof value === 'number') return context.pseudonyms.number(value);
  if (typeof value === 'object' && value !== null && depth >= depthAtMost) return deeper;
  if (Array.isArray(value)) return value.map((one) => anonymous(one, name, context, depth + 1));
  if (!isObject(value)) return value;
  // Without a prototype, since a key may be called `__proto__`.
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, inner] of Object.entries(value)) {
    result[keyOf(key, result, context)] = anonymous(inner, isRenamed(key) ? '' : key.toLowerCase(), context, depth + 1);
  }
  return result;
}

function textOf(text: string, name: string, context: Context, depth: number): string {
  const { pseudonyms, names } = context;
  if (redacted.test(text) || isVocabulary(name, text)) return text;
  const language = languages.get(name);
  if (language !== undefined) return replaceLiterals(text, language, pseudonyms.text);
  if (name === 'schemas' && isSchema(text, names)) return text;
  const inner = /^\s*[{[]/.test(text) ? parsed(text) : undefined;
  return inner === undefined ? pseudonyms.text(text) : JSON.stringify(anonymous(inner, '', context, depth + 1));
}

const isSchema = (text: string, names: ReadonlySet<string>): boolean =>
  names.has(text) ||
  (isName(text) && /^(?:urn:ietf:params:scim:|urn:scim:schemas:|http:\/\/schemas\.microsoft\.com\/)/i.test(text));

/** A name stays as it is. A path as a key keeps its names; what can be neither gets a name of its own. */
function keyOf(key: string, siblings: object, { pseudonyms }: Context): string {
  if (isName(key) || key === '') return key;
  const replaced = isRenamed(key) ? pseudonyms.text(key) : replaceLiterals(key, 'path', pseudonyms.text);
  let unique = replaced;
  for (let number = 2; Object.hasOwn(siblings, unique); number += 1) unique = `${replaced}~${number}`;
  return unique;
}

/** Whether a key is data rather than a name or a path: a map by mail address, say. */
const isRenamed = (key: string): boolean => !isName(key) && !/^[a-z$][\w$:.-]*\[/i.test(key);

function collectNames(value: unknown, names: Set<string>, depth: number): void {
  if (depth >= depthAtMost) return;
  if (Array.isArray(value)) for (const one of value) collectNames(one, names, depth + 1);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes(':') && isName(key)) names.add(key);
    collectNames(inner, names, depth + 1);
  }
}

function targetOf(path: string, pseudonyms: Pseudonyms): string {
  const question = path.indexOf('?');
  const place = question < 0 ? path : path.slice(0, question);
  const segments = place.split('/').map((segment, position) => {
    const read = decoded(segment);
    if (segment === '' || segment === '.search') return segment;
    return position === 1 && isName(read) ? segment : isSchema(read, new Set()) ? segment : pseudonyms.text(read);
  });
  const query = question < 0 ? '' : queryOf(path.slice(question + 1), pseudonyms);
  return `${segments.join('/')}${query === '' ? '' : `?${query}`}`;
}

/** Decoded, so that a person can read it. */
function queryOf(query: string, pseudonyms: Pseudonyms): string {
  if (redacted.test(query)) return query;
  let parameters: ReadonlyMap<string, string>;
  try {
    parameters = decodeQuery(query);
  } catch {
    return skeleton(query, pseudonyms).text;
  }
  const parts = [...parameters].map(([name, value]) => {
    const kept = isName(name) ? name : pseudonyms.text(name);
    return value === '' ? kept : `${kept}=${parameterOf(name.toLowerCase(), value, pseudonyms)}`;
  });
  return parts.join('&');
}

function parameterOf(name: string, value: string, pseudonyms: Pseudonyms): string {
  const language = languages.get(name);
  if (language !== undefined) return replaceLiterals(value, language, pseudonyms.text);
  // How many and from where says nothing of anybody, and may be what was wrong.
  if ((name === 'count' || name === 'startindex') && /^-?\d{1,9}$/.test(value)) return value;
  return isVocabulary(name, value) ? value : pseudonyms.text(value);
}

/** Of a text that is no JSON: the punctuation, the names before colons, and every other word replaced. */
function skeleton(text: string, pseudonyms: Pseudonyms): { readonly notJson: true; readonly text: string } {
  if (redacted.test(text)) return { notJson: true, text };
  const pattern = /("(?:[^"\\]|\\.)*"?)(?=(\s*:)?)|([^\s{}[\]:,"&=]+)/gs;
  const replaced = text.replace(pattern, (token, quoted?: string, colon?: string) => {
    if (quoted === undefined) return pseudonyms.text(token);
    const isClosed = token.length > 1 && token.endsWith('"');
    const inner = token.slice(1, isClosed ? -1 : undefined);
    const written = colon !== undefined && isName(inner) ? inner : pseudonyms.text(inner);
    return `"${written}${isClosed ? '"' : ''}`;
  });
  return { notJson: true, text: replaced };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** @returns undefined when the text is no JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
