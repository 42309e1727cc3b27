import type { Verb } from '../../../shared/model/trace.ts';
import { given, type ReadDb, row, rows, run, sql, type WriteDb } from './sql.ts';

/** An operation that took something away, was seen to have, and is to be looked at again. */
export interface RereadRow {
  readonly operation_pk: number;
  readonly delivery_pk: number;
  readonly verb: Verb;
  readonly role: string | null;
  /** When it was first seen, in ms since the epoch: what the times of looking again count from. */
  readonly done_at: number;
  readonly due_at: number;
}

const put = sql(
  'put reread',
  `INSERT INTO reread (operation_pk, delivery_pk, app_pk, done_at, due_at)
   SELECT pk, delivery_pk, app_pk, @doneAt, @dueAt FROM operation WHERE pk = @operationPk
   ON CONFLICT (operation_pk) DO UPDATE SET done_at = @doneAt, due_at = @dueAt`,
);
const drop = sql('drop reread', 'DELETE FROM reread WHERE operation_pk = ?');
const postpone = sql('postpone reread', 'UPDATE reread SET due_at = ? WHERE operation_pk = ?');
const due = sql(
  'due rereads',
  `SELECT delivery_pk FROM reread WHERE app_pk = ${given} AND due_at <= ${given} ORDER BY due_at LIMIT ${given}`,
);
const ofDelivery = sql(
  'rereads of delivery',
  `SELECT r.operation_pk, r.delivery_pk, o.verb, o.role, r.done_at, r.due_at
   FROM reread r JOIN operation o ON o.pk = r.operation_pk WHERE r.delivery_pk = ${given} ORDER BY r.operation_pk`,
);
const next = sql('next reread', 'SELECT min(due_at) AS at FROM reread WHERE app_pk = ?');

/** Has an operation looked at again. Times in milliseconds since the epoch. */
export const putReread = (db: WriteDb, operationPk: number, doneAt: number, dueAt: number): void =>
  void run(db, put, { operationPk, doneAt, dueAt });
export const dropReread = (db: WriteDb, operationPk: number): void => void run(db, drop, [operationPk]);
export const postponeReread = (db: WriteDb, operationPk: number, dueAt: number): void =>
  void run(db, postpone, [dueAt, operationPk]);
/** Deliveries of an app of which something is to be looked at again, the longest due first. */
export const dueRereads = (db: ReadDb, appPk: number, now: number, limit: number): number[] => [
  ...new Set(rows<{ delivery_pk: number }>(db, due, [appPk, now, limit]).map((one) => one.delivery_pk)),
];
export const rereadsOfDelivery = (db: ReadDb, deliveryPk: number): RereadRow[] => rows(db, ofDelivery, [deliveryPk]);
/** @returns milliseconds since the epoch, or null when nothing is to be looked at again */
export const nextRereadAt = (db: ReadDb, appPk: number): number | null =>
  row<{ at: number | null }>(db, next, [appPk])?.at ?? null;
