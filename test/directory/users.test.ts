import { describe, expect, it } from 'vitest';
import { describePerson } from '../../electron/engine/directory/person.ts';
import { createUser, patchUser, removeUser, replaceUser } from '../../electron/engine/directory/users.ts';
import { ScimError } from '../../electron/engine/scim/error.ts';
import { getPerson } from '../../electron/engine/store/person.ts';
import { findUserByName, getUser, type UserRow } from '../../electron/engine/store/user.ts';
import { listWorkItems } from '../../electron/engine/store/work.ts';
import { replacing } from '../support/scim.ts';
import { type Directory, openDirectory } from './act.ts';

const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
const body = (userName: string, more: object = {}) => ({
  schemas,
  userName,
  displayName: userName.toUpperCase(),
  ...more,
});

function create(directory: Directory, user: object): UserRow {
  const { row } = directory.act((act) => createUser(act, user));
  if (!row) throw new Error('nothing was created');
  return row;
}
const patch = (directory: Directory, row: UserRow, values: Record<string, unknown>) =>
  directory.act((act) => patchUser(act, row.id, replacing(values)));
const remove = (directory: Directory, row: UserRow) => directory.act((act) => removeUser(act, row.id));
const kinds = (directory: Directory) => listWorkItems(directory.db).map((item) => item.kind);
const gone = (directory: Directory, row: UserRow) => describePerson(directory.db, row.person_pk)?.gone;

const refusal = (work: () => unknown): unknown => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return error instanceof ScimError ? `${error.status} ${error.scimType}` : error;
  }
};

describe('a userName', () => {
  it('is taken whatever its case, also by an inactive user, and free again after a DELETE', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada'));
    expect(refusal(() => create(directory, body('ADA')))).toBe('409 uniqueness');
    patch(directory, ada, { active: false });
    expect(refusal(() => create(directory, body('Ada')))).toBe('409 uniqueness');
    remove(directory, ada);
    expect(findUserByName(directory.db, directory.sourcePk, 'ada')).toBeUndefined();
    expect(create(directory, body('ada')).id).not.toBe(ada.id);
  });

  it('of another cannot be taken by a change, and nothing of that change happens', () => {
    const directory = openDirectory();
    create(directory, body('ada'));
    const bob = create(directory, body('bob'));
    expect(refusal(() => patch(directory, bob, { title: 'x', userName: 'Ada' }))).toBe('409 uniqueness');
    expect(getUser(directory.db, bob.pk)).toEqual(bob);
    expect(refusal(() => patch(directory, bob, { userName: 'BOB' }))).toBe('accepted');
  });

  it('that became another’s when forms of letters were set aside keeps nobody from being disabled', () => {
    const directory = openDirectory();
    const { db } = directory;
    const other = create(directory, body('zo\u00eb'));
    const zoe = create(directory, body('zoe'));
    // As the migration leaves two whose names were two before it.
    db.connection
      .prepare('UPDATE user_resource SET user_name_folded = ?, body = ? WHERE pk = ?')
      .run('zoe\u0308', JSON.stringify({ ...JSON.parse(zoe.body), userName: 'zoe\u0308' }), zoe.pk);
    expect(refusal(() => patch(directory, zoe, { active: false }))).toBe('accepted');
    expect(getUser(db, zoe.pk)).toMatchObject({ active: 0, user_name_folded: 'zoe\u0308' });
    expect(refusal(() => directory.act((act) => replaceUser(act, zoe.id, body('ZOE\u0308', { title: 'x' }))))).toBe(
      'accepted',
    );
    // Once the name is free it is theirs, and they are found by it.
    remove(directory, other);
    patch(directory, zoe, { title: 'Chair' });
    expect(findUserByName(db, directory.sourcePk, 'zo\u00eb')?.pk).toBe(zoe.pk);
  });

  it('a user that was deleted is not there any more', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada'));
    remove(directory, ada);
    expect(refusal(() => remove(directory, ada))).toMatch(/^404/);
    expect(refusal(() => patch(directory, ada, { active: true }))).toMatch(/^404/);
    expect(gone(directory, ada)).toContain('was deleted at IdP');
  });
});

