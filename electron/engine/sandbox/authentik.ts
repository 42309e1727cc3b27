/**
 * How authentik tells a SCIM server what changed: POST, and on a conflict the user of that name is adopted; always the
 * whole user by PUT; who left is deleted. Names are one field there, divided at the first space; mail addresses are of
 * type `other`. Groups in groups are told as members.
 */
import { displayName, type Person } from './company.ts';
import { ask, type Conversation, memberOf } from './conversation.ts';
import { findInList, type GroupShapes, tellGroups } from './group-changes.ts';
import { enterpriseSchema, filterOn, get, groupSchema, userSchema } from './requests.ts';
import { without } from './seen.ts';
import type { Tongue } from './tongue.ts';
import { type Body, enterpriseBody } from './user-body.ts';
import { tellWholeUsers, type WholeUserShapes } from './whole-user.ts';

const users: WholeUserShapes = {
  match: 'on conflict',
  find: (login) => get(`/Users?${filterOn('userName', login)}`),
  newUser: userBody,
  wholeUser: (person, id) => ({ ...userBody(person), id }),
  manager: false,
  deletes: true,
};

const groups: GroupShapes = {
  nested: true,
  finder: findInList,
  most: mostOperations,
  newGroup: (group) => ({ schemas: [groupSchema], externalId: group.id, displayName: group.name }),
  rename: (group, id) => [
    { op: 'replace', value: { schemas: [groupSchema], id, externalId: group.id, displayName: group.name } },
  ],
  members: (added, removed) => [
    [
      ...added.map(({ id }) => ({ op: 'add', path: 'members', value: [{ value: id }] })),
      ...removed.map(({ id }) => ({ op: 'remove', path: 'members', value: [{ value: id }] })),
    ],
  ],
};

export const authentik: Tongue = {
  source: 'authentik',
  contentType: 'application/scim+json',
  fate: { left: 'gone', deleted: 'gone', purged: 'gone' },
  tellsGroups: true,
  tellsNestedGroups: true,
  sees: without('left', 'deleted'),
  *testConnection() {
    yield* ask(get('/ServiceProviderConfig'), [200]);
  },
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, users);
    yield* tellGroups(changes, recollection, moment, groups);
  },
};

/** As many operations as a server takes in a bulk request; 0, or no word of it: no limit. */
function* mostOperations(): Conversation<number> {
  const { body } = yield* ask(get('/ServiceProviderConfig'), [200]);
  const most = memberOf(memberOf(body, 'bulk'), 'maxOperations');
  return typeof most === 'number' ? most : 0;
}

function userBody(person: Person): Body {
  const whole = displayName(person);
  const [givenName = '', ...others] = whole.split(' ');
  return {
    schemas: [userSchema, enterpriseSchema],
    userName: person.login,
    name: { formatted: whole, givenName, familyName: others.join(' ') },
    displayName: whole,
    title: person.title,
    photos: [],
    emails: [{ primary: true, type: 'other', value: person.login }],
    active: true,
    externalId: person.id,
    ...enterpriseBody(person),
  };
}
