import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributePath } from '../../electron/engine/scim/attribute-path.ts';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import type { Filter, Operator } from '../../electron/engine/scim/filter/filter.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { renderFilter } from '../../electron/engine/scim/filter/render.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { parseResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { propertyRuns } from '../support/runs.ts';
import { find, openDirectory, planOf, type StoredUser } from './support/directory.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

// Few texts, so that filters meet what is stored; each hard in its own way: case, folding, order beyond U+FFFF, quotes.
const word = fc.constantFrom(
  'a',
  'A',
  'ab',
  'Ab',
  'b',
  '',
  ' ',
  '"',
  '\\',
  'é',
  'É',
  'İ',
  'i̇',
  '\uE000',
  '\u{1F642}',
  '%',
  "'",
);
const label = fc.constantFrom('work', 'Work', 'home');
const time = fc.integer({ min: 0, max: 4 }).map((step) => new Date(1_767_225_600_000 + step * 500).toISOString());
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const values = fc.array(
  fc.record({ value: optional(word), type: optional(label), primary: optional(fc.boolean()), display: optional(word) }),
  { maxLength: 3 },
);

const user: fc.Arbitrary<JsonObject> = fc
  .record({
    userName: word.map((text) => `u${text}`),
    externalId: optional(word),
    displayName: optional(word),
    title: optional(word),
    active: fc.boolean(),
    name: fc.record({ familyName: optional(word), givenName: optional(word) }),
    emails: values,
    roles: values,
    photos: values,
    x509Certificates: values,
    addresses: fc.array(fc.record({ country: optional(word), type: optional(label) }), { maxLength: 2 }),
    [enterprise]: fc.record({
      department: optional(word),
      manager: fc.record({ value: optional(word), $ref: optional(word) }),
    }),
    created: time,
    lastModified: time,
  })
  .map(({ created, lastModified, ...body }) => ({
    ...parseResource(resourceTypes.User, body).resource,
    meta: { resourceType: 'User', created, lastModified },
  }));

const attributePath = (
  attribute: string,
  subAttribute: string | null = null,
  uri: string | null = null,
): AttributePath => ({
  uri,
  attribute,
  subAttribute,
});
const textPaths = [
  attributePath('id'),
  attributePath('externalId'),
  attributePath('userName'),
  attributePath('displayName'),
  attributePath('title'),
  attributePath('schemas'),
  attributePath('name', 'familyName'),
  attributePath('emails', 'value'),
  attributePath('emails', 'type'),
  attributePath('emails'),
  attributePath('roles', 'display'),
  attributePath('roles', 'value'),
  attributePath('photos', 'value'),
  attributePath('addresses', 'country'),
  attributePath('department', null, enterprise),
  attributePath('manager', 'value', enterprise),
  attributePath('manager', null, enterprise),
  attributePath('meta', 'resourceType'),
];
const anyOperator: readonly Operator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const nullTest = <Path extends AttributePath>(path: fc.Arbitrary<Path>): fc.Arbitrary<Filter> =>
  fc.record({
    kind: fc.constant('compare' as const),
    path,
    operator: fc.constantFrom('eq', 'ne'),
    value: fc.constant(null),
  });
const comparison = (
  path: fc.Arbitrary<AttributePath>,
  operators: readonly Operator[],
  value: fc.Arbitrary<string | boolean>,
) => fc.record({ kind: fc.constant('compare' as const), path, operator: fc.constantFrom(...operators), value });
const present = fc.record({
  kind: fc.constant('present' as const),
  path: fc.constantFrom(...textPaths, attributePath('name'), attributePath('addresses'), attributePath('active')),
});
const term: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 4,
    arbitrary: comparison(
      fc.constantFrom(...textPaths),
      anyOperator,
      fc.oneof(
        word,
        label,
        word.map((text) => `u${text}`),
        fc.constant(enterprise),
      ),
    ),
  },
  comparison(fc.constantFrom(attributePath('active'), attributePath('emails', 'primary')), ['eq', 'ne'], fc.boolean()),
  comparison(
    fc.constantFrom(attributePath('meta', 'created'), attributePath('meta', 'lastModified')),
    ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
    time,
  ),
  comparison(
    fc.constantFrom(attributePath('x509Certificates', 'value'), attributePath('x509Certificates')),
    ['eq', 'ne', 'co', 'sw', 'ew'],
    word,
  ),
  present,
  nullTest(fc.constantFrom(...textPaths)),
);

const logical = (part: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(part, { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filters: fc.tuple(part) }),
  );
