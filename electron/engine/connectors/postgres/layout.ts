import type { PostgresTarget } from '../../../../shared/model/postgres-target.ts';
import { type Catalogue, quoted, quotedTable, type Table } from './catalogue.ts';
import type { Session } from './session.ts';

/** A target with the attributes that a mapping fills. */
export interface Layout {
  readonly target: PostgresTarget;
  readonly attributes: readonly { readonly name: string; readonly column: string }[];
}

/** A transaction with what the catalogue says in it: what the verbs work with. */
export interface Desk {
  readonly layout: Layout;
  readonly session: Session;
  readonly catalogue: Catalogue;
}

/**
 * Prepares a target. Login and sign-in have verbs of their own: an attribute over one of their columns is left out,
 * or a mapping could enable an account.
 */
export function layOut(target: PostgresTarget): Layout {
  const { login, active, columns } = target.users;
  const attributes = Object.entries(columns)
    .map(([name, column]) => ({ name, column }))
    .filter(({ name, column }) => name !== 'login' && column !== login && column !== active.column);
  return { target, attributes };
}

/** The type of a column; empty when the catalogue does not know it, so that the statement about it says so. */
export const typeOf = (table: Table | null, column: string): string => table?.columns.get(column)?.type ?? '';

const asText = (expression: string): string => `CAST(${expression} AS text)`;

/** SQL of the roles of the account `u` as a JSON list of names. */
function rolesOf({ users, roles, userRoles }: PostgresTarget): string {
  if (roles === null || userRoles === null) return `'[]'`;
  const name = `r.${quoted(roles.name)}`;
  return `(SELECT CAST(coalesce(pg_catalog.json_agg(DISTINCT ${asText(name)}), '[]') AS text)
    FROM ${quotedTable(userRoles)} AS h JOIN ${quotedTable(roles)} AS r ON r.${quoted(roles.id)} = h.${quoted(userRoles.role)}
    WHERE h.${quoted(userRoles.user)} = u.${quoted(users.id)} AND ${name} IS NOT NULL)`;
}

/** One account a row: id, login, active, roles, then the attributes in their order. */
export function selectAccounts({ target, attributes }: Layout): string {
  const { users } = target;
  const columns = [users.id, users.login, users.active.column].map((column) => asText(`u.${quoted(column)}`));
  const others = attributes.map(({ column }) => asText(`u.${quoted(column)}`));
  return `SELECT ${[...columns, rolesOf(target), ...others].join(', ')} FROM ${quotedTable(users)} AS u`;
}

/** The read-back in one line, for people. */
export function readBackOf({ users, userRoles }: PostgresTarget): string {
  const roles = userRoles === null ? '' : `, with its rows in ${quotedTable(userRoles)}`;
  return `SELECT … FROM ${quotedTable(users)} WHERE ${quoted(users.id)} = …${roles}, over a connection that writes nothing`;
}
