import { canonical } from '../scim/attribute-value.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceTypes } from '../scim/schema.ts';
import { type ExtensionChange, withoutValues } from '../scim/schemas/extension-change.ts';
import { updateGroup } from '../store/group.ts';
import { countHolders, groupsHolding, usersHolding } from '../store/schemaExtension.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { updateUser } from '../store/user.ts';
import { groupColumns } from './groupColumns.ts';
import { withId } from './reply.ts';
import { columnsAfter, valuesOf } from './userColumns.ts';

const stepsOf = ({ before, lost }: ExtensionChange): readonly (readonly string[])[] =>
  // What is lost of an attribute's parts is looked for in whoever has the attribute.
  lost.map(([attribute]) => [before.id, attribute]);

/** How many users or groups hold values that a change of an extension can keep no longer. */
export const countLosing = (db: ReadDb, change: ExtensionChange): number =>
  countHolders(db, change.before.resourceType, stepsOf(change));

/**
 * Takes the values away that a change of an extension can keep no longer, from everybody who has them. No rule reads
 * them: that was looked at before. Each resource becomes a new version.
 *
 * @param types the resource types as they are with the change
 * @returns how many resources were changed
 */
export function dropLostValues(db: WriteDb, types: ResourceTypes, change: ExtensionChange, at: number): number {
  const places = stepsOf(change);
  if (places.length === 0) return 0;
  const without = (stored: JsonObject, id: string, type: ResourceTypes['User' | 'Group']): JsonObject =>
    withId(canonical(type, withoutValues(stored, change.before.id, change.lost)), id);
  if (change.before.resourceType === 'Group') {
    const groups = groupsHolding(db, places);
    for (const row of groups)
      updateGroup(db, row.pk, groupColumns(without(JSON.parse(row.body) as JsonObject, row.id, types.Group)), at);
    return groups.length;
  }
  const users = usersHolding(db, places);
  for (const row of users) {
    const stored = JSON.parse(row.body) as JsonObject;
    const user = without(stored, row.id, types.User);
    updateUser(db, row, columnsAfter(db, row, stored, user), valuesOf(user), at);
  }
  return users.length;
}
