/**
 * No identity provider in particular: SCIM 2.0 as RFC 7644 writes it. Resources are matched by name, changes are
 * PATCHes with a path each, groups in groups are members, who is gone for good is deleted.
 */
import { type Shapes, tellChangeByChange } from './change-by-change.ts';
import { displayName } from './company.ts';
import { ask } from './conversation.ts';
import { findByFilter, memberPath } from './group-changes.ts';
import { enterpriseSchema, filterOn, get, groupSchema, type PatchOperation, userSchema } from './requests.ts';
import { deletedStayInactive } from './seen.ts';
import { scimJson, type Tongue } from './tongue.ts';
import { emailsBody, enterpriseBody, nameBody } from './user-body.ts';

const shapes: Shapes = {
  match: (login) => get(`/Users?${filterOn('userName', login)}`),
  newUser: (person) => ({
    schemas: [userSchema, enterpriseSchema],
    externalId: person.id,
    userName: person.login,
    name: nameBody(person),
    displayName: displayName(person),
    title: person.title,
    emails: emailsBody(person),
    active: true,
    ...enterpriseBody(person),
  }),
  attributes: (changed) => changed.map(([path, value]) => replace(path, value)),
  active: (active) => replace('active', active),
  manager: (_, id) => {
    const path = `${enterpriseSchema}:manager`;
    return id === null ? { op: 'remove', path } : replace(path, { value: id });
  },
  groups: {
    nested: true,
    finder: findByFilter(),
    newGroup: (group) => ({ schemas: [groupSchema], externalId: group.id, displayName: group.name }),
    rename: (group) => [replace('displayName', group.name)],
    members: (added, removed) => [
      [
        ...removed.map((member) => ({ op: 'remove', path: memberPath(member) })),
        ...(added.length === 0
          ? []
          : [{ op: 'add', path: 'members', value: added.map(({ id, type }) => ({ value: id, type })) }]),
      ],
    ],
  },
};

export const generic: Tongue = {
  source: 'generic',
  contentType: scimJson,
  fate: { left: 'inactive', deleted: 'inactive', purged: 'gone' },
  tellsGroups: true,
  tellsNestedGroups: true,
  sees: deletedStayInactive,
  *testConnection() {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas']) yield* ask(get(path), [200]);
    for (const path of ['/Users?startIndex=1&count=1', '/Groups?startIndex=1&count=1']) yield* ask(get(path), [200]);
  },
  tell: (changes, recollection, moment) => tellChangeByChange(changes, recollection, moment, shapes),
};

function replace(path: string, value: unknown): PatchOperation {
  return { op: 'replace', path, value };
}
