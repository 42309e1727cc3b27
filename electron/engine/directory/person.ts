import type { JsonObject, JsonValue } from '../scim/json.ts';
import { groupIdsOfUser } from '../store/group.ts';
import { getPerson, type HeldAttributeRow, heldAttributes, type PersonRow } from '../store/person.ts';
import { getSource } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';
import { usersOfPerson } from '../store/user.ts';
import { withHeld } from './emptied.ts';

/** A person as rules see one; see `DescribedPerson` in provisioning, which is given this. */
export interface PersonDescription {
  readonly name: string;
  readonly gone: string | null;
  readonly identityOpen: boolean;
  readonly user: JsonObject;
  readonly groups: readonly string[];
}

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
    return { ...about, gone: `${person.name} was deleted at ${source.name}.`, groups: [] };
  if (newest.active === 0) return { ...about, gone: `${person.name} is disabled at ${source.name}.`, groups: [] };
  return { ...about, gone: null, groups: groupIdsOfUser(db, newest.pk) };
}

const isOpen = (person: PersonRow): boolean => person.identity_item_pk !== null;

const withHeldAttributes = (user: JsonObject, held: readonly HeldAttributeRow[]): JsonObject =>
  held.reduce((all, { path, value }) => withHeld(all, path, JSON.parse(value) as JsonValue), user);
