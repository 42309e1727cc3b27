import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act } from '../../electron/engine/directory/act.ts';
import { createGroup, removeGroup } from '../../electron/engine/directory/groups.ts';
import { type Search, searchResources } from '../../electron/engine/directory/search.ts';
import { createUser, removeUser } from '../../electron/engine/directory/users.ts';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { cursorTimeout } from '../../electron/engine/scim/list.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import type { ListQuery } from '../../electron/engine/scim/search-request.ts';
import { compareResources, parseSort } from '../../electron/engine/scim/sort.ts';
import { addSource } from '../../electron/engine/store/source.ts';
import { type Directory, openDirectory } from './act.ts';

const { User, Group } = resourceTypes;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const groupSchemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];

interface ListBody {
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly startIndex?: number;
  readonly nextCursor?: string;
  readonly previousCursor?: string;
  readonly Resources: readonly JsonObject[];
}

let sources = 0;

/** A source without anything in it, and the lists that are asked of it. */
function newSource(directory: Directory = openDirectory()) {
  sources += 1;
  const key = `list-${sources}`;
  const { pk } = directory.act(({ db }) => ({
    pk: addSource(db, { id: key, key, name: key, dialect: 'generic', rate: 0, created_at: 0 }),
  }));
  const source = { pk, key, name: key, dialect: 'generic' as const, tokenHashes: [Buffer.from(key)] };
  const inSource = <T>(work: (act: Act) => T): T => directory.act((act) => work({ ...act, source }));
  return {
    source,
    directory,
    act: inSource,
    addUser: (body: object) => inSource((act) => createUser(act, body)).row?.id ?? '',
    removeUser: (id: string) => void inSource((act) => removeUser(act, id)),
    list(types: Search['types'], query: ListQuery, other: Partial<Search> = {}): ListBody {
      const search = { source, base: 'http://x.test', types, query, now: 0, ...other };
      return JSON.parse(searchResources(directory.db, search, startReading()).body) as ListBody;
    },
  };
}
type Source = ReturnType<typeof newSource>;

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
  displayName: word.map((text) => `g${text}`),
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

/** Six users, a to f, their displayNames the other way round. */
function six() {
  const source = newSource();
  const ids = [...'abcdef'].map((userName, position) =>
    source.addUser({ userName, displayName: `d${9 - position}`, emails: [{ value: `${userName}@x.test` }] }),
  );
  const page = (query: ListQuery, other: Partial<Search> = {}) => source.list([User], { count: '2', ...query }, other);
  return { source, ids, page, names: (body: ListBody) => body.Resources.map(({ userName }) => userName) };
}

