import type { FilterTable } from './filterTable.ts';
import type { SortKey } from './sort.ts';
import { composedRows, given, type ReadDb, type SqlValue } from './sql.ts';
import { type Condition, countUsers } from './user.ts';

/** The resources of one type that a list holds. Users stand before groups that are equal in its order. */
export interface Listed {
  readonly table: FilterTable;
  /** Null for all of them. */
  readonly condition: Condition | null;
  /** Null in a list that is in the order in which resources were made; of all its types or of none. */
  readonly key: SortKey | null;
}

/** A resource's place in a list: by its key, then its type, then its age; all of them backwards in a descending list. */
export interface Slot {
  readonly kind: FilterTable['name'];
  readonly pk: number;
  /** Null when it has none. */
  readonly key: string | number | null;
}

/** The order of a list. In a descending one resources without a key come first, otherwise last (RFC 7644 §3.4.2.3). */
type Direction = 'ascending' | 'descending';

interface Part {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const rank = { user_resource: 0, group_resource: 1 } as const;

/** The places from an offset on. What an index holds is counted through there, without a look at any resource. */
export function slotsFrom(
  db: ReadDb,
  sourcePk: number,
  listed: readonly Listed[],
  direction: Direction,
  offset: number,
  limit: number,
): Slot[] {
  const parts = listed.map((one) => select(one, sourcePk, null));
  const nullable = listed.some(({ key }) => key?.nullable === true);
  return slots(db, parts, { keyed: listed.some(({ key }) => key !== null), nullable, direction }, limit, offset);
}

/**
 * The places beyond one, or from the start. The cost does not depend on how far that is where the order is an index's:
 * those with a key and those without are asked for apart, since each is one range of the index.
 *
 * @param after a place, whether or not anything is there any more
 */
export function slotsBeyond(
  db: ReadDb,
  sourcePk: number,
  listed: readonly Listed[],
  direction: Direction,
  after: Slot | null,
  limit: number,
): Slot[] {
  const found: Slot[] = [];
  for (const keyed of direction === 'ascending' ? [true, false] : [false, true]) {
    if (found.length >= limit) break;
    const isBehind = after !== null && (after.key !== null) !== keyed && keyed === (direction === 'ascending');
    if (isBehind) continue;
    const anchor = after !== null && (after.key !== null) === keyed ? after : null;
    const parts = listed.flatMap((one) => {
      if (keyed ? one.key === null : one.key !== null && !one.key.nullable) return [];
      const range = rangeOf(one, keyed, anchor, direction);
      return range === null ? [] : [select(one, sourcePk, range)];
    });
    if (parts.length === 0) continue;
    found.push(...slots(db, parts, { keyed, nullable: false, direction }, limit - found.length, 0));
  }
  return found;
}

/** Those with a key, or without one, and beyond the anchor. @returns null when none can be */
function rangeOf({ table, key }: Listed, keyed: boolean, anchor: Slot | null, direction: Direction): Part | null {
  const value = key?.isWorkedOut === true ? 'r.key' : (key?.sql ?? null);
  const beyond = anchor === null ? null : beyondAnchor(table, keyed ? value : null, anchor, direction);
  if (beyond === 'none') return null;
  // What lies beyond a value is a value.
  const isSaid = key?.nullable !== true || (keyed && beyond !== null);
  const conditions = [isSaid ? '' : `${value} IS ${keyed ? 'NOT NULL' : 'NULL'}`, beyond?.sql ?? ''].filter(Boolean);
  return { sql: conditions.join(' AND '), parameters: beyond?.parameters ?? [] };
}

function beyondAnchor(
  table: FilterTable,
  key: string | null,
  anchor: Slot,
  direction: Direction,
): Part | 'none' | null {
  const sign = direction === 'ascending' ? '>' : '<';
  const sooner = (rank[table.name] - rank[anchor.kind]) * (direction === 'ascending' ? 1 : -1);
  if (key === null) {
    if (sooner !== 0) return sooner < 0 ? 'none' : null;
    return { sql: `r.pk ${sign} ${given}`, parameters: [anchor.pk] };
  }
  if (sooner !== 0) return { sql: `${key} ${sign}${sooner < 0 ? '' : '='} ${given}`, parameters: [anchor.key] };
  return { sql: `(${key}, r.pk) ${sign} (${given}, ${given})`, parameters: [anchor.key, anchor.pk] };
}

function select({ table, condition, key }: Listed, sourcePk: number, range: Part | null): Part {
  const listed = `r.source_pk = ${given} AND r.deleted_at IS NULL${condition === null ? '' : ` AND (${condition.sql})`}`;
  const slot = `SELECT '${table.name}' AS kind, ${rank[table.name]} AS rank, r.pk AS pk, ${key?.sql ?? 'NULL'} AS key
    FROM ${table.name} AS r WHERE ${listed}`;
  const parameters = [sourcePk, ...(condition?.parameters ?? []), ...(range?.parameters ?? [])];
  if (range === null || range.sql === '') return { sql: slot, parameters };
  // The LIMIT keeps SQLite from working the key out anew wherever it is mentioned.
  if (key?.isWorkedOut === true) {
    return { sql: `SELECT r.kind, r.rank, r.pk, r.key FROM (${slot} LIMIT -1) AS r WHERE ${range.sql}`, parameters };
  }
  return { sql: `${slot} AND ${range.sql}`, parameters };
}

interface Order {
  /** Whether resources have keys; without, they stand in the order in which they were made. */
  readonly keyed: boolean;
  readonly nullable: boolean;
  readonly direction: Direction;
}

function slots(db: ReadDb, parts: readonly Part[], order: Order, limit: number, offset: number): Slot[] {
  const descending = order.direction === 'descending';
  const nulls = order.nullable ? ` NULLS ${descending ? 'FIRST' : 'LAST'}` : '';
  const way = descending ? ' DESC' : '';
  const terms = [
    ...(order.keyed ? [`key${way}${nulls}`] : []),
    ...(parts.length > 1 ? [`rank${way}`] : []),
    `pk${way}`,
  ];
  const text = `${parts.map(({ sql }) => sql).join(' UNION ALL ')} ORDER BY ${terms.join(', ')} LIMIT ${given} OFFSET ${given}`;
  const parameters = [...parts.flatMap((part) => part.parameters), limit, offset];
  return composedRows<Slot>(db, 'page of a list', text, parameters);
}

/** How many resources a list holds. */
export function countListed(db: ReadDb, sourcePk: number, listed: readonly Listed[]): number {
  const counts = listed.map(({ table, condition }) => {
    if (table.name === 'user_resource' && condition === null) return countUsers(db, sourcePk);
    const where = condition === null ? '' : ` AND (${condition.sql})`;
    const text = `SELECT count(*) AS n FROM ${table.name} AS r WHERE r.source_pk = ${given} AND r.deleted_at IS NULL${where}`;
    const parameters = [sourcePk, ...(condition?.parameters ?? [])];
    return composedRows<{ n: number }>(db, 'size of a list', text, parameters)[0]?.n ?? 0;
  });
  return counts.reduce((sum, counted) => sum + counted, 0);
}

/** The key that a resource has by now; undefined when there is no such resource. */
export function keyNow(db: ReadDb, { table, key }: Listed, pk: number): Slot['key'] | undefined {
  const text = `SELECT ${key?.sql ?? 'NULL'} AS key FROM ${table.name} AS r WHERE r.pk = ${given}`;
  return composedRows<Pick<Slot, 'key'>>(db, 'key of a resource', text, [pk])[0]?.key;
}
