import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGroup, removeGroup } from '../../electron/engine/directory/groups.ts';
import type { Search } from '../../electron/engine/directory/search.ts';
import { createUser, removeUser } from '../../electron/engine/directory/users.ts';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import type { ListQuery } from '../../electron/engine/scim/search-request.ts';
import { compareResources, parseSort } from '../../electron/engine/scim/sort.ts';
import { openDirectory } from './act.ts';
import { type ListBody, newSource, type Source } from './listed.ts';

const { User, Group } = resourceTypes;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const groupSchemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];

// Few texts, so that many are equal; each hard in its own way: case, folding, order beyond U+FFFF.
const word = fc.constantFrom('a', 'A', 'ab', 'b', '', ' ', 'é', 'É', 'İ', 'i̇', '\uE000', '\u{1F642}', '10', '9');
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const values = fc.array(
  fc.record({
    value: optional(word),
    type: optional(fc.constantFrom('work', 'Work', 'home')),
    primary: optional(fc.boolean()),
    display: optional(word),
  }),
  { maxLength: 3 },
);
const user = fc.record({
  userName: word,
  externalId: optional(word),
  displayName: optional(word),
  title: optional(word),
  active: fc.boolean(),
  name: fc.record({ familyName: optional(word) }),
  emails: values,
  roles: values,
  photos: values,
  x509Certificates: values,
  addresses: fc.array(fc.record({ country: optional(word), type: optional(word) }), { maxLength: 2 }),
  [enterprise]: fc.record({ department: optional(word), manager: fc.record({ value: optional(word) }) }),
});
const group = fc.record({
  displayName: fc.constantFrom('a', 'A', 'b', 'ga'),
  externalId: optional(word),
  members: fc.array(fc.nat(11), { maxLength: 4 }),
});
const company = fc.record({
  users: fc.array(user, { maxLength: 9 }),
  groups: fc.array(group, { maxLength: 4 }),
  gone: fc.array(fc.nat(12), { maxLength: 2 }),
});

const common = ['id', 'ID', 'externalId', 'displayName', 'schemas', 'meta.created', 'meta.lastModified'];
const ofUsers = [
  'userName',
  `${User.schema.id}:userName`,
  'title',
  'active',
  'name.familyName',
  'emails',
  'emails.value',
  'emails.type',
  'emails.primary',
  'roles.display',
  'photos',
  'x509Certificates.value',
  'addresses.country',
  `${enterprise}:department`,
  `${enterprise}:manager.value`,
  'groups',
  'groups.display',
  'groups.type',
  'meta.resourceType',
];
const ofGroups = ['members', 'members.type', 'meta.resourceType'];
const everywhere = ['displayName pr', 'not (externalId pr)', 'meta.resourceType eq "User"'];
const someUsers = ['active eq true', 'emails[type eq "work"]', 'userName co "a" or title pr'];
const someGroups = ['members pr', 'displayName eq "ga"'];
const question = (types: Search['types'], paths: readonly string[], filters: readonly string[]) =>
  fc.record({
    types: fc.constant(types),
    query: fc.record({
      filter: fc.constantFrom(undefined, ...everywhere, ...filters),
      sortBy: fc.constantFrom(undefined, ...common, ...paths),
      sortOrder: fc.constantFrom(undefined, 'ascending', 'descending'),
    }),
    size: fc.integer({ min: 1, max: 4 }),
  });
const anyQuestion = fc.oneof(
  question([User], ofUsers, someUsers),
  question([Group], ofGroups, someGroups),
  question([User, Group], [...ofUsers, ...ofGroups], [...someUsers, ...someGroups]),
  // What both types have, so that users and groups are equal in it.
  question([User, Group], [], []),
);