const tree = (leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> =>
  fc.letrec<{ filter: Filter; logical: Filter }>((tie) => ({
    logical: logical(tie('filter')),
    filter: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('logical')),
  })).filter;

const subTerm = fc.oneof(
  comparison(
    fc.constantFrom(attributePath('value'), attributePath('type'), attributePath('display')),
    anyOperator,
    fc.oneof(word, label),
  ),
  comparison(fc.constant(attributePath('primary')), ['eq', 'ne'], fc.boolean()),
  nullTest(fc.constantFrom(attributePath('value'), attributePath('primary'))),
);
const nameTerm = comparison(
  fc.constantFrom(attributePath('givenName'), attributePath('familyName')),
  anyOperator,
  word,
);
const valuePath: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    kind: fc.constant('value path' as const),
    path: fc.constantFrom(attributePath('emails'), attributePath('roles'), attributePath('photos')),
    filter: tree(subTerm),
    comparison: fc.option(
      comparison(fc.constantFrom(attributePath('value'), attributePath('type')), anyOperator, fc.oneof(word, label)),
    ),
  }),
  fc.record({
    kind: fc.constant('value path' as const),
    path: fc.constant(attributePath('name')),
    filter: tree(nameTerm),
    comparison: fc.constant(null),
  }),
);

test('SQL finds exactly the users that the evaluator says match', () => {
  fc.assert(
    fc.property(
      fc.array(user, { minLength: 1, maxLength: 12 }),
      fc.array(tree(fc.oneof(term, valuePath)), { minLength: 5, maxLength: 10 }),
      (users, filters) => {
        const stored: readonly StoredUser[] = users.map((resource, pk) => ({
          pk,
          resource: { ...resource, id: `${'abAB'.charAt(pk % 4)}${pk}` },
        }));
        const database = openDirectory(stored);
        for (const filter of filters) {
          const resolved = resolveFilter(filter, resourceTypes.User);
          const expected = stored.filter(({ resource }) => evaluateFilter(resolved, resource)).map(({ pk }) => pk);
          expect(find(database, filter, 'User'), renderFilter(filter)).toEqual(expected);
        }
        database.close();
      },
    ),
    { numRuns: propertyRuns(300) },
  );
});