describe('a cursor', () => {
  test.each(['userName', 'emails', undefined])(
    'in a list by %s skips and doubles nobody while others go and come',
    (sortBy) => {
      const { source, ids, page, names } = six();
      const first = page({ sortBy, cursor: '' });
      source.removeUser(ids[0] ?? '');
      source.removeUser(ids[1] ?? '');
      const second = page({ sortBy, cursor: first.nextCursor });
      expect(names(second)).toEqual(['c', 'd']);
      source.addUser({ userName: 'a2', emails: [{ value: 'a2@x.test' }] });
      source.removeUser(ids[4] ?? '');
      const third = page({ sortBy, cursor: second.nextCursor });
      expect(names(third)).toEqual(sortBy === undefined ? ['f', 'a2'] : ['f']);
      expect(third).not.toHaveProperty('nextCursor');
    },
  );

  test('back to where nobody is any more leads to the first page', () => {
    const { source, ids, page, names } = six();
    const second = page({ cursor: page({ cursor: '' }).nextCursor });
    source.removeUser(ids[0] ?? '');
    source.removeUser(ids[1] ?? '');
    const back = page({ cursor: second.previousCursor });
    expect(names(back)).toEqual(['c', 'd']);
    expect(back).not.toHaveProperty('previousCursor');
    expect(names(page({ cursor: back.nextCursor }))).toEqual(['e', 'f']);
  });

  test('goes on from a value that is too long to be carried', () => {
    const { source, page, names } = six();
    const long = 'z'.repeat(20_000);
    for (const userName of ['x', 'y', 'z']) source.addUser({ userName, displayName: `${long}${userName}` });
    const query = { sortBy: 'displayName', count: '7' };
    const { nextCursor } = page({ ...query, cursor: '' });
    expect(nextCursor?.length).toBeLessThan(200);
    expect(names(page({ ...query, cursor: nextCursor }))).toEqual(['y', 'z']);
  });

  test('is made of characters that need no encoding, and tells nothing', () => {
    const { page } = six();
    const { nextCursor = '' } = page({ sortBy: 'emails', cursor: '' });
    expect(nextCursor).toMatch(/^[A-Za-z0-9._~-]+$/);
    expect(Buffer.from(nextCursor, 'base64url').toString('latin1')).not.toContain('x.test');
    expect(page({ sortBy: 'emails', cursor: '' }).nextCursor).not.toBe(nextCursor);
  });

  test('a count of 0 asks how many there are', () => {
    expect(six().page({ cursor: '', count: '0' })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 6,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  const query = { filter: 'userName pr', sortBy: 'userName' };
  const own = [User];
  test.each<[string, ListQuery, Partial<Search>, string]>([
    ['of another filter', { ...query, filter: 'active pr' }, {}, 'invalidCursor'],
    ['of no filter', { sortBy: 'userName' }, {}, 'invalidCursor'],
    ['of another attribute', { ...query, sortBy: 'displayName' }, {}, 'invalidCursor'],
    ['of another order', { ...query, sortOrder: 'descending' }, {}, 'invalidCursor'],
    ['of another type', query, { types: [User, Group] }, 'invalidCursor'],
    ['of another source', query, { source: { pk: 1, key: 'k1', tokenHashes: [] } }, 'invalidCursor'],
    ['that is too old', query, { now: cursorTimeout * 1000 + 1 }, 'expiredCursor'],
  ])('%s is refused', (_name, other, search, scimType) => {
    const { source, page } = six();
    const cursor = page({ ...query, cursor: '' }).nextCursor;
    expect(() => source.list(own, { ...other, cursor }, search)).toThrow(
      expect.objectContaining({ status: 400, scimType }),
    );
  });

  test('of a token that is gone is refused', () => {
    const { source, page } = six();
    const cursor = page({ ...query, cursor: '' }).nextCursor;
    const renewed = { ...source.source, tokenHashes: [Buffer.from('new')] };
    expect(() => page({ ...query, cursor }, { source: renewed })).toThrow(
      expect.objectContaining({ scimType: 'invalidCursor' }),
    );
  });

  test('that was changed, cut or made up is refused', () => {
    const { page } = six();
    const { nextCursor = '' } = page({ ...query, cursor: '' });
    const bytes = Buffer.from(nextCursor, 'base64url');
    const changed = fc
      .nat(bytes.length - 1)
      .map((place) => Buffer.from(bytes.map((byte, at) => (at === place ? byte ^ 1 : byte))).toString('base64url'));
    const cut = fc.integer({ min: 1, max: nextCursor.length - 1 }).map((length) => nextCursor.slice(0, length));
    const madeUp = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(fc.oneof(changed, cut, madeUp), (cursor) => {
        expect(() => page({ ...query, cursor })).toThrow(
          expect.objectContaining({ status: 400, scimType: 'invalidCursor' }),
        );
      }),
    );
  });

  test('the same question in other words, and with other attributes, goes on', () => {
    const { page } = six();
    const { nextCursor } = page({ ...query, cursor: '' });
    const again = { filter: ' userName pr ', sortBy: 'USERNAME', sortOrder: 'Ascending', attributes: 'userName' };
    const body = page({ ...again, count: '1', cursor: nextCursor }, { now: cursorTimeout * 1000 });
    expect(body.Resources).toEqual([expect.objectContaining({ userName: 'c' })]);
    expect(body.Resources[0]).not.toHaveProperty('displayName');
  });
});
