/**
 * How Entra ID tells a SCIM server what changed, in its default dialect (without the `aadOptscim062020` flag):
 * operations are `Add`, `Replace`, `Remove`; `active` is the text "True" or "False"; managers and members go by
 * requests of their own; a soft-deleted user is renamed.
 */
import { type Shapes, tellChangeByChange } from './change-by-change.ts';
import { displayName, type Group, type Person } from './company.ts';
import { findOne } from './conversation.ts';
import { findByFilter, type GroupShapes, type Member } from './group-changes.ts';
import {
  enterpriseSchema,
  filterOn,
  get,
  groupSchema,
  type PatchOperation,
  resourcePath,
  userSchema,
} from './requests.ts';
import { scimJson, type Tongue } from './tongue.ts';
import { type Body, emailsBody, enterpriseBody, nameBody } from './user-body.ts';

const microsoftGroupSchema = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** What both dialects of Entra do alike with users, and with groups. */
export const entraUsers = {
  match: (login) => get(`/Users?${filterOn('userName', login)}`),
  look: (id) => get(resourcePath('Users', id)),
  newUser: userBody,
} as const satisfies Partial<Shapes>;

export const entraGroups = {
  nested: false,
  finder: findByFilter('excludedAttributes=members&'),
  look: (id) => get(`${resourcePath('Groups', id)}?excludedAttributes=members`),
  newGroup: groupBody,
} as const satisfies Partial<GroupShapes>;

/** A soft-deleted user keeps a name that nobody else can have: the object id without hyphens, then the former name. */
export const tombstoneName = (person: Person) => `${person.id.replaceAll('-', '')}${person.login}`;

/** What both dialects of Entra are alike in as identity providers. */
export const entraAlike = {
  source: 'entra',
  contentType: scimJson,
  fate: { left: 'inactive', deleted: 'renamed', purged: 'gone' },
  tellsGroups: true,
  sees: (company) => company,
  /** The connection test: two searches for what cannot be there must give two empty lists. */
  *testConnection(randomId) {
    yield* findOne(entraUsers.match(randomId));
    yield* findOne(get(`/Groups?excludedAttributes=members&${filterOn('displayName', randomId)}`));
  },
} as const satisfies Omit<Tongue, 'tell'>;

const shapes: Shapes = {
  ...entraUsers,
  attributes: (changed) => changed.map(([path, value]) => replace(path, value)),
  active: (active) => replace('active', active ? 'True' : 'False'),
  softDeletion: {
    tombstone: (person) => [replace('active', 'False'), replace('userName', tombstoneName(person))],
    restore: (person) => [replace('userName', person.login), replace('active', 'True')],
  },
  manager: (had, id) => ({ op: had ? 'Replace' : 'Add', path: `${enterpriseSchema}:manager`, value: id ?? '' }),
  groups: {
    ...entraGroups,
    rename: (group) => [replace('displayName', group.name)],
    members: (added, removed) => [[...memberOperation('Add', added), ...memberOperation('Remove', removed)]],
  },
};

export const entra: Tongue = {
  ...entraAlike,
  tell: (changes, recollection, moment) => tellChangeByChange(changes, recollection, moment, shapes),
};

function replace(path: string, value: string): PatchOperation {
  return { op: 'Replace', path, value };
}

const memberOperation = (op: 'Add' | 'Remove', members: readonly Member[]): PatchOperation[] =>
  members.length === 0 ? [] : [{ op, path: 'members', value: members.map(({ id }) => ({ $ref: null, value: id })) }];

/** A new user: attributes without a value are sent as null, and read-only `meta` is sent as well. */
function userBody(person: Person): Body {
  return {
    schemas: [userSchema, enterpriseSchema],
    externalId: person.id,
    userName: person.login,
    active: true,
    addresses: null,
    displayName: displayName(person),
    emails: emailsBody(person),
    meta: { resourceType: 'User' },
    name: nameBody(person),
    phoneNumbers: null,
    preferredLanguage: null,
    title: person.title,
    roles: [],
    ...enterpriseBody(person),
  };
}

/** A new group, without its members: they follow in a PATCH. */
function groupBody(group: Group): Body {
  return {
    schemas: [groupSchema, microsoftGroupSchema],
    externalId: group.id,
    displayName: group.name,
    meta: { resourceType: 'Group' },
  };
}
