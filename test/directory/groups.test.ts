import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongingsOf } from '../../electron/engine/directory/belonging.ts';
import { createGroup, patchGroup, removeGroup, replaceGroup } from '../../electron/engine/directory/groups.ts';
import { createUser, removeUser } from '../../electron/engine/directory/users.ts';
import { changesOfExchange } from '../../electron/engine/store/change.ts';
import { findAnyGroup, type GroupRow, listMembers } from '../../electron/engine/store/group.ts';
import { addSource } from '../../electron/engine/store/source.ts';
import type { UserRow } from '../../electron/engine/store/user.ts';
import type { Dialect } from '../../shared/model/source.ts';
import { patchSchema } from '../support/scim.ts';
import { type Directory, openDirectory } from './act.ts';

const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];

/** A directory of five users and a group of the first three. */
function company(dialect?: Dialect) {
  const directory = openDirectory(dialect);
  const users = ['a', 'b', 'c', 'd', 'e'].map((userName) => {
    const { row } = directory.act((act) => createUser(act, { userName, displayName: userName }));
    if (!row) throw new Error('nothing was created');
    return row;
  });
  const group = create(directory, 'Wiki', users.slice(0, 3));
  return { directory, users, group, ids: users.map((user) => user.id) };
}

const values = (members: readonly { readonly id: string }[]) => members.map(({ id }) => ({ value: id }));

function create(directory: Directory, displayName: string, members: readonly { readonly id: string }[] = []): GroupRow {
  const { row } = directory.act((act) => createGroup(act, { schemas, displayName, members: values(members) }));
  if (!row) throw new Error('nothing was created');
  return row;
}

const patch = (directory: Directory, group: GroupRow, ...operations: object[]) =>
  directory.act((act) => patchGroup(act, group.id, { schemas: [patchSchema], Operations: operations }));
const members = (directory: Directory, group: GroupRow) => listMembers(directory.db, group.pk).map(({ id }) => id);
const people = (...users: (UserRow | undefined)[]) => new Set(users.map((user) => user?.person_pk));

