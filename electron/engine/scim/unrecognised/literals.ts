/**
 * Filters, paths and lists of attributes as somebody sent them, whether or not they can be read: what belongs to the
 * language is told from what is data. In doubt a word is data.
 */

/** What SCIM compares with, and what others do. No word of everyday English: “Smith and Sons in Leeds” is a name. */
const operators: ReadonlySet<string> = new Set(
  (
    'eq ne co sw ew gt ge lt le pr = == != <> < > <= >= := ~ ' +
    'gte lte like contains startswith endswith equals matches regex'
  ).split(' '),
);
const logical: ReadonlySet<string> = new Set(['and', 'or', 'not', '&&', '||', '!']);
const constants: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** Values that are words of SCIM, by the name of their attribute in lower case. */
const vocabulary: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['type', new Set('work home other mobile fax pager user group direct indirect photo thumbnail'.split(' '))],
  ['resourcetype', new Set(['user', 'group'])],
  ['op', new Set('add remove replace delete update set merge upsert move copy test'.split(' '))],
  ['sortorder', new Set(['ascending', 'descending'])],
]);

/** Whether a value of this attribute (or operation, or parameter) is a word of the language and says nothing of anybody. */
export const isVocabulary = (name: string, value: string): boolean =>
  vocabulary.get(name)?.has(value.trim().toLowerCase()) === true;

/** What a text is: a filter compares, a path stands alone, a list has commas. */
export type Language = 'filter' | 'path' | 'list';

const longestName = 200;
const simpleName = /^(?:urn:[a-z0-9_.:-]+|[a-z_$][\w$-]*(?:[.:][a-z_$][\w$-]*)*)$/i;
/** Ids inside of names: a UUID, or a long run of hexadecimal or decimal digits. */
const holdsId = /[0-9a-f]{8}-[0-9a-f]{4}-|(?=[0-9a-f]*[0-9])[0-9a-f]{12,}|[0-9]{7,}/i;
const microsoftSchema = /^http:\/\/schemas\.microsoft\.com\/[\w./]+(?::[\w.]+)?$/i;

/** Whether this can be the name of an attribute, an attribute path or a schema, and holds nobody's id. */
export const isName = (text: string): boolean =>
  text.length <= longestName && (simpleName.test(text) || microsoftSchema.test(text)) && !holdsId.test(text);

/** Replaces a text that was compared with or cannot be told. `quoted`: it stood in quotes, and is without them. */
export type Replace = (text: string, quoted: boolean) => string;

interface Token {
  readonly kind: 'space' | 'bracket' | 'quoted' | 'word';
  readonly text: string;
}

const tokenPattern = /(\s+)|([()[\],])|("(?:[^"\\]|\\.)*"?)|([^\s()[\],"]+)/gs;

function tokensOf(text: string): Token[] {
  return [...text.matchAll(tokenPattern)].map(([token, space, bracket, quoted]) => ({
    kind: space !== undefined ? 'space' : bracket !== undefined ? 'bracket' : quoted !== undefined ? 'quoted' : 'word',
    text: token,
  }));
}

/**
 * The text with every literal replaced; names, operators, brackets and spaces stay as they are, letter by letter, and so
 * do words of SCIM that are compared with: “work” for a type.
 */
export function replaceLiterals(text: string, language: Language, replace: Replace): string {
  const tokens = tokensOf(text);
  let expects: 'name' | 'operator' | 'literal' | 'sub' = 'name';
  let compared = '';
  let result = '';
  for (const [position, token] of tokens.entries()) {
    switch (token.kind) {
      case 'space':
        result += token.text;
        break;
      case 'bracket':
        result += token.text;
        expects = token.text === ']' ? 'sub' : 'name';
        break;
      case 'quoted':
        result += quotedWith(token.text, compared, replace);
        expects = 'literal';
        break;
      case 'word': {
        const word = token.text.toLowerCase();
        const next = tokens[position + (tokens[position + 1]?.kind === 'space' ? 2 : 1)];
        if (logical.has(word)) {
          result += token.text;
          expects = 'name';
        } else if (expects === 'sub' && word.startsWith('.') && isName(word.slice(1))) {
          result += token.text;
          expects = 'operator';
        } else if (expects === 'name') {
          const isKept = standsForName(token.text, next, language);
          result += isKept ? token.text : replace(token.text, false);
          compared = isKept ? word : '';
          expects = 'operator';
        } else if (expects === 'operator' && operators.has(word)) {
          result += token.text;
          expects = 'literal';
        } else {
          result += constants.has(word) || isVocabulary(compared, word) ? token.text : replace(token.text, false);
          expects = 'literal';
        }
      }
    }
  }
  return result;
}

/** In a filter a name is compared; elsewhere it may stand alone, too. */
function standsForName(word: string, next: Token | undefined, language: Language): boolean {
  if (!isName(word)) return false;
  if (next?.kind === 'word' && operators.has(next.text.toLowerCase())) return true;
  if (next?.text === '[') return true;
  return language !== 'filter' && (next === undefined || next.text === ',' || next.text === ']');
}

/** With its quotes, also where the last one is missing; what is empty, true or false, or a word of SCIM stays. */
function quotedWith(token: string, compared: string, replace: Replace): string {
  const isClosed = token.length > 1 && token.endsWith('"');
  const inner = token.slice(1, isClosed ? -1 : undefined);
  const read = unescaped(inner);
  const kept = read === '' || constants.has(read.toLowerCase()) || isVocabulary(compared, read);
  return `"${kept ? inner : replace(read, true)}${isClosed ? '"' : ''}`;
}

function unescaped(inner: string): string {
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}
