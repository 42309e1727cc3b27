import { Refusal, type Search, type TargetAccount } from '../connector.ts';
import { named, quoted, quotedTable } from './catalogue.ts';
import { type Desk, selectAccounts, typeOf } from './layout.ts';
import type { Row, Value } from './session.ts';
import { fromCursor, fromText, isConfigured, matchId, toCursor } from './value.ts';

/** Most accounts that one part of a search returns: more than a handful is a person's work anyway. */
const searchLimit = 100;
const pageSize = 500;

/** The account in a row of `selectAccounts`. */
export function toAccount({ layout, catalogue }: Desk, row: Row): TargetAccount {
  const [id = '', login = '', active = null, roles = '[]', ...values] = row;
  const { users } = layout.target;
  return {
    id: id ?? '',
    login: login ?? '',
    // Access unless shown otherwise: only exactly the configured "off" is no access.
    active: !isConfigured(active, users.active.off, typeOf(catalogue.users, users.active.column)),
    attributes: Object.fromEntries(
      layout.attributes.map(({ name, column }, index) => {
        return [name, fromText(values[index] ?? null, typeOf(catalogue.users, column))] as const;
      }),
    ),
    roles: (JSON.parse(roles ?? '[]') as string[]).sort(),
  };
}

/** SQL that finds exactly this id, with `$<place>` for it, and the value to put there. */
export function byId({ layout, catalogue }: Desk, id: string, place: number): { sql: string; value: Value } {
  const { users } = layout.target;
  return matchId(`u.${quoted(users.id)}`, typeOf(catalogue.users, users.id), id, `$${place}`);
}

/** @returns null when no account has this id */
export async function readAccount(desk: Desk, id: string): Promise<TargetAccount | null> {
  const { sql, value } = byId(desk, id, 1);
  const { rows } = await desk.session.query(`${selectAccounts(desk.layout)} WHERE ${sql}`, [value]);
  const [row] = rows;
  return row === undefined ? null : toAccount(desk, row);
}

/** Every account that a part of the search finds, each once. */
export async function findAccounts(desk: Desk, search: Search): Promise<readonly TargetAccount[]> {
  const { layout, catalogue, session } = desk;
  const { users } = layout.target;
  const found = new Map<string, TargetAccount>();
  const look = async (column: string, text: string | undefined, folded: boolean): Promise<void> => {
    // PostgreSQL keeps no NUL, so nobody has such a value.
    if (text === undefined || text.includes('\u0000')) return;
    const stored = `u.${quoted(column)}`;
    const condition = folded
      ? `${catalogue.fold(stored)} = ${catalogue.fold('$1')}`
      : `CAST(${stored} AS text) = CAST($1 AS text)`;
    const sql = `${selectAccounts(layout)} WHERE ${condition} ORDER BY u.${quoted(users.id)} LIMIT ${searchLimit}`;
    for (const row of (await session.query(sql, [text])).rows) {
      const account = toAccount(desk, row);
      found.set(account.id, account);
    }
  };
  const columnOf = (name: string | null): string | undefined =>
    layout.attributes.find((attribute) => attribute.name === name)?.column;
  await look(users.login, search.login, true);
  const [email, employeeNumber] = [columnOf(users.email), columnOf(users.employeeNumber)];
  if (email !== undefined) await look(email, search.email, true);
  if (employeeNumber !== undefined) await look(employeeNumber, search.employeeNumber, false);
  return [...found.values()];
}

/**
 * One page of accounts by their ids, which the database itself orders and compares.
 *
 * @throws Refusal permanent when the cursor is none of ours
 */
export async function listAccounts(
  desk: Desk,
  cursor: string | null,
): Promise<{ readonly accounts: readonly TargetAccount[]; readonly next: string | null }> {
  const { users } = desk.layout.target;
  const id = `u.${quoted(users.id)}`;
  const after = cursor === null ? null : fromCursor(cursor);
  if (after === undefined) throw new Refusal('permanent', 'This is no place in the list of accounts.');
  const type = desk.catalogue.users?.columns.get(users.id)?.written ?? 'text';
  const condition = after === null ? `${id} IS NOT NULL` : `${id} > CAST(CAST($1 AS text) AS ${type})`;
  const { rows } = await desk.session.query(
    `${selectAccounts(desk.layout)} WHERE ${condition} ORDER BY ${id} LIMIT ${pageSize + 1}`,
    after === null ? [] : [after],
  );
  const accounts = rows.slice(0, pageSize).map((row) => toAccount(desk, row));
  return { accounts, next: rows.length > pageSize ? toCursor(accounts.at(-1)?.id ?? '') : null };
}

/** @throws Refusal unknown when no account has this id */
export async function assertThere(desk: Desk, id: string): Promise<void> {
  const { users } = desk.layout.target;
  const { sql, value } = byId(desk, id, 1);
  const { rows } = await desk.session.query(`SELECT 1 FROM ${quotedTable(users)} AS u WHERE ${sql}`, [value]);
  if (rows.length === 0) throw new Refusal('unknown', `The table ${named(users)} has no account with the id ${id}.`);
}

/** @throws Refusal conflict when another account than `except` has this login, in whatever case */
export async function assertLoginFree(desk: Desk, login: string, except: string | null): Promise<void> {
  const others = await findAccountIds(desk, login);
  const other = others.find((id) => id !== except);
  if (other !== undefined)
    throw new Refusal('conflict', `An account with the login ${login} exists already (id ${other}).`);
}

async function findAccountIds({ layout, catalogue, session }: Desk, login: string): Promise<readonly string[]> {
  const { users } = layout.target;
  const stored = `u.${quoted(users.login)}`;
  const { rows } = await session.query(
    `SELECT CAST(u.${quoted(users.id)} AS text) FROM ${quotedTable(users)} AS u WHERE ${catalogue.fold(stored)} = ${catalogue.fold('$1')} LIMIT ${searchLimit}`,
    [login],
  );
  return rows.map(([id]) => id ?? '');
}