describe('members', () => {
  it('are rows, never part of what is stored of the group', () => {
    const { directory, group, ids } = company();
    expect(members(directory, group)).toEqual(ids.slice(0, 3));
    const stored = findAnyGroup(directory.db, group.id);
    expect(JSON.parse(stored?.body ?? '')).toEqual({ schemas, id: group.id, displayName: 'Wiki' });
  });

  it('are not gone through so often that others wait, and nothing of such a request is done', () => {
    const directory = openDirectory();
    const users = directory.act((act) =>
      Array.from({ length: 4000 }, (_, at) => createUser(act, { userName: `u${at}` }).row as UserRow),
    );
    const group = create(directory, 'Everybody', users);
    const all = { op: 'remove', path: 'members[type eq "Group"]' };
    expect(patch(directory, group, ...Array(20).fill(all)).changePk).toBeNull();
    const one = { op: 'remove', path: `members[value eq "${users[0]?.id}"]` };
    expect(() => patch(directory, group, one, ...Array(999).fill(all))).toThrow('Send it in several');
    expect(members(directory, group)).toHaveLength(4000);
    expect(patch(directory, group, one).changePk).not.toBeNull();
  });

  it('added and removed touch just those who are not where they were', () => {
    const { directory, group, users } = company();
    const added = patch(directory, group, { op: 'add', path: 'members', value: values(users.slice(2, 5)) });
    expect(added.touched).toEqual(people(users[3], users[4]));
    expect(added.summary).toBe('Update group Wiki: +2 members');
    expect(added.leavers.size).toBe(0);
    const removed = patch(directory, group, { op: 'remove', path: `members[value eq "${users[0]?.id}"]` });
    expect(removed.touched).toEqual(people(users[0]));
    expect(members(directory, group)).toEqual(users.slice(1).map((user) => user.id));
  });

  it('removed and added again in one request leave nothing changed', () => {
    const { directory, group, users } = company();
    const one = values(users.slice(0, 1));
    const result = patch(
      directory,
      group,
      { op: 'remove', path: 'members', value: one },
      { op: 'add', path: 'members', value: one },
    );
    expect(result).toMatchObject({ changePk: null, summary: 'Update group Wiki: nothing changed' });
  });

  it('that are not known are refused when added, and nothing of the request happens', () => {
    const { directory, group, users } = company();
    const before = members(directory, group);
    const bad = { op: 'add', path: 'members', value: [...values(users.slice(3)), { value: 'nobody' }] };
    expect(() => patch(directory, group, bad)).toThrow('no user or group with the id “nobody”');
    expect(members(directory, group)).toEqual(before);
    const gone = { op: 'remove', path: 'members', value: [{ value: 'nobody' }] };
    expect(patch(directory, group, gone).changePk, 'who is not known is removed already').toBeNull();
  });

  it('of another source are not known here', () => {
    const { directory, users } = company();
    const body = { schemas, displayName: 'Wiki', members: values(users) };
    const elsewhere = () =>
      directory.act((act) => {
        const other = { id: 's2', key: 'k2', name: 'Other', dialect: 'generic', rate: 0, created_at: 0 } as const;
        return createGroup({ ...act, source: { ...act.source, pk: addSource(act.db, other) } }, body);
      });
    expect(elsewhere).toThrow('no user or group with the id');
  });

  it('that are deleted are in no group any more; a deleted group still tells whom it touched', () => {
    const { directory, group, users, ids } = company();
    directory.act((act) => removeUser(act, ids[0] ?? ''));
    expect(members(directory, group)).toEqual(ids.slice(1, 3));
    const removed = directory.act((act) => removeGroup(act, group.id));
    expect(removed.touched).toEqual(people(users[1], users[2]));
    expect(removed).toMatchObject({ status: 204, groups: [group.id], summary: 'Delete group Wiki (2 members)' });
    expect(findAnyGroup(directory.db, group.id)).toBeUndefined();
    expect(belongingsOf(directory.db, [users[1]?.pk ?? 0]).get(users[1]?.pk ?? 0)).toEqual([]);
  });

  it('can be groups', () => {
    const { directory, group } = company();
    const outer = create(directory, 'Outer', [group]);
    expect(listMembers(directory.db, outer.pk)).toEqual([{ id: group.id, type: 'Group', display: 'Wiki' }]);
    directory.act((act) => removeGroup(act, group.id));
    expect(members(directory, outer)).toEqual([]);
  });

  it('are kept by a PUT that does not name them, and replaced by one that does', () => {
    const { directory, group, users, ids } = company();
    directory.act((act) => replaceGroup(act, group.id, { schemas, displayName: 'Wiki 2' }));
    expect(members(directory, group)).toEqual(ids.slice(0, 3));
    const put = { schemas, displayName: 'Wiki 2', members: values(users.slice(2)) };
    const result = directory.act((act) => replaceGroup(act, group.id, put));
    expect(new Set(members(directory, group))).toEqual(new Set(ids.slice(2)));
    expect(result.touched).toEqual(people(users[0], users[1], users[3], users[4]));
  });

  it('after any edits are those of a set, and what is noted is the difference', () => {
    const step = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace'),
      who: fc.uniqueArray(fc.nat(4), { maxLength: 5 }),
    });
    const { directory, group, users } = company();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const before = new Set(members(directory, group));
        const expected = new Set(before);
        for (const { op, who } of steps) {
          if (op === 'replace') expected.clear();
          for (const index of who) {
            const id = users[index]?.id ?? '';
            if (op === 'remove') expected.delete(id);
            else expected.add(id);
          }
        }
        // A removal that names nobody would be one of everybody.
        const operations = steps
          .filter(({ op, who }) => op !== 'remove' || who.length > 0)
          .map(({ op, who }) => ({ op, path: 'members', value: who.map((index) => ({ value: users[index]?.id })) }));
        const { changePk, touched } = patch(directory, group, ...operations);
        expect(new Set(members(directory, group))).toEqual(expected);
        const moved = users.filter(({ id }) => before.has(id) !== expected.has(id));
        expect(touched).toEqual(people(...moved));
        expect(changePk === null).toBe(moved.length === 0);
      }),
      { numRuns: 60 },
    );
  });

  it('that joined and left stand in the change', () => {
    const { directory, group, users } = company();
    let exchange = 0;
    directory.act((act) => {
      exchange = act.exchangePk;
      const value = values(users.slice(2));
      return patchGroup(act, group.id, {
        schemas: [patchSchema],
        Operations: [{ op: 'replace', path: 'members', value }],
      });
    });
    const [change] = changesOfExchange(directory.db, exchange);
    expect(change).toMatchObject({ kind: 'updated', label: 'Wiki', resource_id: group.id, user_pk: null });
    const keys = (text: string | null | undefined) => new Set(JSON.parse(text ?? '[]'));
    expect(keys(change?.members_added)).toEqual(new Set([users[3]?.pk, users[4]?.pk]));
    expect(keys(change?.members_removed)).toEqual(new Set([users[0]?.pk, users[1]?.pk]));
  });
});

describe('a second group of a name', () => {
  it('is refused where the IdP expects that', () => {
    const { directory, group } = company('entra');
    expect(() => create(directory, 'WIKI')).toThrow('exists already');
    const other = create(directory, 'Other');
    expect(() => patch(directory, other, { op: 'replace', path: 'displayName', value: 'wiki' })).toThrow(
      'exists already',
    );
    expect(patch(directory, group, { op: 'replace', path: 'displayName', value: 'WIKI' }).status).toBe(200);
    directory.act((act) => removeGroup(act, group.id));
    expect(create(directory, 'Wiki').id).not.toBe(group.id);
  });

  it('is kept apart by id elsewhere, with a note', () => {
    const { directory, group } = company('okta');
    const { row, notes } = directory.act((act) => createGroup(act, { schemas, displayName: 'wiki' }));
    expect(row?.id).not.toBe(group.id);
    expect(notes.map((note) => note.normaliser)).toEqual(['second group of a name']);
  });
});
