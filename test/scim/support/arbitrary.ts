import fc from 'fast-check';
import type { AttributePath } from '../../../electron/engine/scim/attribute-path.ts';
import { type Filter, type Literal, operators } from '../../../electron/engine/scim/filter/filter.ts';
import type { Path } from '../../../electron/engine/scim/path.ts';

/** Text that JSON and SQLite carry unchanged: whole Unicode characters, quotes and backslashes, no NUL. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => value.isWellFormed() && !value.includes('\u0000')),
  fc.constantFrom(
    '',
    ' ',
    '"',
    '\\',
    '\\"',
    'a"b\\c',
    ']',
    ')(',
    ' and ',
    'İ',
    'ß',
    '\u{1F642}',
    '\uE000',
    'e\u0301',
    '%',
    '_',
  ),
);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const attributeName = fc
  .tuple(fc.constantFrom(...letters), fc.string({ unit: fc.constantFrom(...letters, ...'0123456789-_'), maxLength: 8 }))
  .map(([first, rest]) => first + rest);

const uri = fc.constantFrom(
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:example:custom:1.5:Thing',
  'http://schemas.example.test/2006/11/2.0/Group',
);

/** Any attribute path that the grammar knows, whether or not a schema does. */
export const attributePath: fc.Arbitrary<AttributePath> = fc.record({
  uri: fc.option(uri),
  attribute: attributeName,
  subAttribute: fc.option(attributeName),
});

const literal: fc.Arbitrary<Literal> = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
);

const subAttributePath = attributeName.map(
  (attribute): AttributePath => ({ uri: null, attribute, subAttribute: null }),
);

const term = (path: fc.Arbitrary<AttributePath>): fc.Arbitrary<Filter & { kind: 'compare' | 'present' }> =>
  fc.oneof(
    fc.record({ kind: fc.constant('compare' as const), path, operator: fc.constantFrom(...operators), value: literal }),
    fc.record({ kind: fc.constant('present' as const), path }),
  );

const logical = (part: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(part, { minLength: 2, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filters: fc.tuple(part) }),
  );

/** The filter inside the brackets of a value path. */
export const valueFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter; logical: Filter }>((tie) => ({
  logical: logical(tie('filter')),
  filter: fc.oneof({ depthSize: 'small', withCrossShrink: true }, term(subAttributePath), tie('logical')),
})).filter;

/** Any filter that the grammar knows: and, or, not, value paths, URNs, every literal. */
export const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter; logical: Filter }>((tie) => ({
  logical: logical(tie('filter')),
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term(attributePath),
    fc.record({
      kind: fc.constant('value path' as const),
      path: attributePath,
      filter: valueFilter,
      comparison: fc.option(term(subAttributePath)),
    }),
    tie('logical'),
  ),
})).filter;

/** Any path of an operation. */
export const path: fc.Arbitrary<Path> = fc.oneof(
  fc.record({ attribute: attributePath, filter: fc.constant(null), subAttribute: fc.constant(null) }),
  fc.record({
    attribute: attributePath.map((one) => ({ ...one, subAttribute: null })),
    filter: valueFilter,
    subAttribute: fc.option(attributeName),
  }),
);

/** Changes the case of some letters of a text. */
export const recased = (value: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: value.length, maxLength: value.length })
    .map((flips) =>
      [...value].map((letter, position) => (flips[position] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
    );
