import type { TestStep } from '../connector.ts';
import type { Layout } from './accounts.ts';
import { type Connection, withConnection } from './connection.ts';
import { quoted } from './statements.ts';
import { isConfigured, toSqlite } from './value.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  /** Place in the primary key, from 1; 0 when it is not in it. */
  readonly key: number;
}
interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

const step = (name: string, problem: string | null, detail: string): TestStep => {
  return { step: name, ok: problem === null, detail: problem ?? detail };
};
const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => same(column.name, name));

/**
 * Tries a target: opens its file, looks for tables, columns and roles, takes and gives back the right to write.
 * Nothing is changed.
 */
export function testTarget(layout: Layout): { readonly steps: readonly TestStep[]; readonly roles: readonly string[] } {
  const { target } = layout;
  const { users, roles, userRoles, file } = target;
  const names = [users.table, roles.table, userRoles.table];
  const steps: TestStep[] = [];
  const opened = withConnection(file, 'read', names, (connection) => ({
    found: names.map((name) => readTable(connection, name)),
    all: connection.all(tableNames).map(([name]) => String(name)),
  }));
  steps.push(step('Open the file', opened.ok ? null : opened.failure.message, file));
  if (!opened.ok) return { steps, roles: [] };

  const { found, all } = opened.value;
  const missing = names.filter((_, index) => found[index] === null);
  const has = all.length === 0 ? 'It has no table at all.' : `It has ${shortened(all)}.`;
  const lacks = `The file has no table ${missing.join(', ')} (a view is not enough). ${has}`;
  steps.push(step('Find the tables', missing.length > 0 ? lacks : null, names.join(', ')));
  const [usersTable, rolesTable, userRolesTable] = found;
  if (!usersTable || !rolesTable || !userRolesTable) return { steps, roles: [] };

  const absent = [
    absentColumns(usersTable, [
      users.id,
      users.login,
      users.active.column,
      ...layout.attributes.map((one) => one.column),
    ]),
    absentColumns(rolesTable, [roles.id, roles.name]),
    absentColumns(userRolesTable, [userRoles.user, userRoles.role]),
  ].filter((sentence) => sentence !== null);
  steps.push(step('Find the columns', absent.length > 0 ? absent.join(' ') : null, 'all are there'));
  if (absent.length > 0) return { steps, roles: [] };

  const rest = withConnection(file, 'read', names, (connection) => {
    const roleNames = connection
      .all(layout.statements.roleNames)
      .map(([name]) => String(name))
      .sort();
    steps.push(rolesStep(roles.table, roleNames));
    steps.push(idStep(layout, connection, usersTable));
    steps.push(loginStep(layout, connection));
    steps.push(signInStep(layout, connection));
    steps.push(requiredStep(layout, usersTable));
    return roleNames;
  });
  if (!rest.ok) steps.push(step('Read the tables', rest.failure.message, ''));
  // An update of no row: BEGIN IMMEDIATE alone succeeds on a file that may not be written.
  const column = quoted(users.active.column);
  const nothing = `UPDATE ${quoted(users.table)} SET ${column} = ${column} WHERE 0`;
  const writable = withConnection(file, 'try', names, (connection) => connection.run(nothing));
  steps.push(
    step('Write', writable.ok ? null : writable.failure.message, 'the file can be written; nothing was changed'),
  );
  return { steps, roles: rest.ok ? [...new Set(rest.value)] : [] };
}

/** SQLite's own tables begin with `sqlite_`, and nobody else's may. */
const tableNames = `SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name`;

/** How many of a file's tables are named. */
const NAMED = 12;
const shortened = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;

function readTable(connection: Connection, name: string): Table | null {
  const found = connection.get(`SELECT name FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower(:name)`, {
    name,
  });
  if (found === undefined) return null;
  const rows = connection.all('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(:name)', { name });
  const columns = rows.map(([column, type, required, preset, key]) => ({
    name: String(column),
    type: String(type),
    required: required === 1n,
    hasDefault: preset !== null,
    key: Number(key),
  }));
  return { name, columns };
}

/** Which of these columns a table lacks, and those that it has, in words; null when none is missing. */
function absentColumns(table: Table, wanted: readonly string[]): string | null {
  const missing = wanted.filter((name) => columnOf(table, name) === undefined).map((name) => `${table.name}.${name}`);
  if (missing.length === 0) return null;
  const has = shortened(table.columns.map(({ name }) => name));
  return `There is no column ${missing.join(', ')}; ${table.name} has ${has}.`;
}

