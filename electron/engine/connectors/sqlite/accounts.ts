import type { SqliteTarget } from '../../../../shared/model/app.ts';
import { type AttributeValues, Refusal, type Search, type TargetAccount } from '../connector.ts';
import type { Connection, Row, SqliteValue } from './connection.ts';
import { buildStatements, fold, type Statements } from './statements.ts';
import { fromSqlite, idParameters, isConfigured, toSqlite } from './value.ts';

/** Most accounts that one search returns: more than a handful is a person's work anyway. */
const searchLimit = 100n;

/** A target with its statements and the attributes that a mapping fills. */
export interface Layout {
  readonly target: SqliteTarget;
  readonly statements: Statements;
  readonly attributes: readonly { readonly name: string; readonly column: string }[];
}

const sameColumn = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/**
 * Prepares a target. Login and sign-in have verbs of their own: an attribute over one of their columns is left out,
 * or a mapping could enable an account.
 */
export function layOut(target: SqliteTarget): Layout {
  const { login, active, columns } = target.users;
  const attributes = Object.entries(columns)
    .map(([name, column]) => ({ name, column }))
    .filter(({ name, column }) => name !== 'login' && !sameColumn(column, login) && !sameColumn(column, active.column));
  const statements = buildStatements(
    target,
    attributes.map(({ column }) => column),
  );
  return { target, statements, attributes };
}

/** The account in a row of one of the account statements. */
export function toAccount(layout: Layout, connection: Connection, row: Row): TargetAccount {
  const [rawId = null, id, login = null, active = null, ...values] = row;
  const roles = connection.all(layout.statements.rolesOfAccount, { user: rawId });
  return {
    id: String(id),
    login: String(fromSqlite(login) ?? ''),
    // Access unless shown otherwise: only exactly the configured "off" is no access.
    active: !isConfigured(active, layout.target.users.active.off),
    attributes: Object.fromEntries(
      layout.attributes.map(({ name }, index) => [name, fromSqlite(values[index] ?? null)] as const),
    ),
    roles: roles.map(([name]) => String(name)).sort(),
  };
}

/** Every account that a part of the search finds, each once. */
export function findAccounts(layout: Layout, connection: Connection, search: Search): readonly TargetAccount[] {
  const { statements, target, attributes } = layout;
  const columnOf = (name: string | null): string | undefined =>
    name === null ? undefined : attributes.find((attribute) => attribute.name === name)?.column;
  const email = columnOf(target.users.email);
  const employeeNumber = columnOf(target.users.employeeNumber);
  const rows: Row[] = [];
  const look = (sql: string, parameters: Readonly<Record<string, SqliteValue>>): void => {
    rows.push(...connection.all(sql, { ...parameters, limit: searchLimit }));
  };
  if (search.login !== undefined) look(statements.accountsByLogin, { folded: fold(search.login) });
  if (search.email !== undefined && email !== undefined) {
    look(statements.accountsByFolded(email), { folded: fold(search.email) });
  }
  if (search.employeeNumber !== undefined && employeeNumber !== undefined) {
    look(statements.accountsByText(employeeNumber), { text: search.employeeNumber });
  }
  const found = new Map(rows.map((row) => [String(row[1]), row]));
  return [...found.values()].map((row) => toAccount(layout, connection, row));
}

/** The id as the target stores it. @throws Refusal unknown when no account has it */
export function storedId(layout: Layout, connection: Connection, id: string): SqliteValue {
  const row = connection.get(layout.statements.idOf, idParameters(id));
  if (row === undefined) {
    throw new Refusal('unknown', `The table ${layout.target.users.table} has no account with the id ${id}.`);
  }
  return row[0] ?? null;
}

/** The id of a role by its exact name. @throws Refusal permanent naming the roles there are */
export function storedRole(layout: Layout, connection: Connection, name: string): SqliteValue {
  const { statements, target } = layout;
  const found = connection.all(statements.roleByName, { name });
  if (found.length === 1) return found[0]?.[0] ?? null;
  if (found.length > 1) {
    throw new Refusal(
      'permanent',
      `The table ${target.roles.table} has ${found.length} roles named “${name}”; rename one.`,
    );
  }
  const names = connection.all(statements.roleNames).map(([role]) => String(role));
  const known = names.length === 0 ? 'it has none' : `it has ${names.sort().slice(0, 20).join(', ')}`;
  throw new Refusal('permanent', `The table ${target.roles.table} has no role “${name}”; ${known}.`);
}

/** @throws Refusal conflict when another account than `except` has this login, in whatever case */
export function assertLoginFree(layout: Layout, connection: Connection, login: string, except: string | null): void {
  const others = connection.all(layout.statements.sameLogin, { folded: fold(login) });
  const other = others.map(([id]) => String(id)).find((id) => id !== except);
  if (other !== undefined) {
    throw new Refusal('conflict', `An account with the login ${login} exists already (id ${other}).`);
  }
}

/**
 * Attributes as columns and values.
 *
 * @throws Refusal permanent for an attribute that the target does not have
 */
export function toColumns(layout: Layout, values: AttributeValues): [string, SqliteValue][] {
  return Object.entries(values).map(([name, value]) => {
    const attribute = layout.attributes.find((one) => one.name === name);
    if (attribute === undefined) {
      throw new Refusal(
        'permanent',
        `The table ${layout.target.users.table} has no column set up for the attribute ${name}.`,
      );
    }
    return [attribute.column, toSqlite(value)];
  });
}

/** Values as the parameters `v0`, `v1` … of insert and update. */
export function positional(values: readonly SqliteValue[]): Record<string, SqliteValue> {
  return Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
}