describe('the same person or not (rule 5)', () => {
  it('the same externalId is the same person, whatever the userName', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    remove(directory, ada);
    const again = directory.act((act) => createUser(act, body('ada.byron', { externalId: '7', active: true })));
    expect(again.row?.person_pk).toBe(ada.person_pk);
    expect(again.summary).toBe('Create again ADA.BYRON');
    expect(getPerson(directory.db, ada.person_pk)?.name).toBe('ADA.BYRON');
    expect(kinds(directory)).toEqual([]);
    expect(gone(directory, ada)).toBeNull();
  });

  it.each([
    ['another externalId', { externalId: '8' }],
    ['no externalId', {}],
  ])('only the same userName, with %s, is somebody else until a person says', (_how, more) => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    remove(directory, ada);
    const other = create(directory, body('Ada', more));
    expect(other.person_pk).not.toBe(ada.person_pk);
    expect(kinds(directory)).toEqual(['identity']);
    expect(describePerson(directory.db, other.person_pk)).toMatchObject({ identityOpen: true, gone: null });
  });

  it.each([
    ['absent', {}, false],
    ['null', { active: null }, false],
    ['false', { active: false }, false],
    ['true', { active: true }, true],
    ['"True"', { active: 'True' }, true],
  ])('somebody who returns with `active` %s', (_how, more, isBack) => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    remove(directory, ada);
    const result = directory.act((act) => createUser(act, body('ada', { externalId: '7', ...more })));
    expect(gone(directory, ada) === null).toBe(isBack);
    expect(JSON.parse(result.row?.body ?? '{}')).toMatchObject({ active: isBack });
  });

  it.each([
    ['PATCH of another attribute', (directory: Directory, row: UserRow) => patch(directory, row, { title: 'x' })],
    [
      'PUT without active',
      (directory: Directory, row: UserRow) =>
        directory.act((act) => replaceUser(act, row.id, body('ada', { externalId: '7', title: 'x' }))),
    ],
    [
      'PUT with active null',
      (directory: Directory, row: UserRow) =>
        directory.act((act) => replaceUser(act, row.id, body('ada', { externalId: '7', active: null, title: 'x' }))),
    ],
  ])('a %s does not reactivate', (_how, change) => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    patch(directory, ada, { active: false });
    const { row } = change(directory, ada);
    expect(row?.active).toBe(0);
    expect(JSON.parse(row?.body ?? '{}')).toMatchObject({ active: false, title: 'x' });
  });

  it('an `active` that says nothing is refused, and changes nothing', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    patch(directory, ada, { active: false });
    const operations = [{ op: 'remove', path: 'active' }];
    const removal = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
    expect(refusal(() => directory.act((act) => patchUser(act, ada.id, removal)))).toMatch(/^400/);
    expect(refusal(() => patch(directory, ada, { active: '' }))).toMatch(/^400/);
    expect(refusal(() => patch(directory, ada, { active: 'perhaps' }))).toMatch(/^400/);
    expect(getUser(directory.db, ada.pk)?.active).toBe(0);
  });

  it.each([
    ['while inactive', { externalId: '8' }, ['identity']],
    ['together with a return', { externalId: '8', active: true }, ['identity']],
    ['the same again', { externalId: '7', title: 'x' }, []],
  ])('an externalId changed on an inactive user, %s', (_how, values, asked) => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    patch(directory, ada, { active: false });
    patch(directory, ada, values);
    expect(kinds(directory)).toEqual(asked);
    expect(describePerson(directory.db, ada.person_pk)?.identityOpen).toBe(asked.length > 0);
  });

  it('an externalId changed on an active user, or set first, asks nothing', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    patch(directory, ada, { externalId: '8' });
    const bob = create(directory, body('bob', { active: false }));
    patch(directory, bob, { externalId: '9' });
    expect(kinds(directory)).toEqual([]);
  });

  it('names sent for an inactive user are stored, not believed', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { externalId: '7' }));
    patch(directory, ada, { active: false, userName: '0123name@x', displayName: 'Tombstone' });
    expect(getPerson(directory.db, ada.person_pk)?.name).toBe('ADA');
    expect(getUser(directory.db, ada.pk)?.user_name_folded).toBe('0123name@x');
  });
});

describe('what an act says of itself', () => {
  it('who left by it, who is touched, and nothing when nothing changed', () => {
    const directory = openDirectory();
    const ada = create(directory, body('ada', { title: 'x' }));
    const same = patch(directory, ada, { title: 'x' });
    expect(same).toMatchObject({ changePk: null, summary: 'Update ADA: nothing changed', status: 200 });
    expect([same.touched.size, same.leavers.size]).toEqual([0, 0]);
    expect(getUser(directory.db, ada.pk)?.version).toBe(1);
    const left = patch(directory, ada, { active: 'False' });
    expect([...left.touched, ...left.leavers]).toEqual([ada.person_pk, ada.person_pk]);
    expect(left.summary).toBe('Update ADA: active true -> false');
    expect(getUser(directory.db, ada.pk)?.version).toBe(2);
  });
});