describe('members and groups are found by their rows', () => {
  const database = openDirectory(
    [1, 2, 3].map((pk) => ({
      pk,
      resource: {
        ...parseResource(resourceTypes.User, { userName: `user ${pk}` }).resource,
        id: `u${pk}`,
        meta: { created: '2026-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z' },
      },
    })),
  );
  const groups: Readonly<Record<number, readonly JsonObject[]>> = {
    1: [
      { value: 'u1', type: 'User' },
      { value: 'u2', type: 'User' },
    ],
    2: [
      { value: 'u2', type: 'User' },
      { value: 'g1', type: 'Group' },
    ],
    3: [],
  };
  for (const [pk, members] of Object.entries(groups)) {
    const body = JSON.stringify(parseResource(resourceTypes.Group, { displayName: `Group ${pk}` }).resource);
    database
      .prepare('INSERT INTO group_resource VALUES (?, ?, NULL, ?, 0, 0, ?, NULL)')
      .run(Number(pk), `g${pk}`, `group ${pk}`, body);
    for (const { value, type } of members) {
      const key = Number(String(value).slice(1));
      const [userKey, groupKey] = type === 'User' ? [key, null] : [null, key];
      database.prepare('INSERT INTO membership VALUES (?, ?, ?)').run(Number(pk), userKey, groupKey);
    }
  }

  test.each([
    'members.value eq "u2"',
    'members eq "u1"',
    'members eq "U1"',
    'members.value ne "u2"',
    'members.value eq "g1"',
    'members pr',
    'not (members pr)',
    'members eq null',
    'members.type eq "group"',
    'members[value eq "u2" and type eq "User"]',
    'members[value eq "u2" and type eq "Group"]',
    'members[value eq "u1" or value sw "g"]',
    'members[not (value eq "u2")]',
    'members.value co "1" and displayName ew "1"',
    'displayName eq "GROUP 3" or members[type eq "Group"]',
  ])('groups with %s', (text) => {
    const filter = parseFilter(text);
    const resolved = resolveFilter(filter, resourceTypes.Group);
    const resource = (pk: string, members: readonly JsonObject[]): JsonObject => ({
      displayName: `Group ${pk}`,
      ...(members.length === 0 ? {} : { members }),
    });
    const expected = Object.entries(groups).filter(([pk, members]) => evaluateFilter(resolved, resource(pk, members)));
    expect(find(database, filter, 'Group')).toEqual(expected.map(([pk]) => Number(pk)));
  });

  test.each<[string, readonly number[]]>([
    ['groups.value eq "g2"', [1, 2]],
    ['groups.value eq "g1"', [1, 2]],
    ['groups eq "g1"', [1, 2]],
    ['groups[value eq "g2" and type eq "indirect"]', [1]],
    ['groups[value eq "g2" and type eq "direct"]', [2]],
    ['groups.type eq "Indirect" and groups.display eq "GROUP 2"', [1]],
    ['groups.display sw "group 1"', [1, 2]],
    ['groups[value eq "g1"]', [1, 2]],
    ['groups pr', [1, 2]],
    ['not (groups pr)', [3]],
  ])('users with %s', (text, expected) => {
    expect(find(database, parseFilter(text), 'User')).toEqual(expected);
  });

  test.each<[string, 'User' | 'Group']>([
    ['id eq "x"', 'User'],
    ['externalId eq "x"', 'User'],
    ['userName eq "x"', 'User'],
    ['displayName eq "x"', 'User'],
    ['userName eq "x" and active eq true', 'User'],
    ['userName eq "x" or externalId eq "x"', 'User'],
    ['emails.value eq "x"', 'User'],
    ['emails eq "x"', 'User'],
    ['emails[type eq "work"].value eq "x"', 'User'],
    ['emails[type eq "work" and (primary eq true and value eq "x")]', 'User'],
    ['phoneNumbers.value eq "x"', 'User'],
    ['x509Certificates.value eq "x"', 'User'],
    ['groups.value eq "x"', 'User'],
    ['id eq "x" and manager eq "y"', 'User'],
    ['id eq "x"', 'Group'],
    ['displayName eq "x"', 'Group'],
    ['externalId eq "x"', 'Group'],
    ['members.value eq "x"', 'Group'],
    ['members[value eq "x" and type eq "User"]', 'Group'],
    ['id eq "x" and members eq "y"', 'Group'],
  ])('%s of a %s goes by indexes alone', (text, type) => {
    const plan = planOf(database, parseFilter(text), type);
    // Besides values in a row, what is scanned is what the recursion itself has found: "w" is `within`.
    const scans = plan.filter((step) => /^SCAN (?!e\d+\b|w$|\(subquery|CONSTANT)/.test(step));
    expect(scans, plan.join('\n')).toEqual([]);
    expect(plan.some((step) => step.startsWith('SEARCH'))).toBe(true);
  });
});

test('the deepest and the longest filters that are read can be asked of SQLite', () => {
  const database = openDirectory();
  const nested = (depth: number, inside: string) => `${'not ('.repeat(depth)}${inside}${')'.repeat(depth)}`;
  const chain = (depth: number) =>
    `${'(title pr and (nickName pr or '.repeat(depth / 2)}title pr${'))'.repeat(depth / 2)}`;
  for (const text of [
    nested(32, 'title pr'),
    chain(32),
    `emails[${nested(31, 'value eq "x" and type co "y"')}]`,
    `groups[${nested(31, 'value eq "x" and type co "y"')}]`,
    Array(66).fill('emails[type eq "work" and display co "x"]').join(' or '),
    Array(40).fill('groups[value eq "x" and type eq "direct" and display co "x"]').join(' and '),
    Array(40).fill('not (groups.display ne "x")').join(' or '),
    Array(200).fill('groups.value eq "x"').join(' or '),
    Array(50).fill('emails[type eq "work" and display co "x" and value co "x"]').join(' or '),
    Array(200).fill('title ne "x"').join(' or '),
  ])
    expect(find(database, parseFilter(text), 'User'), text.slice(0, 60)).toEqual([]);
  const members = Array(40).fill('members[value eq "x" and type eq "User"]').join(' or ');
  expect(find(database, parseFilter(members), 'Group')).toEqual([]);
  database.close();
});

test.each(['groups.display co "x"', 'groups[type eq "direct"]', 'not (groups pr)'])(
  'more than 40 times %s is refused, which SQLite could not answer',
  (text) => {
    const filter = parseFilter(Array(41).fill(text).join(' or '));
    expect(() => resolveFilter(filter, resourceTypes.User)).toThrow(
      expect.objectContaining({ scimType: 'invalidFilter' }),
    );
  },
);

test('what was sent never becomes SQL', () => {
  const database = openDirectory();
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
      (text) => {
        const filter: Filter = {
          kind: 'compare',
          path: attributePath('emails', 'display'),
          operator: 'co',
          value: text,
        };
        expect(find(database, filter, 'User')).toEqual([]);
      },
    ),
    { numRuns: propertyRuns(100) },
  );
});
