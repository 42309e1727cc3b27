import { named, quotedTable, type TableName } from './catalogue.ts';
import type { Desk } from './layout.ts';

interface Right extends TableName {
  readonly column: string | null;
  readonly right: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
}

const of = (table: TableName, columns: readonly (string | null)[], ...rights: readonly Right['right'][]): Right[] =>
  rights.flatMap((right) => columns.map((column) => ({ schema: table.schema, table: table.table, column, right })));

/** What Footbridge does with the mapped tables, as rights that its login needs. */
function neededRights({ layout, catalogue }: Desk): readonly Right[] {
  const { users, roles, userRoles } = layout.target;
  const attributes = layout.attributes.map(({ column }) => column).filter((column) => column !== users.id);
  const writable = [users.login, users.active.column, ...attributes];
  const mapsId = layout.attributes.some(({ column }) => column === users.id);
  const created = mapsId ? [users.id, ...writable] : writable;
  const isGenerated = (column: string) => catalogue.users?.columns.get(column)?.generated === true;
  const rights = [
    ...of(users, [users.id, ...writable], 'SELECT'),
    ...of(
      users,
      created.filter((column) => !isGenerated(column)),
      'INSERT',
    ),
    ...of(
      users,
      writable.filter((column) => !isGenerated(column)),
      'UPDATE',
    ),
  ];
  if (roles === null || userRoles === null) return rights;
  return [
    ...rights,
    ...of(roles, [roles.id, roles.name], 'SELECT'),
    ...of(userRoles, [userRoles.user, userRoles.role], 'SELECT', 'INSERT'),
    ...of(userRoles, [null], 'DELETE'),
  ];
}

/**
 * Which rights the login of Footbridge lacks, in words; null when none. Row security that applies to it counts as one:
 * an account that a policy hides would look as if it were gone.
 */
export async function lackingRights(desk: Desk): Promise<string | null> {
  const { session, layout } = desk;
  const { users } = layout.target;
  const { rows } = await session.query(
    `WITH wanted AS (
       SELECT w.*, n.oid AS space, c.oid AS relation
       FROM pg_catalog.json_to_recordset($1::json) AS w("schema" text, "table" text, "column" text, "right" text)
       JOIN pg_catalog.pg_namespace n ON n.nspname = w."schema"
       JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w."table")
     SELECT DISTINCT 'USAGE on the schema ' || w."schema" FROM wanted w
       WHERE NOT pg_catalog.has_schema_privilege(w.space, 'USAGE')
     UNION ALL SELECT w."right" || ' on ' || w."table" || coalesce('.' || w."column", '') FROM wanted w
       WHERE NOT CASE WHEN w."column" IS NULL THEN pg_catalog.has_table_privilege(w.relation, w."right")
         ELSE pg_catalog.has_column_privilege(w.relation, w."column", w."right") END
     UNION ALL SELECT DISTINCT 'BYPASSRLS: row security hides rows of ' || w."table" FROM wanted w
       WHERE pg_catalog.row_security_active(w.relation)`,
    [JSON.stringify(neededRights(desk))],
  );
  const lacking = rows.map(([right]) => right ?? '');
  // Asked by name, which needs the right to look into the schema.
  if (lacking.length === 0) lacking.push(...(await lackingSequence(desk)));
  if (lacking.length === 0) return null;
  const whose = named(users);
  return `The login of Footbridge lacks ${lacking.join(', ')}. GRANT it, or ${whose} cannot be kept.`;
}

/** A new account takes its id from a sequence, which has rights of its own where it is no identity column. */
async function lackingSequence({ session, layout }: Desk): Promise<string[]> {
  const { users } = layout.target;
  const { rows } = await session.query(
    `SELECT s.name FROM (SELECT pg_catalog.pg_get_serial_sequence($1, $2) AS name) s
     JOIN pg_catalog.pg_attribute a ON a.attrelid = $1::pg_catalog.regclass AND a.attname = $2 AND a.attidentity = ''
     WHERE s.name IS NOT NULL AND NOT pg_catalog.has_sequence_privilege(s.name, 'USAGE, UPDATE')`,
    [quotedTable(users), users.id],
  );
  return rows.map(([name]) => `USAGE on the sequence ${name}`);
}
