/**
 * How Entra ID tells a SCIM server what changed, in its default dialect (without the `aadOptscim062020` flag):
 * operations are `Add`, `Replace`, `Remove`; `active` is the text "True" or "False"; managers and members go by
 * requests of their own; a soft-deleted user is renamed.
 */
import { displayName, type Group, type Person } from './company.ts';
import { ask, type Conversation, createOne, findOne, type ScimRequest } from './conversation.ts';
import type { Difference } from './differences.ts';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const microsoftGroupSchema = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What Entra remembers of the server: object id -> the id that the server gave, for users and groups alike. */
export type EntraMemory = Readonly<Record<string, string>>;

interface PatchOperation {
  readonly op: 'Add' | 'Replace' | 'Remove';
  readonly path: string;
  readonly value: unknown;
}

/** The connection test: two searches for what cannot be there must give two empty lists. */
export function* testConnection(randomId: string): Conversation<void> {
  yield* findOne(matchRequest('Users', 'userName', randomId));
  yield* findOne(matchRequest('Groups', 'displayName', randomId));
}

/**
 * Tells the server what changed. Safe to tell twice: what is there already is matched, not made again.
 *
 * @returns the memory with what was learned of it
 * @throws UnfitAnswer
 */
export function* tellDifferences(changes: readonly Difference[], memory: EntraMemory): Conversation<EntraMemory> {
  let known = memory;
  for (const change of changes) known = yield* tell(change, known);
  return known;
}

function* tell(change: Difference, memory: EntraMemory): Conversation<EntraMemory> {
  switch (change.kind) {
    case 'user created': {
      const { person } = change;
      const matched = yield* findOne(matchRequest('Users', 'userName', person.login));
      if (matched === null) {
        return { ...memory, [person.id]: yield* createOne({ method: 'POST', path: '/Users', body: userBody(person) }) };
      }
      yield* patch('Users', matched, userAttributes(person).map(replace));
      return { ...memory, [person.id]: matched };
    }
    case 'user changed': {
      const id = knownId(memory, change.after.id);
      yield* ask({ method: 'GET', path: `/Users/${encodeURIComponent(id)}`, body: null }, [200]);
      const was = new Map(userAttributes(change.before));
      const changed = userAttributes(change.after).filter(([path, value]) => was.get(path) !== value);
      yield* patch('Users', id, changed.map(replace));
      return memory;
    }
    case 'user disabled':
      yield* patch('Users', knownId(memory, change.person.id), [replace(['active', 'False'])]);
      return memory;
    case 'user deleted':
      yield* patch('Users', knownId(memory, change.person.id), [
        replace(['active', 'False']),
        replace(['userName', `${change.person.id.replaceAll('-', '')}${change.person.login}`]),
      ]);
      return memory;
    case 'user enabled':
      yield* patch('Users', knownId(memory, change.person.id), [replace(['active', 'True'])]);
      return memory;
    case 'user restored':
      yield* patch('Users', knownId(memory, change.person.id), [
        replace(['userName', change.person.login]),
        replace(['active', 'True']),
      ]);
      return memory;
    case 'manager changed': {
      const op = change.before === null ? 'Add' : 'Replace';
      const value = change.after === null ? '' : knownId(memory, change.after);
      yield* patch('Users', knownId(memory, change.person.id), [{ op, path: `${enterpriseSchema}:manager`, value }]);
      return memory;
    }
    case 'user purged': {
      const path = `/Users/${encodeURIComponent(knownId(memory, change.person.id))}`;
      yield* ask({ method: 'DELETE', path, body: null }, [204, 404]);
      return Object.fromEntries(Object.entries(memory).filter(([id]) => id !== change.person.id));
    }
    case 'group created': {
      const { group } = change;
      const matched = yield* findOne(matchRequest('Groups', 'displayName', group.name));
      const created = { method: 'POST', path: '/Groups', body: groupBody(group) } as const;
      return { ...memory, [group.id]: matched ?? (yield* createOne(created)) };
    }
    case 'members changed': {
      const id = knownId(memory, change.group.id);
      const path = `/Groups/${encodeURIComponent(id)}?excludedAttributes=members`;
      yield* ask({ method: 'GET', path, body: null }, [200]);
      yield* patch('Groups', id, [
        ...memberOperation('Add', change.added, memory),
        ...memberOperation('Remove', change.removed, memory),
      ]);
      return memory;
    }
  }
}

/** Everything that Entra maps of a user but `active` and the manager, by the path under which it is patched. */
function userAttributes(person: Person): readonly (readonly [path: string, value: string])[] {
  return [
    ['displayName', displayName(person)],
    ['title', person.title],
    ['emails[type eq "work"].value', person.login],
    ['name.givenName', person.name.given.text],
    ['name.familyName', person.name.family.text],
    ['name.formatted', displayName(person)],
    ['userName', person.login],
    [`${enterpriseSchema}:employeeNumber`, person.employeeNumber],
    [`${enterpriseSchema}:department`, person.department],
  ];
}

/** A new user: attributes without a value are sent as null, and read-only `meta` is sent as well. */
const userBody = (person: Person): Record<string, unknown> => ({
  schemas: [userSchema, enterpriseSchema],
  externalId: person.id,
  userName: person.login,
  active: true,
  addresses: null,
  displayName: displayName(person),
  emails: [{ primary: true, type: 'work', value: person.login }],
  meta: { resourceType: 'User' },
  name: {
    formatted: displayName(person),
    familyName: person.name.family.text,
    givenName: person.name.given.text,
  },
  phoneNumbers: null,
  preferredLanguage: null,
  title: person.title,
  roles: [],
  [enterpriseSchema]: { employeeNumber: person.employeeNumber, department: person.department },
});

/** A new group, without its members: they follow in a PATCH. */
const groupBody = (group: Group): Record<string, unknown> => ({
  schemas: [groupSchema, microsoftGroupSchema],
  externalId: group.id,
  displayName: group.name,
  meta: { resourceType: 'Group' },
});

function matchRequest(endpoint: 'Users' | 'Groups', attribute: string, value: string): ScimRequest {
  const filter = encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
  const query = endpoint === 'Groups' ? `excludedAttributes=members&filter=${filter}` : `filter=${filter}`;
  return { method: 'GET', path: `/${endpoint}?${query}`, body: null };
}

function* patch(endpoint: 'Users' | 'Groups', id: string, Operations: readonly PatchOperation[]): Conversation<void> {
  const path = `/${endpoint}/${encodeURIComponent(id)}`;
  yield* ask({ method: 'PATCH', path, body: { schemas: [patchSchema], Operations } }, [200, 204]);
}

const replace = ([path, value]: readonly [string, string]): PatchOperation => ({ op: 'Replace', path, value });

const memberOperation = (op: 'Add' | 'Remove', members: readonly string[], memory: EntraMemory): PatchOperation[] =>
  members.length === 0
    ? []
    : [{ op, path: 'members', value: members.map((id) => ({ $ref: null, value: knownId(memory, id) })) }];

function knownId(memory: EntraMemory, objectId: string): string {
  const id = memory[objectId];
  if (id === undefined) throw new Error(`Entra was never told of ${objectId}: changes are told out of order.`);
  return id;
}
