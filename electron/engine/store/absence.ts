import type { AbsenceKind } from '../../../shared/model/absence.ts';
import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

export interface AbsenceRow {
  readonly pk: number;
  readonly id: string;
  readonly kind: AbsenceKind;
  /** Milliseconds since the epoch. */
  readonly began_at: number;
  readonly ended_at: number;
  /** Key of the last exchange before its end. */
  readonly after_exchange: number;
}

const insert = sql(
  'add absence',
  `INSERT INTO absence (id, kind, began_at, ended_at, after_exchange)
   VALUES (?, ?, ?, ?, (SELECT coalesce(max(pk), 0) FROM exchange))`,
);
const list = sql('absences', `SELECT * FROM absence WHERE pk < ${given} ORDER BY pk DESC LIMIT ${given}`);
const forget = sql('forget absences', 'DELETE FROM absence WHERE ended_at < ?');
const arrived = sql(
  'changes that arrived after',
  `SELECT count(*) AS n FROM exchange INDEXED BY exchange_source
   WHERE source_pk = ${given} AND pk > ${given} AND changed = 1 AND at < ${given}`,
);

export const addAbsence = (db: WriteDb, absence: Omit<AbsenceRow, 'pk' | 'after_exchange'>): number =>
  runOne(db, insert, [absence.id, absence.kind, absence.began_at, absence.ended_at]);
/** Before a key, newest first. */
export const listAbsences = (db: ReadDb, beforePk: number, limit: number): AbsenceRow[] =>
  rows(db, list, [beforePk, limit]);
/** Forgets those that ended before. */
export const forgetAbsences = (db: WriteDb, before: number): void => void run(db, forget, [before]);
/** How many changes of a source came after an exchange, until a time. */
export const changesAfter = (db: ReadDb, sourcePk: number, exchangePk: number, until: number): number =>
  row<{ n: number }>(db, arrived, [sourcePk, exchangePk, until])?.n ?? 0;
