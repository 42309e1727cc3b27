import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGroup, patchGroup } from '../../electron/engine/directory/groups.ts';
import { createUser, patchUser } from '../../electron/engine/directory/users.ts';
import { ScimError } from '../../electron/engine/scim/error.ts';
import { parseResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { operation } from '../scim/support/operation.ts';
import { propertyRuns } from '../support/runs.ts';
import { patchSchema } from '../support/scim.ts';
import { type Directory, openDirectory } from './act.ts';

/*
 * PATCH through the directory, on a real store: what is in every table before and after is looked at, not only what was
 * answered.
 */
const patchOf = (Operations: readonly unknown[]) => ({ schemas: [patchSchema], Operations });

/** Everything that a refused or empty PATCH must leave as it is; its exchange is the request's own. */
const everything = ({ db }: Directory): string =>
  JSON.stringify([
    ...['person', 'user_resource', 'user_value', 'group_resource', 'membership', 'work_item'].map((table) =>
      db.connection.prepare(`SELECT * FROM ${table}`).all(),
    ),
    // What is written there stays as it is, and a night writes a good many.
    db.connection.prepare('SELECT count(*), max(pk) FROM change').get(),
  ]);

const changesIn = ({ db }: Directory) =>
  db.connection.prepare<[], number>('SELECT count(*) FROM change').pluck().get() ?? 0;

/** @returns null when it was refused */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof ScimError) return null;
    throw error;
  }
}

function company() {
  const directory = openDirectory();
  const user = (userName: string) => {
    const emails = [
      { value: 'a@work.test', type: 'work', primary: true },
      { value: 'a@home.test', type: 'home' },
    ];
    const { row } = directory.act((act) => createUser(act, { userName, displayName: userName, emails }));
    if (row === null) throw new Error('nobody was created');
    return row;
  };
  const [ada, bob] = [user('ada'), user('bob')];
  const { row: group } = directory.act((act) =>
    createGroup(act, { displayName: 'G', members: [{ value: ada.id }, { value: bob.id }] }),
  );
  if (group === null) throw new Error('no group was created');
  return { directory, ada, bob, group };
}

/** A user that is patched, and what the store holds of them. */
function patchedUser() {
  const { directory, ada } = company();
  const current = () =>
    directory.db.connection
      .prepare<[number], { body: string; version: number; modified_at: number }>(
        'SELECT body, version, modified_at FROM user_resource WHERE pk = ?',
      )
      .get(ada.pk) ?? { body: '', version: 0, modified_at: 0 };
  const send = (operations: readonly unknown[]) =>
    attempt(() => directory.act((act) => patchUser(act, ada.id, patchOf(operations))));
  return { directory, ada, current, send };
}

describe('a PATCH of a user', () => {
  test('changes one version and tells of it, or nothing at all; what is stored is whole and in the index', () => {
    const { directory, ada, current, send } = patchedUser();
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
        directory.pass(1_000);
        const before = { ...current(), changes: changesIn(directory), all: everything(directory) };
        const written = send(operations);
        const after = current();
        if (written === null || written.changePk === null) {
          // Refused or without effect: no version, no time, no change, no row anywhere.
          expect(everything(directory)).toBe(before.all);
          if (written !== null) expect(written.touched.size).toBe(0);
          return;
        }
        expect(after.body).not.toBe(before.body);
        expect(after.version).toBe(before.version + 1);
        expect(after.modified_at).toBeGreaterThan(before.modified_at);
        expect(changesIn(directory)).toBe(before.changes + 1);
        const { id, ...stored } = JSON.parse(after.body);
        const read = parseResource(resourceTypes.User, stored);
        expect(id).toBe(ada.id);
        expect(read.resource).toEqual(stored);
        expect(read.notes).toEqual([]);
        const values = Object.entries<unknown>(stored).flatMap(([name, list]) =>
          Array.isArray(list)
            ? list.flatMap((one) =>
                typeof one?.value === 'string' ? [`${name}.value ${one.value.toLowerCase()}`] : [],
              )
            : [],
        );
        const indexed = directory.db.connection
          .prepare<[number], string>("SELECT path || ' ' || value FROM user_value WHERE user_pk = ?")
          .pluck()
          .all(ada.pk);
        expect(indexed.toSorted()).toEqual([...new Set(values)].toSorted());
      }),
      { numRuns: propertyRuns(150) },
    );
  });

  test('whose last operation fails leaves everything', () => {
    const { directory, send } = patchedUser();
    const failing = fc.constantFrom<object>(
      { op: 'replace', path: 'active', value: 'perhaps' },
      { op: 'remove', path: 'userName' },
      { op: 'replace', path: 'userName', value: 'BOB' },
      { op: 'replace', path: 'id', value: 'x' },
      { op: 'add', path: 'emails[type ne "x" and type ne "work" and type ne "home"].value', value: 'x' },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), failing, (operations, last) => {
        const before = everything(directory);
        // One that already fails before is as good.
        const written = send([...operations.filter((one) => !('path' in one && one.path === 'emails')), last]);
        if (written !== null) expect(last).toMatchObject({ op: 'add' });
        else expect(everything(directory)).toBe(before);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});

/** A group that is patched, operations that it takes, and what the store holds of it. */
function patchedGroup() {
  const { directory, ada, bob, group } = company();
  const someone = fc.constantFrom(ada.id, bob.id, group.id);
  const good = fc.oneof(
    fc.record({
      op: fc.constantFrom('add', 'replace', 'remove'),
      path: fc.constant('members'),
      value: fc.array(
        someone.map((value) => ({ value })),
        { maxLength: 3 },
      ),
    }),
    fc.record({ op: fc.constant('remove'), path: someone.map((id) => `members[value eq "${id}"]`) }),
    fc.record({ op: fc.constant('replace'), path: fc.constant('displayName'), value: fc.constantFrom('G', 'H') }),
  );
  const members = () =>
    directory.db.connection
      .prepare('SELECT member_user_pk, member_group_pk FROM membership WHERE group_pk = ? ORDER BY 1, 2')
      .all(group.pk);
  const named = () =>
    directory.db.connection.prepare('SELECT body FROM group_resource WHERE pk = ?').pluck().get(group.pk);
  const send = (operations: readonly unknown[]) =>
    attempt(() => directory.act((act) => patchGroup(act, group.id, patchOf(operations))));
  return { directory, ada, good, members, named, send };
}

describe('a PATCH of a group', () => {
  test('with an unknown member at its end leaves everything', () => {
    const { directory, good, send } = patchedGroup();
    fc.assert(
      fc.property(fc.array(good, { maxLength: 4 }), (operations) => {
        const before = everything(directory);
        expect(send([...operations, { op: 'add', path: 'members', value: [{ value: 'nobody' }] }])).toBeNull();
        expect(everything(directory)).toBe(before);
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  test('is the same as its operations one by one, and the last of them again changes nothing', () => {
    const { directory, ada, good, members, named, send } = patchedGroup();
    fc.assert(
      fc.property(fc.array(good, { minLength: 1, maxLength: 4 }), (operations) => {
        const start = [{ op: 'replace', value: { displayName: 'G', members: [{ value: ada.id }] } }];
        send(start);
        send(operations);
        const together = JSON.stringify([members(), named()]);
        send(start);
        for (const one of operations) expect(send([one])).not.toBeNull();
        expect(JSON.stringify([members(), named()])).toBe(together);
        const before = everything(directory);
        const last = operations.at(-1);
        const again = send(last === undefined ? [] : [last]);
        expect(again?.changePk).toBeNull();
        expect(everything(directory)).toBe(before);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
