import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';
import type { ResolvedAttribute } from '../../electron/engine/scim/filter/filter.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { type ResourceType, resourceTypes } from '../../electron/engine/scim/schema.ts';
import { compareResources, parseSort } from '../../electron/engine/scim/sort.ts';
import { userFilterTable } from '../../electron/engine/store/filterTable.ts';
import { compileSortKey } from '../../electron/engine/store/sort.ts';
import { openDirectory } from './support/directory.ts';

const { User, Group } = resourceTypes;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const sortOf = (sortBy: string, sortOrder?: string, types: readonly ResourceType[] = [User]) =>
  parseSort({ sortBy, sortOrder }, types, startReading());

describe('sortBy and sortOrder', () => {
  test.each<[string, string]>([
    ['userName', 'userName'],
    [' USERNAME ', 'userName'],
    ['name.givenName', 'name.givenName'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', 'name.familyName'],
    [`${enterprise}:department`, `${enterprise}:department`],
    ['department', `${enterprise}:department`],
    [`${enterprise}:manager.displayName`, `${enterprise}:manager.displayName`],
    ['emails', 'emails.value'],
    ['emails.type', 'emails.type'],
    ['schemas', 'schemas'],
    ['meta.lastModified', 'meta.lastModified'],
  ])('%s is read as %s', (sortBy, key) => {
    expect(sortOf(sortBy)).toEqual({ path: expect.objectContaining({ key }), descending: false });
  });

  test.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['ascending', false],
    ['descending', true],
    ['Descending', true],
  ])('an order of %s', (sortOrder, descending) => {
    expect(sortOf('userName', sortOrder)).toMatchObject({ descending });
  });

  test('an order alone says nothing', () => {
    expect([sortOf('', 'descending'), sortOf(' '), parseSort({}, [User], startReading())]).toEqual([null, null, null]);
  });

  test.each<[string, string | undefined, RegExp]>([
    ['hat', undefined, /no attribute of a User/],
    ['members', undefined, /no attribute of a User/],
    ['name.', undefined, /no attribute/],
    ['emails[type eq "work"].value', undefined, /no attribute/],
    ['userName; DROP TABLE user_resource', undefined, /no attribute/],
    ['__proto__', undefined, /no attribute/],
    [enterprise, undefined, /no attribute/],
    ['name', undefined, /complex\. Sort by one of its sub-attributes: name\.formatted, /],
    ['meta', undefined, /complex/],
    [`${enterprise}:manager`, undefined, /complex/],
    ['addresses', undefined, /complex/],
    ['password', undefined, /cannot be sorted by password/],
    ['meta.location', undefined, /cannot be sorted by meta.location/],
    ['userName', 'down', /sortOrder cannot be “down”/],
  ])('%s %s is refused', (sortBy, sortOrder, detail) => {
    expect(() => sortOf(sortBy, sortOrder)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue', detail: expect.stringMatching(detail) }),
    );
  });

  test('in a list of both types it is enough that one knows the attribute', () => {
    expect(sortOf('members', undefined, [User, Group])?.path.key).toBe('members.value');
    expect(() => sortOf('hat', undefined, [User, Group])).toThrow('no attribute of a User or Group');
  });
});

describe('the order of resources', () => {
  const work = (value: string, primary?: boolean) => ({ value, ...(primary === undefined ? {} : { primary }) });
  test.each<[string, string, readonly JsonObject[]]>([
    ['text without regard to case', 'displayName', [{ displayName: 'a' }, { displayName: 'B' }, { displayName: 'c' }]],
    ['text with regard to case', 'externalId', [{ externalId: 'B' }, { externalId: 'C' }, { externalId: 'a' }]],
    ['text by code point', 'title', [{ title: 'z' }, { title: 'é' }, { title: '\uE000' }, { title: '\u{1F642}' }]],
    ['those without a value last', 'title', [{ title: 'z' }, {}]],
    ['false before true', 'active', [{ active: false }, { active: true }, {}]],
    [
      'a sub-attribute',
      'name.familyName',
      [{ name: { familyName: 'a' } }, { name: { familyName: 'b' } }, { name: {} }],
    ],
    [
      'instants, in whatever zone',
      'meta.created',
      [
        { meta: { created: '2026-01-01T12:00:00+02:00' } },
        { meta: { created: '2026-01-01T10:30:00Z' } },
        { meta: { created: '2026-01-01T10:00:00-01:00' } },
      ],
    ],
    [
      'the primary value, or else the first',
      'emails',
      [
        { emails: [work('z'), work('a', true)] },
        { emails: [work('b'), work('a')] },
        { emails: [work('c', false), work('a', false)] },
        { emails: [] },
      ],
    ],
    [
      'what the primary value is for',
      'emails.type',
      [
        { emails: [{ value: 'a', type: 'home' }] },
        {
          emails: [
            { value: 'a', type: 'home' },
            { value: 'b', type: 'work', primary: true },
          ],
        },
        {
          emails: [
            { value: 'a', type: 'home' },
            { value: 'b', primary: true },
          ],
        },
      ],
    ],
    [
      'an attribute of an extension',
      'department',
      [{ [enterprise]: { department: 'a' } }, { [enterprise]: { department: 'b' } }, {}],
    ],
  ])('%s', (_name, sortBy, inOrder) => {
    for (const sortOrder of ['ascending', 'descending'] as const) {
      const sort = sortOf(sortBy, sortOrder);
      if (sort === null) throw new Error('no order');
      const sorted = [...inOrder].reverse().sort((a, b) => compareResources(sort, a, b));
      expect(sorted).toEqual(sortOrder === 'ascending' ? inOrder : [...inOrder].reverse());
    }
  });
});

test('SQL puts times of every zone and precision where their instants are', () => {
  const path: ResolvedAttribute = {
    key: 'started',
    steps: ['started'],
    subAttribute: null,
    type: 'dateTime',
    caseExact: false,
    multiValued: false,
  };
  const database = openDirectory();
  const { sql } = compileSortKey(path, userFilterTable);
  const statement = database.prepare(
    `SELECT r.body FROM (SELECT key AS pk, value AS body FROM json_each(?)) AS r ORDER BY ${sql} NULLS LAST, r.pk`,
  );
  const zone = fc.constantFrom('Z', '+00:00', '+05:30', '-08:00', '+14:00', '');
  const fraction = fc.constantFrom('', '.5', '.25', '.001', '.999');
  const time = fc
    .record({ step: fc.integer({ min: -50_000, max: 50_000 }), fraction, zone })
    .map(({ step, ...rest }) => {
      const text = new Date(1_767_225_600_000 + step * 1000).toISOString().slice(0, 19);
      return `${text}${rest.fraction}${rest.zone}`;
    });
  fc.assert(
    fc.property(fc.array(fc.option(time, { nil: undefined }), { maxLength: 20 }), (times) => {
      const resources = times.map((started): JsonObject => (started === undefined ? {} : { started }));
      const sorted = resources.toSorted((a, b) => compareResources({ path, descending: false }, a, b));
      const found = statement.pluck().all(JSON.stringify(resources.map((one) => JSON.stringify(one)))) as string[];
      expect(found.map((text) => JSON.parse(text) as JsonObject)).toEqual(sorted);
    }),
  );
  database.close();
});
