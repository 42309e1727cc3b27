import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import { jsonPath } from './filter.ts';
import type { GroupRow } from './group.ts';
import { each, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';
import type { UserRow } from './user.ts';

const all = sql('schema extensions', 'SELECT body FROM schema_extension ORDER BY pk');
const insert = sql(
  'add schema extension',
  'INSERT INTO schema_extension (id, body, created_at, modified_at) VALUES (?, ?, ?, ?)',
);
const update = sql('change schema extension', 'UPDATE schema_extension SET body = ?, modified_at = ? WHERE id = ?');
const remove = sql('remove schema extension', 'DELETE FROM schema_extension WHERE id = ?');

/** Every extension that an admin defined, in the order in which they were. */
export const listSchemaExtensions = (db: ReadDb): SchemaExtension[] =>
  rows<{ body: string }>(db, all).map(({ body }) => JSON.parse(body) as SchemaExtension);

/** Adds an extension, or changes the one of the same URN, which keeps its place. */
export function putSchemaExtension(db: WriteDb, extension: SchemaExtension, at: number): void {
  const body = JSON.stringify(extension);
  if (run(db, update, [body, at, extension.id]).changes === 0) runOne(db, insert, [extension.id, body, at, at]);
}

/** @throws Error when there is none of this URN */
export const removeSchemaExtension = (db: WriteDb, id: string): void => void runOne(db, remove, [id]);

/** Where resources are kept, by their type. */
const tables = { User: 'user_resource', Group: 'group_resource' } as const;

/** Live resources with a value at any of these places. Reads every one: no index is kept for what is asked this seldom. */
const holding = (type: SchemaExtension['resourceType'], places: readonly (readonly string[])[]): string =>
  `FROM ${tables[type]} AS r WHERE r.deleted_at IS NULL AND (${places
    .map((steps) => `json_type(r.body, ${jsonPath(steps)}) IS NOT NULL`)
    .join(' OR ')})`;

/**
 * How many users or groups, of all sources, have a value at any of these places.
 *
 * @param places steps into a resource, such as the URN of an extension and the name of an attribute
 */
export function countHolders(
  db: ReadDb,
  type: SchemaExtension['resourceType'],
  places: readonly (readonly string[])[],
): number {
  if (places.length === 0) return 0;
  return row<{ n: number }>(db, sql('holders of values', `SELECT count(*) AS n ${holding(type, places)}`))?.n ?? 0;
}

/** Those of them that are users. */
export const usersHolding = (db: ReadDb, places: readonly (readonly string[])[]): UserRow[] => [
  ...each<UserRow>(db, sql('users holding values', `SELECT r.* ${holding('User', places)}`)),
];

/** Those of them that are groups. */
export const groupsHolding = (db: ReadDb, places: readonly (readonly string[])[]): GroupRow[] => [
  ...each<GroupRow>(db, sql('groups holding values', `SELECT r.* ${holding('Group', places)}`)),
];