function rolesStep(table: string, names: readonly string[]): TestStep {
  const twice = names.find((name, index) => names[index + 1] === name);
  if (twice !== undefined) return step('Read the roles', `Two roles in ${table} are named “${twice}”; rename one.`, '');
  return step('Read the roles', null, names.length === 0 ? `Warning: ${table} has no role yet.` : names.join(', '));
}

function idStep({ target, attributes }: Layout, connection: Connection, table: Table): TestStep {
  const { id } = target.users;
  const name = 'Immutable id';
  const keys = table.columns.filter(({ key }) => key > 0);
  const column = columnOf(table, id);
  if (keys.length > 1 || column === undefined || column.key === 0) {
    const unique = isUnique(connection, table.name, id);
    if (!unique) return step(name, `${id} is not the primary key of ${table.name}; two accounts could share one.`, '');
  }
  const empty = connection.get(
    `SELECT count(*) FROM ${quoted(table.name)} WHERE ${quoted(table.name)}.${quoted(id)} IS NULL`,
  );
  const lost = Number(empty?.[0] ?? 0);
  if (lost > 0)
    return step(name, `${lost} accounts in ${table.name} have no ${id}; they can neither be read nor disabled.`, '');
  const given = column?.type.toUpperCase() === 'INTEGER' && column.key === 1;
  const mapped = attributes.find((one) => same(one.column, id));
  if (given || column?.hasDefault) return step(name, null, `${id}, given by the database`);
  if (mapped !== undefined) return step(name, null, `${id}, from the attribute ${mapped.name}`);
  const why = `${table.name}.${id} has no value of its own for a new account: map an attribute to it, or no account can be created.`;
  return step(name, why, '');
}

/** Whether an index over this column alone lets no value occur twice. */
function isUnique(connection: Connection, table: string, column: string): boolean {
  const sql = `SELECT (SELECT group_concat(info.name, char(0)) FROM pragma_index_info(list.name) AS info)
    FROM pragma_index_list(:table) AS list WHERE list."unique" = 1 AND list.partial = 0`;
  return connection.all(sql, { table }).some(([columns]) => same(String(columns), column));
}

function loginStep({ target }: Layout, connection: Connection): TestStep {
  const { table, login, id } = target.users;
  if (isUnique(connection, table, login) || same(login, id))
    return step('Unique login', null, `${login} occurs once only`);
  const follows = `Footbridge looks for the login before it creates one, but an account made in the app in that moment would be a second one.`;
  return step('Unique login', null, `Warning: ${table}.${login} is not UNIQUE. ${follows}`);
}

function signInStep({ target }: Layout, connection: Connection): TestStep {
  const { table, active } = target.users;
  const name = 'Sign-in values';
  if (isConfigured(toSqlite(active.on), active.off)) {
    return step(name, `On and off are both ${active.on}; nobody could be disabled.`, '');
  }
  const column = `${quoted(table)}.${quoted(active.column)}`;
  const counts = connection.all(`SELECT ${column}, count(*) FROM ${quoted(table)} GROUP BY ${column}`);
  let on = 0;
  let off = 0;
  const others: string[] = [];
  for (const [value = null, count] of counts) {
    if (isConfigured(value, active.on)) on += Number(count);
    else if (isConfigured(value, active.off)) off += Number(count);
    else others.push(`${Number(count)} with ${value === null ? 'NULL' : String(value).slice(0, 40)}`);
  }
  const seen = `${on} on (${active.on}), ${off} off (${active.off})`;
  if (others.length === 0) return step(name, null, seen);
  const rest = others.slice(0, 5).join(', ');
  return step(name, null, `Warning: ${seen}, and ${rest}: neither on nor off, so these count as able to sign in.`);
}

function requiredStep({ target, attributes }: Layout, table: Table): TestStep {
  const filled = [
    target.users.id,
    target.users.login,
    target.users.active.column,
    ...attributes.map(({ column }) => column),
  ];
  const open = table.columns
    .filter(({ required, hasDefault }) => required && !hasDefault)
    .filter(({ name }) => !filled.some((column) => same(column, name)))
    .map(({ name }) => name);
  const problem = `${table.name} demands a value for ${open.join(', ')}: map an attribute to each, or no account can be created.`;
  return step('Required columns', open.length > 0 ? problem : null, 'all are filled');
}
