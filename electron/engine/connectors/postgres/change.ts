import type { RolesTable, UserRolesTable } from '../../../../shared/model/tables.ts';
import { type AttributeValues, type NewAccount, Refusal } from '../connector.ts';
import { assertLoginFree, assertThere, byId } from './accounts.ts';
import { named, quoted, quotedTable, type TableName } from './catalogue.ts';
import { type Desk, typeOf } from './layout.ts';
import type { Value } from './session.ts';
import { toText } from './value.ts';

type Written = readonly [column: string, value: Value];

/** A value as the column that it goes into takes it. */
const written = ({ catalogue }: Desk, column: string, value: string | number | boolean | null): Written => [
  column,
  toText(value, typeOf(catalogue.users, column)),
];

/** @throws Refusal permanent for an attribute that the target does not have */
function toColumns(desk: Desk, values: AttributeValues): Written[] {
  return Object.entries(values).map(([name, value]) => {
    const attribute = desk.layout.attributes.find((one) => one.name === name);
    if (attribute === undefined)
      throw new Refusal(
        'permanent',
        `The table ${named(desk.layout.target.users)} has no column set up for the attribute ${name}.`,
      );
    return written(desk, attribute.column, value);
  });
}

/** Creates an active account. @returns its id */
export async function create(desk: Desk, account: NewAccount): Promise<string> {
  const { users } = desk.layout.target;
  await assertLoginFree(desk, account.login, null);
  const values: Written[] = [
    written(desk, users.login, account.login),
    written(desk, users.active.column, users.active.on),
    // What is absent is left to the column's own default.
    ...toColumns(desk, account.attributes).filter(([, value]) => value !== null),
  ];
  const columns = values.map(([column]) => quoted(column)).join(', ');
  const places = values.map((_, index) => `$${index + 1}`).join(', ');
  const { rows } = await desk.session.query(
    `INSERT INTO ${quotedTable(users)} AS u (${columns}) VALUES (${places}) RETURNING CAST(u.${quoted(users.id)} AS text)`,
    values.map(([, value]) => value),
  );
  const id = rows[0]?.[0] ?? null;
  if (id !== null) return id;
  const why = rows.length === 0 ? 'let the new account pass without keeping it' : `gives a new account no ${users.id}`;
  throw new Refusal('permanent', `The app’s table ${named(users)} ${why}.`);
}

async function write(desk: Desk, id: string, values: readonly Written[]): Promise<void> {
  const { users } = desk.layout.target;
  await assertThere(desk, id);
  if (values.length === 0) return;
  const changes = values.map(([column], index) => `${quoted(column)} = $${index + 1}`).join(', ');
  const { sql, value } = byId(desk, id, values.length + 1);
  const { changed } = await desk.session.query(`UPDATE ${quotedTable(users)} AS u SET ${changes} WHERE ${sql}`, [
    ...values.map(([, one]) => one),
    value,
  ]);
  assertOne(users, id, changed);
}

function assertOne(table: TableName, id: string, changed: number): void {
  if (changed === 1) return;
  const what = changed === 0 ? 'let the change pass without effect' : `has ${changed} accounts of this id`;
  throw new Refusal('permanent', `The app’s table ${named(table)} ${what} (id ${id}).`);
}

/** Says whether somebody may sign in; needs nothing but the id (rule 2). */
export function setActive(desk: Desk, id: string, value: string | number | boolean): Promise<void> {
  return write(desk, id, [written(desk, desk.layout.target.users.active.column, value)]);
}

/** Writes the given attributes, and the login where it is given. */
export async function update(
  desk: Desk,
  id: string,
  change: { readonly login?: string; readonly attributes: AttributeValues },
): Promise<void> {
  const { users } = desk.layout.target;
  const values = toColumns(desk, change.attributes);
  if (values.some(([column, value]) => column === users.id && value !== id))
    throw new Refusal(
      'permanent',
      `${users.id} is the immutable id in ${named(users)}; an account’s id is never changed.`,
    );
  const others = values.filter(([column]) => column !== users.id);
  if (change.login !== undefined) {
    await assertLoginFree(desk, change.login, id);
    others.push(written(desk, users.login, change.login));
  }
  await write(desk, id, others);
}

