import { listedAtFirst, relist, restate } from './listed.ts';
import { addListedPerson, type PersonRow } from './person.ts';
import { composedRows, given, type ReadDb, row, rows, run, runOne, type SqlValue, sql, type WriteDb } from './sql.ts';

/** A SCIM User as it is stored: canonical JSON (without meta) and the columns that filters and rules use. */
export interface UserRow {
  readonly pk: number;
  readonly id: string;
  readonly source_pk: number;
  readonly person_pk: number;
  readonly external_id: string | null;
  readonly user_name_folded: string;
  readonly display_name_folded: string | null;
  readonly active: number;
  readonly body: string;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly deleted_at: number | null;
  /** When it said that its person left: was disabled or deleted; null while active, and of who never was. */
  readonly left_at: number | null;
}

/** The values of a multi-valued attribute, folded, such as `emails.value` -> `ada@…`. */
export interface UserValue {
  readonly path: string;
  readonly value: string;
}

export type UserColumns = Pick<UserRow, 'external_id' | 'user_name_folded' | 'display_name_folded' | 'active' | 'body'>;

const insert = sql(
  'add user',
  `INSERT INTO user_resource (id, source_pk, person_pk, external_id, user_name_folded, display_name_folded, active, body,
   version, created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
);
const update = sql(
  'update user',
  `UPDATE user_resource SET external_id = @external_id, user_name_folded = @user_name_folded,
   display_name_folded = @display_name_folded, active = @active, body = @body, version = version + 1, modified_at = @at,
   left_at = CASE WHEN @active = 1 THEN NULL WHEN active = 1 THEN @at ELSE left_at END
   WHERE pk = @pk AND deleted_at IS NULL`,
);
const remove = sql(
  'delete user',
  `UPDATE user_resource SET deleted_at = @at, left_at = CASE WHEN active = 1 THEN @at ELSE left_at END, active = 0
   WHERE pk = @pk AND deleted_at IS NULL`,
);
const byId = sql('user by id', 'SELECT * FROM user_resource WHERE id = ? AND source_pk = ? AND deleted_at IS NULL');
const byPk = sql('user by pk', 'SELECT * FROM user_resource WHERE pk = ?');
const byName = sql(
  'user by userName',
  'SELECT * FROM user_resource WHERE source_pk = ? AND user_name_folded = ? AND deleted_at IS NULL',
);
const goneByExternal = sql(
  'deleted user by externalId',
  `SELECT * FROM user_resource WHERE source_pk = ${given} AND external_id = ${given} AND deleted_at IS NOT NULL
   ORDER BY deleted_at DESC, pk DESC LIMIT 1`,
);
const goneByName = sql(
  'deleted user by userName',
  `SELECT * FROM user_resource WHERE source_pk = ${given} AND user_name_folded = ${given} AND deleted_at IS NOT NULL
   ORDER BY deleted_at DESC, pk DESC LIMIT 1`,
);
const ofPerson = sql(
  'users of person',
  `SELECT * FROM user_resource WHERE person_pk = ${given} ORDER BY deleted_at IS NOT NULL, pk DESC`,
);
const movePerson = sql('move user to person', 'UPDATE user_resource SET person_pk = ? WHERE pk = ?');
const count = sql('count users', 'SELECT users AS n FROM source WHERE pk = ?');
/** A page by an offset from either end. */
const pageFrom = (end: 'first' | 'last') =>
  sql(
    `page of users from the ${end}`,
    `SELECT r.* FROM user_resource r JOIN (SELECT pk FROM user_resource WHERE source_pk = ${given} AND deleted_at IS NULL
     ORDER BY pk ${end === 'first' ? 'ASC' : 'DESC'} LIMIT ${given} OFFSET ${given}) p ON p.pk = r.pk ORDER BY r.pk`,
  );
const pageFromFirst = pageFrom('first');
const pageFromLast = pageFrom('last');
const byPks = sql('users by pk', 'SELECT * FROM user_resource WHERE pk IN (SELECT value FROM json_each(?))');
const addValue = sql('add user value', 'INSERT OR IGNORE INTO user_value (user_pk, path, value) VALUES (?, ?, ?)');
const dropValues = sql('drop user values', 'DELETE FROM user_value WHERE user_pk = ?');

type NewUser = UserColumns & Pick<UserRow, 'id' | 'source_pk'>;

/** Another user resource of somebody who is known. @returns its key */
export function addUser(
  db: WriteDb,
  user: NewUser & Pick<UserRow, 'person_pk'>,
  values: readonly UserValue[],
  at: number,
): number {
  const pk = insertUser(db, user, values, at);
  relist(db, user.person_pk);
  return pk;
}

/** A person and their first user resource. */
export function addUserAndPerson(
  db: WriteDb,
  person: Pick<PersonRow, 'id' | 'name'>,
  user: NewUser,
  values: readonly UserValue[],
  at: number,
): { readonly userPk: number; readonly personPk: number } {
  const emails = values.filter(({ path }) => path === 'emails.value').map(({ value }) => value);
  const listed = listedAtFirst(person.name, { userName: user.user_name_folded, emails, active: user.active === 1 });
  const personPk = addListedPerson(db, { ...person, ...listed }, at);
  return { userPk: insertUser(db, { ...user, person_pk: personPk }, values, at), personPk };
}

function insertUser(
  db: WriteDb,
  user: NewUser & Pick<UserRow, 'person_pk'>,
  values: readonly UserValue[],
  at: number,
): number {
  const pk = runOne(db, insert, [
    user.id,
    user.source_pk,
    user.person_pk,
    user.external_id,
    user.user_name_folded,
    user.display_name_folded,
    user.active,
    user.body,
    at,
    at,
  ]);
  for (const { path, value } of values) run(db, addValue, [pk, path, value]);
  return pk;
}

/**
 * @param before the resource as it is stored
 * @param values null when none of them changed
 */
export function updateUser(
  db: WriteDb,
  before: UserRow,
  user: UserColumns,
  values: readonly UserValue[] | null,
  at: number,
): void {
  runOne(db, update, { ...user, at, pk: before.pk });
  if (values || user.user_name_folded !== before.user_name_folded) relist(db, before.person_pk);
  else if (user.active !== before.active) restate(db, before.person_pk);
  if (!values) return;
  run(db, dropValues, [before.pk]);
  for (const { path, value } of values) run(db, addValue, [before.pk, path, value]);
}

/** Keeps the row, so that a return is recognised; frees its userName. */
export function deleteUser(db: WriteDb, user: Pick<UserRow, 'pk' | 'person_pk'>, at: number): void {
  runOne(db, remove, { at, pk: user.pk });
  restate(db, user.person_pk);
  run(db, dropValues, [user.pk]);
}

export const findUser = (db: ReadDb, sourcePk: number, id: string): UserRow | undefined =>
  row(db, byId, [id, sourcePk]);
export const getUser = (db: ReadDb, pk: number): UserRow | undefined => row(db, byPk, [pk]);
/** @param name folded */
export const findUserByName = (db: ReadDb, sourcePk: number, name: string): UserRow | undefined =>
  row(db, byName, [sourcePk, name]);
export const findGoneByExternalId = (db: ReadDb, sourcePk: number, externalId: string): UserRow | undefined =>
  row(db, goneByExternal, [sourcePk, externalId]);
/** @param name folded */
export const findGoneByName = (db: ReadDb, sourcePk: number, name: string): UserRow | undefined =>
  row(db, goneByName, [sourcePk, name]);
/** A person's user resources, those that exist first. */
export const usersOfPerson = (db: ReadDb, personPk: number): UserRow[] => rows(db, ofPerson, [personPk]);
export function moveUserToPerson(db: WriteDb, pk: number, personPk: number): void {
  const former = getUser(db, pk)?.person_pk;
  runOne(db, movePerson, [personPk, pk]);
  for (const one of new Set([former, personPk])) if (one !== undefined) relist(db, one);
}
/** It is kept, not counted. */
export const countUsers = (db: ReadDb, sourcePk: number): number => row<{ n: number }>(db, count, [sourcePk])?.n ?? 0;

/** An offset is gone to step by step: the nearer end is begun at. */
export function userPage(
  db: ReadDb,
  sourcePk: number,
  offset: number,
  limit: number,
): { readonly total: number; readonly page: UserRow[] } {
  const total = countUsers(db, sourcePk);
  const held = Math.max(0, Math.min(limit, total - offset));
  const behind = total - offset - held;
  if (held === 0) return { total, page: [] };
  const page =
    behind < offset
      ? rows<UserRow>(db, pageFromLast, [sourcePk, held, behind])
      : rows<UserRow>(db, pageFromFirst, [sourcePk, held, offset]);
  return { total, page };
}

/** In no order. */
export const usersByPk = (db: ReadDb, pks: readonly number[]): UserRow[] => rows(db, byPks, [JSON.stringify(pks)]);

/** A compiled filter: its condition over `r`, and the parameters of it. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

export function findUsers(
  db: ReadDb,
  sourcePk: number,
  condition: Condition,
  offset: number,
  limit: number,
): { total: number; page: UserRow[] } {
  const where = `r.source_pk = ${given} AND r.deleted_at IS NULL AND (${condition.sql})`;
  return searchPage<UserRow>(db, 'user_resource', where, [sourcePk, ...condition.parameters], offset, limit);
}

/** Total and one page of a composed search; small results are read once. */
export function searchPage<T>(
  db: ReadDb,
  table: string,
  where: string,
  parameters: readonly SqlValue[],
  offset: number,
  limit: number,
): { total: number; page: T[] } {
  const text = `SELECT r.* FROM ${table} r WHERE ${where} ORDER BY r.pk LIMIT ${given} OFFSET ${given}`;
  const page = composedRows<T>(db, `search ${table}`, text, [...parameters, limit, offset]);
  if (page.length < limit && (page.length > 0 || offset === 0)) return { total: offset + page.length, page };
  const counted = composedRows<{ n: number }>(
    db,
    `count ${table}`,
    `SELECT count(*) AS n FROM ${table} r WHERE ${where}`,
    parameters,
  );
  return { total: counted[0]?.n ?? 0, page };
}
