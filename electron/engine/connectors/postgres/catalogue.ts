import type { PostgresTarget } from '../../../../shared/model/postgres-target.ts';
import type { Row, Session } from './session.ts';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export interface Column {
  readonly name: string;
  /** Where it stands in its table, from 1. */
  readonly place: number;
  /** Name of its type, of a domain the one below it: int4, uuid, text. */
  readonly type: string;
  /** As SQL writes its type: `character varying(80)`. */
  readonly written: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  /** The database alone says what it holds. */
  readonly generated: boolean;
}

export interface Table extends TableName {
  readonly columns: ReadonlyMap<string, Column>;
  /** What unique indexes over one column, or one expression, are over: its name, or the expression as SQL. */
  readonly unique: readonly string[];
}

/** What the catalogue says of the mapped tables right now. */
export interface Catalogue {
  readonly rows: readonly Row[];
  readonly users: Table | null;
  readonly roles: Table | null;
  readonly userRoles: Table | null;
  /** How texts are compared here without regard to case, as SQL around an expression. */
  readonly fold: (expression: string) => string;
}

/** A name as SQL: always quoted, so that spaces, quotes and keywords are names and nothing else. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quotedTable = ({ schema, table }: TableName): string => `${quoted(schema)}.${quoted(table)}`;

/** A table as people call it. */
export const named = ({ schema, table }: TableName): string => (schema === 'public' ? table : `${schema}.${table}`);

export const tablesOf = ({ users, roles, userRoles }: PostgresTarget): readonly TableName[] =>
  [users, roles, userRoles].filter((table) => table !== null);

/** Tables alone: a view has no primary key, and what it shows need not be what is there. */
const mapped = `WITH mapped AS (
    SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relrowsecurity, c.relforcerowsecurity
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
      AND ((n.nspname = $1 AND c.relname = $2) OR (n.nspname = $3 AND c.relname = $4) OR (n.nspname = $5 AND c.relname = $6))
  )`;

/** What a verb needs to know: which columns there are, of which types, and how the server folds letters. */
const needed = [
  `SELECT 'table', m.schema, m.name, '', pg_catalog.format('row security %s %s', m.relrowsecurity, m.relforcerowsecurity),
    NULL, NULL FROM mapped m`,
  `SELECT 'column', m.schema, m.name, a.attname,
    pg_catalog.format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
      || coalesce(' default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), '')
      || CASE WHEN a.attidentity = '' THEN '' ELSE ' identity ' || a.attidentity::text END
      || CASE WHEN a.attgenerated = '' THEN '' ELSE ' generated' END,
    CASE WHEN t.typtype = 'd' THEN (SELECT b.typname FROM pg_catalog.pg_type b WHERE b.oid = t.typbasetype) ELSE t.typname END,
    pg_catalog.json_build_object('place', a.attnum, 'written', pg_catalog.format_type(a.atttypid, NULL), 'required', a.attnotnull,
      'hasDefault', a.atthasdef OR a.attidentity <> '', 'generated', a.attgenerated <> '' OR a.attidentity = 'a')::text
  FROM mapped m JOIN pg_catalog.pg_attribute a ON a.attrelid = m.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum`,
  `SELECT 'server', '', '', '', '', pg_catalog.getdatabaseencoding(), CASE WHEN
      pg_catalog.current_setting('server_version_num')::int >= 130000 AND pg_catalog.getdatabaseencoding() = 'UTF8'
      THEN (SELECT coalesce(pg_catalog.max(c.collname::text), 'none') FROM pg_catalog.pg_collation c
            WHERE c.collname = 'und-x-icu' AND c.collnamespace = 'pg_catalog'::pg_catalog.regnamespace) END`,
];

