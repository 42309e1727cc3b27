/**
 * How OneLogin tells a SCIM server what changed: whole users by PUT, suspension by PATCH, deletion by DELETE; members
 * are added by a value filter that names them.
 */
import type { Person } from './company.ts';
import { ask, findOne } from './conversation.ts';
import { findInList, type GroupShapes, memberPath, tellGroups } from './group-changes.ts';
import { filterOn, get, groupSchema } from './requests.ts';
import { without } from './seen.ts';
import { scimJson, type Tongue } from './tongue.ts';
import { type Body, plainUser } from './user-body.ts';
import { tellWholeUsers, type WholeUserShapes } from './whole-user.ts';

const find = (login: string) => get(`/Users?${filterOn('userName', login)}`);

const newUser = (person: Person): Body => ({ ...plainUser(person), externalId: person.id });

const users: WholeUserShapes = {
  match: 'before',
  find,
  newUser,
  wholeUser: (person, id) => ({ ...newUser(person), id }),
  active: (active) => ({ op: 'replace', path: 'active', value: active }),
  manager: false,
  deletes: true,
};

const groups: GroupShapes = {
  nested: false,
  finder: findInList,
  newGroup: (group) => ({ schemas: [groupSchema], displayName: group.name }),
  rename: (group) => [{ op: 'replace', path: 'displayName', value: group.name }],
  members: (added, removed) => [
    [
      ...added.map((member) => ({ op: 'add', path: memberPath(member) })),
      ...removed.map((member) => ({ op: 'remove', path: memberPath(member) })),
    ],
  ],
};

export const onelogin: Tongue = {
  source: 'onelogin',
  contentType: scimJson,
  fate: { left: 'inactive', deleted: 'gone', purged: 'gone' },
  tellsGroups: true,
  sees: without('deleted'),
  *testConnection(randomId) {
    yield* findOne(find(randomId), [404]);
    yield* ask(get('/Groups'), [200]);
  },
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, users);
    yield* tellGroups(changes, recollection, moment, groups);
  },
};
