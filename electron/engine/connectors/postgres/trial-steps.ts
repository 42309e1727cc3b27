import type { TestStep } from '../connector.ts';
import { type Column, named, quoted, quotedTable, type Table, type TableName } from './catalogue.ts';
import { type Desk, typeOf } from './layout.ts';
import { isConfigured, toText } from './value.ts';

export const step = (name: string, problem: string | null, detail: string): TestStep => {
  return { step: name, ok: problem === null, detail: problem ?? detail };
};

/** How many columns of a table are named. */
const NAMED = 12;

function absentColumns(table: Table | null, wanted: readonly string[]): string | null {
  if (table === null) return null;
  const missing = wanted.filter((name) => !table.columns.has(name)).map((name) => `${named(table)}.${name}`);
  if (missing.length === 0) return null;
  const names = [...table.columns.keys()];
  const has = names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` and ${names.length - NAMED} more` : '');
  return `There is no column ${missing.join(', ')}; ${named(table)} has ${has}.`;
}

export function columnsStep({ layout, catalogue }: Desk): TestStep {
  const { users, roles, userRoles } = layout.target;
  const ofUsers = [users.id, users.login, users.active.column, ...layout.attributes.map(({ column }) => column)];
  const absent = [
    absentColumns(catalogue.users, ofUsers),
    roles && absentColumns(catalogue.roles, [roles.id, roles.name]),
    userRoles && absentColumns(catalogue.userRoles, [userRoles.user, userRoles.role]),
  ].filter((sentence) => sentence !== null);
  return step('Find the columns', absent.length > 0 ? absent.join(' ') : null, 'all are there');
}

/** @param names sorted */
export function rolesStep(table: TableName, names: readonly string[]): TestStep {
  const twice = names.find((name, index) => names[index + 1] === name);
  if (twice !== undefined)
    return step('Read the roles', `Two roles in ${named(table)} are named “${twice}”; rename one.`, '');
  const none = `Warning: ${named(table)} has no role yet.`;
  return step('Read the roles', null, names.length === 0 ? none : names.join(', '));
}

export async function idStep({ layout, session, catalogue }: Desk): Promise<TestStep> {
  const { users } = layout.target;
  const name = 'Immutable id';
  const table = catalogue.users;
  const column = table?.columns.get(users.id);
  if (!table?.unique.includes(users.id))
    return step(name, `${users.id} is not unique in ${named(users)}; two accounts could share one.`, '');
  const { rows } = await session.query(
    `SELECT CAST(count(*) AS text) FROM ${quotedTable(users)} WHERE ${quoted(users.id)} IS NULL`,
  );
  const lost = Number(rows[0]?.[0] ?? 0);
  if (lost > 0)
    return step(
      name,
      `${lost} accounts in ${named(users)} have no ${users.id}; they can neither be read nor disabled.`,
      '',
    );
  if (column?.hasDefault || column?.generated) return step(name, null, `${users.id}, given by the database`);
  const mapped = layout.attributes.find((one) => one.column === users.id);
  if (mapped !== undefined) return step(name, null, `${users.id}, from the attribute ${mapped.name}`);
  const why = `${named(users)}.${users.id} has no value of its own for a new account: map an attribute to it, or no account can be created.`;
  return step(name, why, '');
}

export function loginStep({ layout, catalogue }: Desk): TestStep {
  const { users } = layout.target;
  const { login } = users;
  const spelled = [login, quoted(login)];
  const unique = [login, ...spelled.flatMap((one) => [`lower(${one})`, `lower(${one}::text)`])];
  if (catalogue.users?.unique.some((what) => unique.includes(what)))
    return step('Unique login', null, `${login} occurs once only`);
  const follows =
    'Footbridge looks for the login before it creates one, but an account made in the app in that moment would be a second one.';
  return step('Unique login', null, `Warning: ${named(users)}.${login} is not UNIQUE. ${follows}`);
}

/** How many different values of the status column are looked at. */
const VALUES = 50;

export async function signInStep({ layout, session, catalogue }: Desk): Promise<TestStep> {
  const { users } = layout.target;
  const { active } = users;
  const type = typeOf(catalogue.users, active.column);
  const name = 'Sign-in values';
  if (isConfigured(toText(active.on, type), active.off, type))
    return step(name, `On and off are both ${active.on} there; nobody could be disabled.`, '');
  const { rows } = await session.query(
    `SELECT CAST(${quoted(active.column)} AS text), CAST(count(*) AS text) FROM ${quotedTable(users)} GROUP BY 1 LIMIT ${VALUES}`,
  );
  let on = 0;
  let off = 0;
  const others: string[] = [];
  for (const [value = null, count] of rows) {
    if (isConfigured(value, active.on, type)) on += Number(count);
    else if (isConfigured(value, active.off, type)) off += Number(count);
    else others.push(`${count} with ${value === null ? 'NULL' : value.slice(0, 40)}`);
  }
  const seen = `${on} on (${active.on}), ${off} off (${active.off})`;
  if (others.length === 0) return step(name, null, seen);
  const rest = others.slice(0, 5).join(', ');
  return step(name, null, `Warning: ${seen}, and ${rest}: neither on nor off, so these count as able to sign in.`);
}

export function requiredStep({ layout, catalogue }: Desk): TestStep {
  const { users } = layout.target;
  const name = 'Required columns';
  const filled = [users.login, users.active.column, ...layout.attributes.map(({ column }) => column)];
  const columns: readonly Column[] = [...(catalogue.users?.columns.values() ?? [])];
  const computed = columns.filter((column) => column.generated && filled.includes(column.name));
  if (computed.length > 0) {
    const which = computed.map((column) => column.name).join(', ');
    return step(name, `The database itself says what ${which} holds: take it out of the columns.`, '');
  }
  const open = columns
    .filter(({ required, hasDefault, generated }) => required && !hasDefault && !generated)
    .map((column) => column.name)
    .filter((column) => column !== users.id && !filled.includes(column));
  const problem = `${named(users)} demands a value for ${open.join(', ')}: map an attribute to each, or no account can be created.`;
  return step(name, open.length > 0 ? problem : null, 'all are filled');
}