function settle(source: Source, { users, groups, gone }: typeof company extends fc.Arbitrary<infer T> ? T : never) {
  source.act((act) => {
    const ids = users.map((body, position) => {
      source.directory.pass(position % 2);
      return createUser(act, { ...body, userName: `${body.userName}${position}` }).row?.id ?? '';
    });
    for (const { members, ...body } of groups) {
      const known = members.flatMap((position) => ids[position] ?? []);
      const value = [...new Set(known)].map((id) => ({ value: id }));
      ids.push(createGroup(act, { ...body, schemas: groupSchemas, members: value }).row?.id ?? '');
    }
    for (const position of new Set(gone)) {
      const id = ids[position];
      if (id !== undefined) (position < users.length ? removeUser : removeGroup)(act, id);
    }
  });
}

/** What a list must hold: worked out from what is answered of every resource, without SQL. */
function expected(source: Source, types: Search['types'], query: ListQuery): readonly string[] {
  const all = types.flatMap((type) => source.list([type], { count: '200' }).Resources);
  const [first = User, ...others] = types;
  const filter =
    query.filter === undefined ? null : resolveFilter(parseFilter(query.filter), first, startReading(), others);
  const sort = parseSort(query, types, startReading());
  const found = all.filter((one) => filter === null || evaluateFilter(filter, one));
  const ages = new Map(found.map((one, age) => [one, sort?.descending === true ? -age : age]));
  const age = (one: JsonObject) => ages.get(one) ?? 0;
  if (sort !== null) found.sort((a, b) => compareResources(sort, a, b) || age(a) - age(b));
  return idsOf(found);
}

const idsOf = (resources: readonly JsonObject[]) => resources.map(({ id }) => String(id));

function byIndex(source: Source, types: Search['types'], query: ListQuery, size: number): readonly string[] {
  const found: string[] = [];
  for (;;) {
    const page = source.list(types, { ...query, startIndex: String(found.length + 1), count: String(size) });
    expect(page).toMatchObject({ startIndex: found.length + 1, itemsPerPage: page.Resources.length });
    found.push(...idsOf(page.Resources));
    if (found.length > page.totalResults) throw new Error('the pages hold more than there is');
    if (page.Resources.length < size) {
      expect(page.totalResults).toBe(found.length);
      return found;
    }
  }
}

/** More pages than any of these lists has. */
const pagesAtMost = 20;

/** Every page from a cursor on, until there is none further in this direction. */
function byCursor(
  ask: (cursor: string) => ListBody,
  from: string | undefined,
  further: 'nextCursor' | 'previousCursor',
): readonly ListBody[] {
  const pages: ListBody[] = [];
  for (let cursor = from; cursor !== undefined; ) {
    const page = ask(cursor);
    pages.push(page);
    if (pages.length > pagesAtMost) throw new Error('the cursors lead on and on');
    cursor = page[further];
  }
  return pages;
}

test('every way of paging gives what filter and order mean, once each', () => {
  const directory = openDirectory();
  fc.assert(
    fc.property(company, fc.array(anyQuestion, { minLength: 6, maxLength: 10 }), (people, questions) => {
      const source = newSource(directory);
      settle(source, people);
      for (const { types, query, size } of questions) {
        const ids = expected(source, types, query);
        expect(byIndex(source, types, query, size), JSON.stringify(query)).toEqual(ids);

        const ask = (cursor: string) => source.list(types, { ...query, cursor, count: String(size) });
        const pages = byCursor(ask, '', 'nextCursor');
        expect(
          pages.flatMap(({ Resources }) => idsOf(Resources)),
          JSON.stringify(query),
        ).toEqual(ids);
        expect(pages.map(({ previousCursor }) => previousCursor === undefined)).toEqual(pages.map((_, n) => n === 0));
        for (const page of pages) {
          expect(page).toMatchObject({ totalResults: ids.length, itemsPerPage: page.Resources.length });
          expect(page).not.toHaveProperty('startIndex');
        }
        const back = byCursor(ask, pages.at(-1)?.previousCursor, 'previousCursor');
        expect(back.map(({ Resources }) => idsOf(Resources))).toEqual(
          pages
            .slice(0, -1)
            .map(({ Resources }) => idsOf(Resources))
            .reverse(),
        );
        expect(back.every(({ nextCursor }) => nextCursor !== undefined)).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});
