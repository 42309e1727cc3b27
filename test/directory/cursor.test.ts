import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Search } from '../../electron/engine/directory/search.ts';
import { cursorTimeout } from '../../electron/engine/scim/list.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import type { ListQuery } from '../../electron/engine/scim/search-request.ts';
import { type ListBody, newSource } from './listed.ts';

const { User, Group } = resourceTypes;

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
