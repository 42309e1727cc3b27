import type { SqliteTarget } from '../../../../shared/model/app.ts';

/** A name as SQL: always quoted, so that spaces, quotes and keywords are names and nothing else. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The statements for one target; built once, prepared on each connection. Parameters are `:named`. */
export interface Statements {
  /** One account: raw id, id as text, login, active, then the attributes in the order of `attributes`. */
  readonly accountById: string;
  readonly accountsByLogin: string;
  /** By a target attribute: folded text, or exactly as text. */
  readonly accountsByFolded: (column: string) => string;
  readonly accountsByText: (column: string) => string;
  readonly firstPage: string;
  readonly nextPage: string;
  readonly rolesOfAccount: string;
  readonly idOf: string;
  readonly roleNames: string;
  readonly roleByName: string;
  readonly sameLogin: string;
  readonly insert: (columns: readonly string[]) => string;
  readonly update: (columns: readonly string[]) => string;
  readonly delete: string;
  readonly deleteRolesOfAccount: string;
  readonly hasRole: string;
  readonly addRole: string;
  readonly removeRole: string;
  /** The read-back in one line, for people. */
  readonly readBack: string;
}

/** Name under which each connection knows our way of comparing logins: Unicode case folded, canonically composed. */
export const foldFunction = 'footbridge_fold';

/** @returns texts that are the same login are equal when folded */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/**
 * Builds the statements of a target.
 *
 * @param columns the columns of its attributes, in the order in which rows return them
 */
export function buildStatements(target: SqliteTarget, columns: readonly string[]): Statements {
  // Columns are written with their table: alone, SQLite may take a quoted name that is no column for a text.
  const users = quoted(target.users.table);
  const roles = quoted(target.roles.table);
  const userRoles = quoted(target.userRoles.table);
  const user = (column: string): string => `${users}.${quoted(column)}`;
  const id = user(target.users.id);
  const login = user(target.users.login);
  const roleId = `${roles}.${quoted(target.roles.id)}`;
  const roleName = `${roles}.${quoted(target.roles.name)}`;
  const holder = `${userRoles}.${quoted(target.userRoles.user)}`;
  const held = `${userRoles}.${quoted(target.userRoles.role)}`;

  const selected = [id, `CAST(${id} AS TEXT)`, login, user(target.users.active.column), ...columns.map(user)];
  const account = `SELECT ${selected.join(', ')} FROM ${users}`;
  const byId = `${id} IN (:id, :integer) AND CAST(${id} AS TEXT) = :id`;
  const order = `ORDER BY ${id} LIMIT :limit`;
  const folded = (column: string): string => `${account} WHERE ${foldFunction}(${column}) = :folded ${order}`;
  return {
    accountById: `${account} WHERE ${byId}`,
    accountsByLogin: folded(login),
    accountsByFolded: (column) => folded(user(column)),
    accountsByText: (column) => `${account} WHERE CAST(${user(column)} AS TEXT) = :text ${order}`,
    firstPage: `${account} WHERE ${id} IS NOT NULL ${order}`,
    nextPage: `${account} WHERE ${id} > :after ${order}`,
    rolesOfAccount: `SELECT DISTINCT CAST(${roleName} AS TEXT) FROM ${userRoles} JOIN ${roles} ON ${roleId} = ${held} WHERE ${holder} = :user`,
    idOf: `SELECT ${id} FROM ${users} WHERE ${byId}`,
    roleNames: `SELECT CAST(${roleName} AS TEXT) FROM ${roles} WHERE ${roleName} IS NOT NULL`,
    roleByName: `SELECT ${roleId} FROM ${roles} WHERE CAST(${roleName} AS TEXT) = :name`,
    sameLogin: `SELECT CAST(${id} AS TEXT) FROM ${users} WHERE ${foldFunction}(${login}) = :folded`,
    insert: (written) =>
      `INSERT INTO ${users} (${written.map(quoted).join(', ')}) VALUES (${written.map((_, index) => `:v${index}`).join(', ')}) RETURNING CAST(${quoted(target.users.id)} AS TEXT)`,
    update: (written) =>
      `UPDATE ${users} SET ${written.map((column, index) => `${quoted(column)} = :v${index}`).join(', ')} WHERE ${byId}`,
    delete: `DELETE FROM ${users} WHERE ${byId}`,
    deleteRolesOfAccount: `DELETE FROM ${userRoles} WHERE ${holder} = :user`,
    hasRole: `SELECT 1 FROM ${userRoles} WHERE ${holder} = :user AND ${held} = :role`,
    addRole: `INSERT INTO ${userRoles} (${quoted(target.userRoles.user)}, ${quoted(target.userRoles.role)}) VALUES (:user, :role)`,
    removeRole: `DELETE FROM ${userRoles} WHERE ${holder} = :user AND ${held} = :role`,
    readBack: `SELECT … FROM ${users} WHERE ${quoted(target.users.id)} = ?, with its rows in ${userRoles}, over a new connection`,
  };
}
