/**
 * How JumpCloud tells a SCIM server what changed. Its connection test makes a real user and a real group, and deletes
 * both again. No externalId is sent; who left is switched off by PUT, who is deleted there is deleted here.
 */

import { createOne } from './conversation.ts';
import { findByFilter, type GroupShapes, tellGroups } from './group-changes.ts';
import { deleteOne, filterOn, get, groupSchema, post, userSchema } from './requests.ts';
import { without } from './seen.ts';
import { scimJson, type Tongue } from './tongue.ts';
import { plainUser } from './user-body.ts';
import { tellWholeUsers, type WholeUserShapes } from './whole-user.ts';

const users: WholeUserShapes = {
  match: 'before',
  find: (login) => get(`/Users?${filterOn('userName', login)}`),
  newUser: plainUser,
  wholeUser: (person, id) => ({ ...plainUser(person), id }),
  manager: false,
  deletes: true,
};

const groups: GroupShapes = {
  nested: false,
  finder: findByFilter(),
  newGroup: (group) => ({ schemas: [groupSchema], displayName: group.name }),
  rename: (group) => [{ op: 'replace', path: 'displayName', value: group.name }],
  members: (added, removed) => [
    ...added.map(({ id }) => [{ op: 'add', path: 'members', value: [{ value: id }] }]),
    ...removed.map(({ id }) => [{ op: 'remove', path: 'members', value: [{ value: id }] }]),
  ],
};

export const jumpcloud: Tongue = {
  source: 'jumpcloud',
  contentType: scimJson,
  fate: { left: 'inactive', deleted: 'gone', purged: 'gone' },
  tellsGroups: true,
  sees: without('deleted'),
  *testConnection(randomId) {
    const login = `test.user.${randomId}@example.test`;
    const user = yield* createOne(
      post('Users', {
        schemas: [userSchema],
        userName: login,
        name: { givenName: 'Test', familyName: 'User' },
        emails: [{ value: login, type: 'work', primary: true }],
        active: true,
      }),
    );
    const group = yield* createOne(post('Groups', { schemas: [groupSchema], displayName: `Test group ${randomId}` }));
    yield* deleteOne('Groups', group);
    yield* deleteOne('Users', user);
  },
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, users);
    yield* tellGroups(changes, recollection, moment, groups);
  },
};
