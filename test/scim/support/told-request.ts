import fc from 'fast-check';

/** A request as an identity provider might send one, with every value that somebody could mind being told. */
export interface Told {
  readonly path: string;
  readonly body: string;
  readonly values: readonly string[];
}

/** Of letters of which no word of SCIM and none of the export's own is made. */
const letters = fc.stringMatching(/^[qxzj]{6}$/);
const count = 6;

/** A way to make a value of some letters: which kind it is, and nothing else, may be seen of it. */
const kinds: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => `${word}@${word}.test`,
  (word) => `https://${word}.test/${word}`,
  (word) => `urn:${word}`,
  (word) => `${word} ${word}`,
  (word) => `${word}, ${word}`,
  (word) => `J${word}`,
  (word) => `(${word})`,
  (word) => `山${word}`,
];

/** What a value is: which of the words it is made of, and how. */
const value = fc.record({ kind: fc.nat(kinds.length - 1), word: fc.nat(count - 1) });
type Value = typeof value extends fc.Arbitrary<infer T> ? T : never;

const keys = fc.constantFrom(
  'userName',
  'displayName',
  'value',
  'type',
  'urn:acme:scim:2.0:User',
  'name.familyName',
  'emails[type eq "work"].value',
  'Op',
  'op',
  'path',
  'filter',
  'schemas',
  'members',
  'Operations',
  'sortBy',
  '$ref',
  'x-unknown',
  '__proto__',
  'constructor',
);

/** JSON with holes in it, where values go. */
type Template = string | number | boolean | null | Template[] | { readonly [key: string]: Template } | Hole;
class Hole {
  readonly value: Value;
  constructor(which: Value) {
    this.value = which;
  }
}

const template = fc.letrec<{ node: Template }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    value.map((which): Template => new Hole(which)),
    fc.constantFrom<Template>(true, false, null, 0, 1, ''),
    fc.array(tie('node'), { maxLength: 3 }),
    fc
      .array(fc.tuple(keys, tie('node')), { maxLength: 4 })
      .map((members): Template => Object.fromEntries(members) as { [key: string]: Template }),
  ),
})).node;

/** Different words of one length, since lengths may be told, roughly. */
const words = fc.uniqueArray(letters, { minLength: 2 * count, maxLength: 2 * count });

const queries = fc.constantFrom<(text: string) => string>(
  () => '',
  (text) => `?filter=${encodeURIComponent(`userName eq "${text}"`)}`,
  (text) => `?filter=${encodeURIComponent(`emails[type eq "work" and value co ${text}] or ${text}`)}`,
  (text) => `?filter=${encodeURIComponent(`${text} is "${text}`)}`,
  (text) => `?sortBy=${encodeURIComponent(`${text.replaceAll(',', '')}@`)}&count=5`,
  (text) => `?${encodeURIComponent(`${text}!`)}=${encodeURIComponent(text)}`,
);

/** The same requests told twice: made alike, and with every value another one. */
export const toldTwice: fc.Arbitrary<{ readonly one: readonly Told[]; readonly other: readonly Told[] }> = fc
  .record({
    requests: fc.array(fc.record({ body: template, query: queries, id: value }), { minLength: 1, maxLength: 4 }),
    words,
  })
  .map(({ requests, words: all }) => {
    const made = (chosen: readonly string[]): Told[] =>
      requests.map(({ body, query, id }) => {
        const values = new Set<string>();
        const write = ({ kind, word }: Value) => {
          const text = kinds[kind]?.(chosen[word] ?? '') ?? '';
          values.add(text).add(chosen[word] ?? '');
          return text;
        };
        const path = `/Users/${encodeURIComponent(write(id))}${query(write(id))}`;
        return { path, body: JSON.stringify(filled(body, write)), values: [...values] };
      });
    return { one: made(all.slice(0, count)), other: made(all.slice(count)) };
  });

function filled(node: Template, write: (which: Value) => string): unknown {
  if (node instanceof Hole) return write(node.value);
  if (Array.isArray(node)) return node.map((inner) => filled(inner, write));
  if (typeof node !== 'object' || node === null) return node;
  const made: Record<string, unknown> = Object.create(null);
  // A bare word in a path or an order is the name of an attribute, and told.
  const writeIn = (key: string) =>
    /^(?:path|sortBy)$/.test(key) ? (which: Value) => `emails[value eq "${write(which)}"]` : write;
  for (const [key, inner] of Object.entries(node)) made[key] = filled(inner, writeIn(key));
  return made;
}

/** A value's tree of keys: lists keep their length, everything else is only there. */
export function keysOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(keysOf);
  if (typeof node !== 'object' || node === null) return typeof node;
  return Object.entries(node).map(([key, inner]) => [key, keysOf(inner)]);
}
