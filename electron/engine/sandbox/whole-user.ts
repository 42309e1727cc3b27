/** The dialects that send the whole user, by POST and by PUT, whatever changed of it. */
import type { Company, Person } from './company.ts';
import {
  ask,
  type Conversation,
  createOne,
  createUnlessThere,
  findOne,
  type ScimRequest,
  UnfitAnswer,
} from './conversation.ts';
import type { Difference } from './differences.ts';
import type { Recollection } from './memory.ts';
import { deleteOne, type PatchOperation, patch, post, put } from './requests.ts';
import type { Body } from './user-body.ts';

/** What distinguishes the users of one of these dialects from those of another. */
export interface WholeUserShapes {
  /** A user of this name is looked for before one is made, or only when the server has one already (409). */
  readonly match: 'before' | 'on conflict';
  find(login: string): ScimRequest;
  newUser(person: Person, moment: Company): Body;
  /** @param id the server's */
  wholeUser(person: Person, id: string, moment: Company): Body;
  /** Asked before a known user is replaced. @param returning who was inactive and is not any more */
  look?(id: string, person: Person, returning: boolean): ScimRequest;
  /** How a user is switched off and on where that is no PUT. */
  active?(active: boolean): PatchOperation;
  /** Whether a manager is part of the user. */
  readonly manager: boolean;
  /** Whether somebody who is gone is deleted. */
  readonly deletes: boolean;
}

/** What of a known user is to be told. */
interface Touched {
  person: Person;
  profile: boolean;
  active: boolean;
}

/** Tells the changes of users, each once, and nothing of groups. @param moment the company after them */
export function* tellWholeUsers(
  changes: readonly Difference[],
  recollection: Recollection,
  moment: Company,
  shapes: WholeUserShapes,
): Conversation<void> {
  const people = new Map(moment.people.map((person) => [person.id, person]));
  const made = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'user purged') {
      const id = recollection.find(change.person.id);
      if (id !== null && shapes.deletes) yield* deleteOne('Users', id);
      recollection.forget(change.person.id);
    } else if (change.kind === 'user created') {
      yield* make(people.get(change.person.id) ?? change.person, recollection, moment, shapes);
      made.add(change.person.id);
    }
  }
  for (const { person, profile, active } of touched(changes, people, shapes).filter(
    ({ person: { id } }) => !made.has(id),
  )) {
    const id = recollection.idOf(person.id);
    if (active && shapes.active) yield* patch('Users', id, [shapes.active(person.presence === 'here')]);
    if (!profile && !(active && shapes.active === undefined)) continue;
    const look = shapes.look?.(id, person, active && person.presence === 'here');
    if (look !== undefined) yield* ask(look, [200]);
    yield* put('Users', id, shapes.wholeUser(person, id, moment));
  }
}

function* make(
  person: Person,
  recollection: Recollection,
  moment: Company,
  shapes: WholeUserShapes,
): Conversation<void> {
  const request = post('Users', shapes.newUser(person, moment));
  const find = shapes.find(person.login);
  const matched = shapes.match === 'before' ? yield* findOne(find, [404]) : null;
  const created = matched ?? (yield* shapes.match === 'before' ? createOne(request) : createUnlessThere(request));
  if (matched === null && created !== null) return recollection.learn(person.id, created);
  const id = created ?? (yield* findOne(find, [404]));
  if (id === null) {
    const answer = { status: 409, body: null };
    throw new UnfitAnswer(
      request,
      answer,
      'to be found by the filter on its name that was asked next: a conflict with what cannot be found cannot be solved',
    );
  }
  recollection.learn(person.id, id);
  yield* put('Users', id, shapes.wholeUser(person, id, moment));
}

function touched(
  changes: readonly Difference[],
  people: ReadonlyMap<string, Person>,
  shapes: WholeUserShapes,
): readonly Touched[] {
  const all = new Map<string, Touched>();
  const touch = (id: string, what: 'profile' | 'active') => {
    const person = people.get(id);
    if (person === undefined) return;
    const known = all.get(id) ?? { person, profile: false, active: false };
    all.set(id, { ...known, [what]: true });
  };
  for (const change of changes) {
    switch (change.kind) {
      case 'user changed':
        touch(change.after.id, 'profile');
        break;
      case 'manager changed':
        if (shapes.manager) touch(change.person.id, 'profile');
        break;
      case 'user disabled':
      case 'user deleted':
      case 'user enabled':
      case 'user restored':
        touch(change.person.id, 'active');
        break;
      default:
    }
  }
  return [...all.values()];
}