/** Deletes an account with the roles that it has. */
export async function remove(desk: Desk, id: string): Promise<void> {
  const { users, userRoles } = desk.layout.target;
  await assertThere(desk, id);
  if (userRoles !== null)
    await desk.session.query(`DELETE FROM ${quotedTable(userRoles)} WHERE ${quoted(userRoles.user)} = $1`, [id]);
  const { sql, value } = byId(desk, id, 1);
  const { changed } = await desk.session.query(`DELETE FROM ${quotedTable(users)} AS u WHERE ${sql}`, [value]);
  assertOne(users, id, changed);
}

interface RoleTables {
  readonly roles: RolesTable & TableName;
  readonly userRoles: UserRolesTable & TableName;
}

/** @throws Refusal permanent when the app has no roles */
function roleTables({ layout }: Desk): RoleTables {
  const { roles, userRoles } = layout.target;
  if (roles === null || userRoles === null)
    throw new Refusal('permanent', 'The app is set up without roles; having an account is all there is to have.');
  return { roles, userRoles };
}

/** The id of a role by its exact name, as text. @throws Refusal permanent naming the roles there are */
async function storedRole({ session }: Desk, { roles }: RoleTables, name: string): Promise<Value> {
  const column = `CAST(${quoted(roles.name)} AS text)`;
  const all = `SELECT CAST(${quoted(roles.id)} AS text), ${column} FROM ${quotedTable(roles)}`;
  const found = name.includes('\u0000')
    ? []
    : (await session.query(`${all} WHERE ${column} = CAST($1 AS text)`, [name])).rows;
  if (found.length === 1) return found[0]?.[0] ?? null;
  if (found.length > 1)
    throw new Refusal('permanent', `The table ${named(roles)} has ${found.length} roles named “${name}”; rename one.`);
  const { rows } = await session.query(`${all} ORDER BY 2 LIMIT 20`);
  const known = rows.length === 0 ? 'it has none' : `it has ${rows.map(([, role]) => role ?? '').join(', ')}`;
  throw new Refusal('permanent', `The table ${named(roles)} has no role “${name}”; ${known}.`);
}

/** Ids as the server reads them into the types that these columns have. */
const pairOf = (userRoles: UserRolesTable): string =>
  `${quoted(userRoles.user)} = $1 AND ${quoted(userRoles.role)} = $2`;

async function hasRole({ session }: Desk, userRoles: UserRolesTable & TableName, pair: readonly Value[]) {
  const { rows } = await session.query(
    `SELECT 1 FROM ${quotedTable(userRoles)} WHERE ${pairOf(userRoles)} LIMIT 1`,
    pair,
  );
  return rows.length > 0;
}

/** Gives a role; what is there already stays. */
export async function addRole(desk: Desk, id: string, name: string): Promise<void> {
  const tables = roleTables(desk);
  const { userRoles } = tables;
  await assertThere(desk, id);
  const pair = [id, await storedRole(desk, tables, name)];
  if (await hasRole(desk, userRoles, pair)) return;
  const columns = `${quoted(userRoles.user)}, ${quoted(userRoles.role)}`;
  const { changed } = await desk.session.query(
    `INSERT INTO ${quotedTable(userRoles)} (${columns}) VALUES ($1, $2)`,
    pair,
  );
  if (changed !== 1)
    throw new Refusal('permanent', `The app’s table ${named(userRoles)} let the new role pass without keeping it.`);
}

/** Takes a role. */
export async function removeRole(desk: Desk, id: string, name: string): Promise<void> {
  const tables = roleTables(desk);
  const { userRoles } = tables;
  await assertThere(desk, id);
  const pair = [id, await storedRole(desk, tables, name)];
  await desk.session.query(`DELETE FROM ${quotedTable(userRoles)} WHERE ${pairOf(userRoles)}`, pair);
  if (await hasRole(desk, userRoles, pair))
    throw new Refusal('permanent', `The app’s table ${named(userRoles)} keeps the role ${name} all the same.`);
}
