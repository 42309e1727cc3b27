/**
 * How Ping tells a SCIM server what changed: users matched by a filter that its admin writes (here with `Eq`, which
 * RFC 7644 allows as it does `eq`), replaced whole by PUT and never patched; all groups are read and matched there.
 */
import type { Person } from './company.ts';
import { findOne } from './conversation.ts';
import { findInList, type GroupShapes, memberPath, tellGroups } from './group-changes.ts';
import { filterOn, get, groupSchema } from './requests.ts';
import { without } from './seen.ts';
import { scimJson, type Tongue } from './tongue.ts';
import { type Body, plainUser } from './user-body.ts';
import { tellWholeUsers, type WholeUserShapes } from './whole-user.ts';

const find = (login: string) => get(`/Users?${filterOn('username', login, 'Eq')}`);

const newUser = (person: Person): Body => ({ ...plainUser(person), externalId: person.id });

const users: WholeUserShapes = {
  match: 'before',
  find,
  newUser,
  wholeUser: (person, id) => ({ ...newUser(person), id }),
  manager: false,
  deletes: true,
};

const groups: GroupShapes = {
  nested: false,
  finder: findInList,
  newGroup: (group) => ({ schemas: [groupSchema], externalId: group.id, displayName: group.name }),
  rename: (group) => [{ op: 'replace', path: 'displayName', value: group.name }],
  members: (added, removed) => [
    [
      ...(added.length === 0 ? [] : [{ op: 'add', path: 'members', value: added.map(({ id }) => ({ value: id })) }]),
      ...removed.map((member) => ({ op: 'remove', path: memberPath(member) })),
    ],
  ],
};

export const ping: Tongue = {
  source: 'ping',
  contentType: scimJson,
  fate: { left: 'inactive', deleted: 'gone', purged: 'gone' },
  tellsGroups: true,
  sees: without('deleted'),
  *testConnection(randomId) {
    yield* findOne(find(randomId));
  },
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, users);
    yield* tellGroups(changes, recollection, moment, groups);
  },
};
