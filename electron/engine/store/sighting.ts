import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

export type SightingKind = 'normaliser' | 'operation' | 'fingerprint';

/** How often something was seen of a source. Times in milliseconds since the epoch. */
interface Counted {
  readonly requests: number;
  readonly first_at: number;
  readonly last_at: number;
  /** Id of the newest such exchange; null when it has been forgotten. */
  readonly example: string | null;
}

export interface SightingRow extends Counted {
  readonly kind: SightingKind;
  readonly name: string;
}

/** What a batch of exchanges adds. */
export interface Addition {
  readonly requests: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly example: string;
}

export interface UnrecognisedRow extends Counted {
  readonly pk: number;
  readonly id: string;
  /** JSON. */
  readonly shape: string;
  /** How its example was answered, in words; null when that has been forgotten. */
  readonly summary: string | null;
}

const adding = `requests = requests + excluded.requests, first_at = min(first_at, excluded.first_at),
  example = iif(excluded.last_at >= last_at, excluded.example, example), last_at = max(last_at, excluded.last_at)`;
const add = sql(
  'add sighting',
  `INSERT INTO sighting (source_pk, kind, name, requests, first_at, last_at, example) VALUES (?, ?, ?, ?, ?, ?, ?)
   ON CONFLICT DO UPDATE SET ${adding}`,
);
const addMore = sql(
  'count unrecognised again',
  `UPDATE unrecognised SET requests = requests + @requests, first_at = min(first_at, @firstAt),
     example = iif(@lastAt >= last_at, @example, example), last_at = max(last_at, @lastAt)
   WHERE source_pk = @sourcePk AND shape = @shape`,
);
const addFirst = sql(
  'add unrecognised',
  `INSERT INTO unrecognised (id, source_pk, shape, requests, first_at, last_at, example)
   VALUES (@id, @sourcePk, @shape, @requests, @firstAt, @lastAt, @example)`,
);
/** The index of exchanges' ids tells whether one is still kept. */
const kept = '(SELECT e.id FROM exchange e WHERE e.id = s.example) AS example';
const bySource = sql(
  'sightings of source',
  `SELECT s.kind, s.name, s.requests, s.first_at, s.last_at, ${kept} FROM sighting s
   WHERE s.source_pk = ${given} ORDER BY s.kind, s.requests DESC, s.name`,
);
const unrecognisedColumns = 's.pk, s.id, s.shape, s.requests, s.first_at, s.last_at, e.id AS example, e.summary';
const withExample = 'unrecognised s LEFT JOIN exchange e ON e.id = s.example';
const newest = sql(
  'newest unrecognised of source',
  `SELECT ${unrecognisedColumns} FROM ${withExample} WHERE s.source_pk = ${given}
   ORDER BY s.last_at DESC, s.pk DESC LIMIT ${given}`,
);
const older = sql(
  'older unrecognised of source',
  `SELECT ${unrecognisedColumns} FROM ${withExample} WHERE s.source_pk = ${given}
     AND (s.last_at, s.pk) < (${given}, ${given}) ORDER BY s.last_at DESC, s.pk DESC LIMIT ${given}`,
);
const total = sql(
  'total of unrecognised of source',
  `SELECT coalesce(sum(requests), 0) AS requests, count(*) AS shapes FROM unrecognised WHERE source_pk = ${given}`,
);

export const addSighting = (db: WriteDb, sourcePk: number, kind: SightingKind, name: string, more: Addition): void =>
  void runOne(db, add, [sourcePk, kind, name, more.requests, more.firstAt, more.lastAt, more.example]);

/** @returns whether this shape was known and is counted now */
export const countUnrecognised = (
  db: WriteDb,
  sourcePk: number,
  shape: string,
  { requests, firstAt, lastAt, example }: Addition,
): boolean => run(db, addMore, { sourcePk, shape, requests, firstAt, lastAt, example }).changes === 1;

export const addUnrecognised = (
  db: WriteDb,
  id: string,
  sourcePk: number,
  shape: string,
  { requests, firstAt, lastAt, example }: Addition,
): void => void runOne(db, addFirst, { id, sourcePk, shape, requests, firstAt, lastAt, example });

/** Of each kind those that were seen most come first. */
export const sightingsOf = (db: ReadDb, sourcePk: number): SightingRow[] => rows(db, bySource, [sourcePk]);

/** Those that came last come first. @param after the last row of the page before: its `last_at` and `pk` */
export const unrecognisedOf = (
  db: ReadDb,
  sourcePk: number,
  after: readonly [number, number] | null,
  limit: number,
): UnrecognisedRow[] =>
  after === null ? rows(db, newest, [sourcePk, limit]) : rows(db, older, [sourcePk, ...after, limit]);

export const totalOfUnrecognised = (db: ReadDb, sourcePk: number): { requests: number; shapes: number } =>
  row(db, total, [sourcePk]) ?? { requests: 0, shapes: 0 };
