import type { TestStep } from '../connector.ts';
import { named, quoted, quotedTable, readCatalogue, tablesOf } from './catalogue.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { type Desk, type Layout, typeOf } from './layout.ts';
import { lackingRights } from './rights.ts';
import { type Database, placeOf, type Session } from './session.ts';
import { columnsStep, idStep, loginStep, requiredStep, rolesStep, signInStep, step } from './trial-steps.ts';
import { toText } from './value.ts';

export interface Tried {
  readonly steps: readonly TestStep[];
  readonly roles: readonly string[];
  /** What the tables are like; null when they could not be read. */
  readonly fingerprint: Fingerprint | null;
}

/**
 * Tries a target: connects, looks for tables, columns and roles, asks which rights there are, and writes nothing in a
 * transaction that is undone. Nothing is changed.
 */
export async function testTarget(layout: Layout, database: Database): Promise<Tried> {
  const { target } = layout;
  const steps: TestStep[] = [];
  const connected = await database.run('read', askServer);
  if (!connected.ok) {
    steps.push(step('Connect', connected.failure.message, ''));
    return { steps, roles: [], fingerprint: null };
  }
  const { server, isStandby } = connected.value;
  const standby = `The server is a standby, where nothing can be written: connect to the primary. (${server})`;
  steps.push(step('Connect', isStandby ? standby : null, `${placeOf(target)}: ${server}`));

  let fingerprint: Fingerprint | null = null;
  const looked = await database.run('read', async (session) => {
    const catalogue = await readCatalogue(session, target, 'whole');
    const desk: Desk = { layout, session, catalogue };
    const names = tablesOf(target);
    const has = (name: (typeof names)[number]) =>
      catalogue.rows.some(
        ([kind, schema, table]) => kind === 'table' && schema === name.schema && table === name.table,
      );
    const missing = names.filter((name) => !has(name)).map(named);
    const lacks = `The database has no table ${missing.join(', ')} (a view is not enough). ${missing.length > 0 ? await tablesThere(session) : ''}`;
    steps.push(step('Find the tables', missing.length > 0 ? lacks : null, names.map(named).join(', ')));
    if (missing.length > 0) return null;
    const columns = columnsStep(desk);
    steps.push(columns);
    if (!columns.ok) return null;
    fingerprint = fingerprintOf(catalogue.rows);
    const lacking = await lackingRights(desk);
    steps.push(step('Rights', lacking, 'Footbridge may read and write what it needs'));
    if (lacking !== null) return null;
    const roles = await readRoles(desk);
    if (target.roles !== null) steps.push(rolesStep(target.roles, roles));
    steps.push(await idStep(desk), loginStep(desk), await signInStep(desk), requiredStep(desk));
    return roles;
  });
  if (!looked.ok) steps.push(step('Read the tables', looked.failure.message, ''));
  if (!looked.ok || looked.value === null) return { steps, roles: [], fingerprint };

  const written = await database.run('try', (session) => writeNothing(layout, session));
  const detail = 'the tables can be written; nothing was changed';
  steps.push(step('Write', written.ok ? null : written.failure.message, detail));
  return { steps, roles: [...new Set(looked.value)], fingerprint };
}

async function askServer(session: Session): Promise<{ readonly server: string; readonly isStandby: boolean }> {
  const { rows } = await session.query(
    `SELECT pg_catalog.current_setting('server_version'), s.version, current_user, pg_catalog.pg_is_in_recovery()::text
     FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_stat_ssl s ON s.pid = pg_catalog.pg_backend_pid() AND s.ssl`,
  );
  const [version, tls, user, standby] = rows[0] ?? [];
  return { server: `PostgreSQL ${version}, ${tls ?? 'no TLS'}, as ${user}`, isStandby: standby === 'true' };
}

/** How many of a database's tables are named. */
const NAMED = 12;

async function tablesThere(session: Session): Promise<string> {
  const { rows } = await session.query(
    `SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     ORDER BY n.nspname <> 'public', 1, 2 LIMIT ${NAMED + 1}`,
  );
  if (rows.length === 0) return 'It has no table at all.';
  const names = rows.slice(0, NAMED).map(([schema, table]) => named({ schema: schema ?? '', table: table ?? '' }));
  return `It has ${names.join(', ')}${rows.length > NAMED ? ' and more' : ''}.`;
}

async function readRoles({ layout, session }: Desk): Promise<readonly string[]> {
  const { roles } = layout.target;
  if (roles === null) return [];
  const name = quoted(roles.name);
  const { rows } = await session.query(
    `SELECT CAST(${name} AS text) FROM ${quotedTable(roles)} WHERE ${name} IS NOT NULL`,
  );
  return rows.map(([role]) => role ?? '').sort();
}

/** Changes of no row: they show that these tables can be written, and that the values fit. */
async function writeNothing(layout: Layout, session: Session): Promise<void> {
  const { users, userRoles } = layout.target;
  const catalogue = await readCatalogue(session, layout.target, 'needed');
  const type = typeOf(catalogue.users, users.active.column);
  for (const value of [users.active.on, users.active.off])
    await session.query(`UPDATE ${quotedTable(users)} SET ${quoted(users.active.column)} = $1 WHERE false`, [
      toText(value, type),
    ]);
  if (userRoles !== null) await session.query(`DELETE FROM ${quotedTable(userRoles)} WHERE false`);
}
