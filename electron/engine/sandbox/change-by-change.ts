/** The dialects that tell each change as it is: PATCH with an operation for each attribute. */
import { type Company, displayName, type Person } from './company.ts';
import { ask, type Conversation, createOne, findOne, type ScimRequest } from './conversation.ts';
import type { Difference } from './differences.ts';
import { type GroupShapes, tellGroups } from './group-changes.ts';
import type { Recollection } from './memory.ts';
import { deleteOne, enterpriseSchema, type PatchOperation, patch, post } from './requests.ts';

/** A mapped attribute, by the path under which it is patched. */
export type Attribute = readonly [path: string, value: string];

/** What distinguishes one of these dialects from another. */
export interface Shapes {
  /** Ends the path of every PATCH. */
  readonly query?: string;
  match(login: string): ScimRequest;
  /** Asked before a known user is changed. */
  look?(id: string): ScimRequest;
  newUser(person: Person): Readonly<Record<string, unknown>>;
  attributes(changed: readonly Attribute[]): readonly PatchOperation[];
  active(active: boolean): PatchOperation;
  /** Soft deletion, and what takes it back; where it is told at all. */
  readonly softDeletion?: {
    tombstone(person: Person): readonly PatchOperation[];
    restore(person: Person): readonly PatchOperation[];
  };
  /** @param had whether there was a manager before; `id` the manager's id at the server, null for none */
  manager(had: boolean, id: string | null): PatchOperation;
  readonly groups: GroupShapes;
}

/** Tells changes one after the other. What is there already is matched, not made again. */
export function* tellChangeByChange(
  changes: readonly Difference[],
  recollection: Recollection,
  moment: Company,
  shapes: Shapes,
): Conversation<void> {
  for (const change of changes) yield* tellUser(change, recollection, shapes);
  yield* tellGroups(changes, recollection, moment, shapes.groups);
}

function* tellUser(change: Difference, recollection: Recollection, shapes: Shapes): Conversation<void> {
  const patchUser = (person: Person, operations: readonly PatchOperation[]) =>
    patch('Users', recollection.idOf(person.id), operations, shapes.query);
  switch (change.kind) {
    case 'user created': {
      const { person } = change;
      const matched = yield* findOne(shapes.match(person.login));
      if (matched === null) recollection.learn(person.id, yield* createOne(post('Users', shapes.newUser(person))));
      else {
        yield* patch('Users', matched, shapes.attributes(userAttributes(person)), shapes.query);
        recollection.learn(person.id, matched);
      }
      break;
    }
    case 'user changed': {
      if (shapes.look) yield* ask(shapes.look(recollection.idOf(change.after.id)), [200]);
      const was = new Map(userAttributes(change.before));
      const changed = userAttributes(change.after).filter(([path, value]) => was.get(path) !== value);
      yield* patchUser(change.after, shapes.attributes(changed));
      break;
    }
    case 'user disabled':
      yield* patchUser(change.person, [shapes.active(false)]);
      break;
    case 'user enabled':
      yield* patchUser(change.person, [shapes.active(true)]);
      break;
    case 'user deleted':
      if (shapes.softDeletion) yield* patchUser(change.person, shapes.softDeletion.tombstone(change.person));
      break;
    case 'user restored':
      if (shapes.softDeletion) yield* patchUser(change.person, shapes.softDeletion.restore(change.person));
      break;
    case 'manager changed': {
      const id = change.after === null ? null : recollection.idOf(change.after);
      yield* patchUser(change.person, [shapes.manager(change.before !== null, id)]);
      break;
    }
    case 'user purged': {
      const id = recollection.find(change.person.id);
      if (id !== null) yield* deleteOne('Users', id);
      recollection.forget(change.person.id);
      break;
    }
    default:
  }
}

/** Everything that is mapped of a user but `active` and the manager; nothing for what somebody has not. */
function userAttributes(person: Person): readonly Attribute[] {
  const { name, title, login, employeeNumber, department } = person;
  const formatted = displayName(person);
  return [
    ['displayName', formatted],
    ['title', title],
    ['emails[type eq "work"].value', login],
    ...(name.given === null ? [] : [['name.givenName', name.given.text] as const]),
    ['name.familyName', name.family.text],
    ['name.formatted', formatted],
    ['userName', login],
    [`${enterpriseSchema}:employeeNumber`, employeeNumber],
    [`${enterpriseSchema}:department`, department],
  ];
}
