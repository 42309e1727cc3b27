import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import { countLosing, dropLostValues } from '../directory/extension.ts';
import type { CompiledSnapshot } from '../mapping/types.ts';
import { createResourceTypes } from '../scim/schema.ts';
import type { ExtensionChange, ExtensionChanges } from '../scim/schemas/extension-change.ts';
import { putSchemaExtension, removeSchemaExtension } from '../store/schemaExtension.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';

/** Writes edited extensions, in the caller's transaction, and drops the values that they can keep no longer. */
export function applyExtensions(
  db: WriteDb,
  wanted: readonly SchemaExtension[],
  { added, changed }: ExtensionChanges,
  at: number,
): void {
  const types = createResourceTypes(wanted);
  for (const change of changed) {
    dropLostValues(db, types, change, at);
    // Its URN may be spelt otherwise now.
    if (change.after?.id !== change.before.id) removeSchemaExtension(db, change.before.id);
    if (change.after !== null) putSchemaExtension(db, change.after, at);
  }
  for (const extension of added) putSchemaExtension(db, extension, at);
}

/** What an edit of an extension does, in words, and to how many. */
export function whatOf(db: ReadDb, change: ExtensionChange): string[] {
  const losing = countLosing(db, change);
  if (losing === 0) return [...change.what];
  const whose = change.before.resourceType === 'User' ? 'users' : 'groups';
  return [...change.what, `values of ${losing} ${whose} are dropped`];
}

/** Names of attributes that expressions read and that a change of extensions takes the values of. */
export function attributesRead({ inputs }: CompiledSnapshot, { changed }: ExtensionChanges): string[] {
  const lost = changed.flatMap(({ before, lost: places }) =>
    before.resourceType === 'User' ? places.map((place) => place.filter((step) => step !== undefined).join('.')) : [],
  );
  return lost.filter((path) =>
    [...inputs].some((input) => input === path || input.startsWith(`${path}.`) || path.startsWith(`${input}.`)),
  );
}