/** What else the tables do, and let happen. */
const others = [
  `SELECT 'constraint', m.schema, m.name, k.conname, pg_catalog.pg_get_constraintdef(k.oid), NULL, NULL
  FROM mapped m JOIN pg_catalog.pg_constraint k ON k.conrelid = m.oid AND k.contype <> 'n'`,
  `SELECT 'unique index', m.schema, m.name, i.relname, pg_catalog.pg_get_indexdef(x.indexrelid),
    CASE WHEN x.indnkeyatts = 1 AND x.indpred IS NULL AND x.indisvalid THEN coalesce(
      (SELECT a.attname::text FROM pg_catalog.pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
        AND x.indkey[0] <> 0), pg_catalog.pg_get_indexdef(x.indexrelid, 1, true)) END, NULL
  FROM mapped m JOIN pg_catalog.pg_index x ON x.indrelid = m.oid AND x.indisunique
    JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid`,
  `SELECT 'trigger', m.schema, m.name, g.tgname,
    pg_catalog.pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text || ' ' || pg_catalog.md5(p.prosrc), NULL, NULL
  FROM mapped m JOIN pg_catalog.pg_trigger g ON g.tgrelid = m.oid AND NOT g.tgisinternal
    JOIN pg_catalog.pg_proc p ON p.oid = g.tgfoid`,
  `SELECT 'rule', m.schema, m.name, r.rulename, pg_catalog.pg_get_ruledef(r.oid), NULL, NULL
  FROM mapped m JOIN pg_catalog.pg_rewrite r ON r.ev_class = m.oid`,
];

const question = (parts: readonly string[]): string => `${mapped} ${parts.join(' UNION ALL ')} ORDER BY 1, 2, 3, 4`;
const questions = { needed: question(needed), whole: question([...needed, ...others]) };

/**
 * Reads what the catalogue says of the mapped tables. It can be read whatever has become of them.
 *
 * @param much needed: what a verb needs, and no more; whole: all that a fingerprint is made of
 */
export async function readCatalogue(
  session: Session,
  target: PostgresTarget,
  much: 'needed' | 'whole',
): Promise<Catalogue> {
  const { users, roles, userRoles } = target;
  const names = [users, roles ?? users, userRoles ?? users].flatMap(({ schema, table }) => [schema, table]);
  const { rows } = await session.query(questions[much], names);
  const found = (name: TableName | null): Table | null => (name === null ? null : tableIn(rows, name));
  const [server] = rows.filter(([kind]) => kind === 'server');
  return {
    rows: rows.filter(([kind]) => kind !== 'server'),
    users: found(users),
    roles: found(roles),
    userRoles: found(userRoles),
    fold: foldBy(server?.[6] ?? null),
  };
}

/**
 * Letters are folded by the rules of Unicode where the server knows them, whatever the database's own collation is, and
 * are composed canonically. `none`: it has no ICU; null: it cannot compose.
 */
const foldBy =
  (collation: string | null): Catalogue['fold'] =>
  (expression) => {
    const text = `CAST(${expression} AS text)`;
    if (collation === null) return `pg_catalog.lower(${text})`;
    const composed = `pg_catalog.normalize(${text}, 'NFC')`;
    return `pg_catalog.lower(${composed}${collation === 'none' ? '' : ` COLLATE pg_catalog.${quoted(collation)}`})`;
  };

function tableIn(rows: readonly Row[], { schema, table }: TableName): Table | null {
  const own = rows.filter((row) => row[1] === schema && row[2] === table);
  if (!own.some(([kind]) => kind === 'table')) return null;
  const columns = own
    .filter(([kind]) => kind === 'column')
    .map((row): readonly [string, Column] => {
      const name = row[3] ?? '';
      const more = JSON.parse(row[6] ?? '{}') as Omit<Column, 'name' | 'type'>;
      return [name, { ...more, name, type: row[5] ?? '' }];
    })
    .sort(([, one], [, other]) => one.place - other.place);
  const unique = own.filter(([kind]) => kind === 'unique index').flatMap((row) => row[5] ?? []);
  return { schema, table, columns: new Map(columns), unique };
}
