import type { JsonObject, JsonValue } from '../scim/json.ts';
import { getPerson, type HeldAttributeRow, heldAttributes, type PersonRow } from '../store/person.ts';
import { getSource } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';
import { usersOfPerson } from '../store/user.ts';
import { belongingsOf, wayOf } from './belonging.ts';
import { withHeld } from './emptied.ts';

/** A person as rules see one; see `DescribedPerson` in provisioning, which is given this. */
export interface PersonDescription {
  readonly name: string;
  readonly gone: string | null;
  readonly identityOpen: boolean;
  readonly user: JsonObject;
  /** Ids of the groups that they belong to, also by way of other groups. */
  readonly groups: readonly string[];
  /** For those of another group only by way of others: the names of these, the one that they are a member of first. */
  readonly through: ReadonlyMap<string, readonly string[]>;
}

const nothing: Pick<PersonDescription, 'groups' | 'through'> = { groups: [], through: new Map() };

/**
 * Describes a person by their newest user resource.
 *
 * @returns null when their source was removed (what it fed is held as confirmed, rule 0) or there is nothing to go by
 */
export function describePerson(db: ReadDb, personPk: number): PersonDescription | null {
  const person = getPerson(db, personPk);
  const newest = usersOfPerson(db, personPk)[0];
  const source = newest && getSource(db, newest.source_pk);
  if (!person || !newest || !source || source.removed_at !== null) return null;
  const user = withHeldAttributes(JSON.parse(newest.body) as JsonObject, heldAttributes(db, personPk));
  const about = { name: person.name, identityOpen: isOpen(person), user };
  if (newest.deleted_at !== null)
    return { ...about, gone: `${person.name} was deleted at ${source.name}.`, ...nothing };
  if (newest.active === 0) return { ...about, gone: `${person.name} is disabled at ${source.name}.`, ...nothing };
  const belongings = belongingsOf(db, [newest.pk]).get(newest.pk) ?? [];
  const through = belongings.filter(({ by }) => by !== null).map((one) => [one.group.id, wayOf(one)] as const);
  return { ...about, gone: null, groups: belongings.map(({ group }) => group.id), through: new Map(through) };
}

const isOpen = (person: PersonRow): boolean => person.identity_item_pk !== null;

const withHeldAttributes = (user: JsonObject, held: readonly HeldAttributeRow[]): JsonObject =>
  held.reduce((all, { path, value }) => withHeld(all, path, JSON.parse(value) as JsonValue), user);
