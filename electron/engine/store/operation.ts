import type { AttemptOutcome, OperationState, Proof, Verb } from '../../../shared/model/trace.ts';
import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

/** One intended act on a target. */
export interface OperationRow {
  readonly pk: number;
  readonly id: string;
  readonly delivery_pk: number;
  readonly verb: Verb;
  readonly role: string | null;
  readonly summary: string;
  readonly state: OperationState;
  readonly generation: number;
  readonly created_at: number;
  readonly finished_at: number | null;
}

const insert = sql(
  'add operation',
  `INSERT INTO operation (id, delivery_pk, app_pk, verb, role, summary, state, generation, created_at)
   VALUES (@id, @delivery_pk, (SELECT app_pk FROM delivery WHERE pk = @delivery_pk), @verb, @role, @summary, 'running',
   @generation, @created_at)`,
);
const linkCause = sql('link cause', 'INSERT OR IGNORE INTO operation_cause (operation_pk, cause_pk) VALUES (?, ?)');
const open = sql(
  'open operations',
  `SELECT * FROM operation WHERE delivery_pk = ${given} AND state IN ('running', 'waiting', 'contradicted') ORDER BY pk`,
);
const setState = sql('set operation state', 'UPDATE operation SET state = ?, finished_at = ? WHERE pk = ?');
const putIntent = sql(
  'put intent',
  `INSERT INTO intent (operation_pk, body, at) VALUES (@operationPk, @body, @at)
   ON CONFLICT (operation_pk) DO UPDATE SET body = @body, at = @at, settled_at = NULL`,
);
const settle = sql('settle intent', 'UPDATE intent SET settled_at = ? WHERE operation_pk = ? AND settled_at IS NULL');
const lastNumber = sql('last attempt', 'SELECT coalesce(max(number), 0) AS n FROM attempt WHERE operation_pk = ?');
const insertAttempt = sql(
  'add attempt',
  "INSERT INTO attempt (id, operation_pk, number, started_at, outcome, message) VALUES (?, ?, ?, ?, 'running', '')",
);
const finish = sql('finish attempt', 'UPDATE attempt SET finished_at = ?, outcome = ?, message = ? WHERE pk = ?');
const insertProof = sql(
  'add proof',
  'INSERT INTO proof (id, operation_pk, kind, asked, seen, not_covered, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
);
const interrupted = sql(
  'interrupted attempts',
  `UPDATE attempt SET outcome = 'unknown', finished_at = started_at,
   message = 'Footbridge stopped before it could note the outcome; it looks at the target first.'
   WHERE outcome = 'running'`,
);
const reopened = sql('reopen operations', "UPDATE operation SET state = 'waiting' WHERE state = 'running'");
const recent = sql(
  'last proof',
  `SELECT p.kind, p.seen, p.at, o.verb, a.name AS app, n.name AS person FROM proof p JOIN operation o ON o.pk = p.operation_pk
   JOIN delivery d ON d.pk = o.delivery_pk JOIN account c ON c.pk = d.account_pk JOIN app a ON a.pk = d.app_pk
   JOIN person n ON n.pk = c.person_pk ORDER BY p.pk DESC LIMIT 1`,
);

export function addOperation(
  db: WriteDb,
  operation: Pick<OperationRow, 'id' | 'delivery_pk' | 'verb' | 'role' | 'summary' | 'generation' | 'created_at'>,
): number {
  return runOne(db, insert, {
    id: operation.id,
    delivery_pk: operation.delivery_pk,
    verb: operation.verb,
    role: operation.role,
    summary: operation.summary,
    generation: operation.generation,
    created_at: operation.created_at,
  });
}

export function linkCauses(db: WriteDb, operationPk: number, causePks: readonly number[]): void {
  for (const causePk of causePks) run(db, linkCause, [operationPk, causePk]);
}

/** Operations of a delivery that are not finished: under way, waiting for another try, or contradicted. */
export const openOperations = (db: ReadDb, deliveryPk: number): OperationRow[] => rows(db, open, [deliveryPk]);

export const setOperationState = (db: WriteDb, pk: number, state: OperationState, finishedAt: number | null): void =>
  void runOne(db, setState, [state, finishedAt, pk]);

const unsettled = sql(
  'unsettled intents',
  `SELECT o.*, i.body AS intent FROM operation o JOIN intent i ON i.operation_pk = o.pk
   WHERE o.delivery_pk = ? AND i.settled_at IS NULL ORDER BY o.pk`,
);

/** Operations of a delivery of which it is not known whether they took effect, with their intents. */
export const unsettledIntents = (db: ReadDb, deliveryPk: number): (OperationRow & { readonly intent: string })[] =>
  rows(db, unsettled, [deliveryPk]);

/** Makes an intent durable (with its transaction) before the target is called. */
export const writeIntent = (db: WriteDb, operationPk: number, body: string, at: number): void =>
  void runOne(db, putIntent, { operationPk, body, at });

/** The outcome of what was intended is known. */
export const settleIntent = (db: WriteDb, operationPk: number, at: number): void =>
  void run(db, settle, [at, operationPk]);

/** @returns the attempt's key */
export function startAttempt(db: WriteDb, id: string, operationPk: number, at: number): number {
  const number = (row<{ n: number }>(db, lastNumber, [operationPk])?.n ?? 0) + 1;
  return runOne(db, insertAttempt, [id, operationPk, number, at]);
}

export const finishAttempt = (db: WriteDb, pk: number, outcome: AttemptOutcome, message: string, at: number): void =>
  void runOne(db, finish, [at, outcome, message, pk]);

export const addProof = (db: WriteDb, id: string, operationPk: number, proof: Omit<Proof, 'at'>, at: number): number =>
  runOne(db, insertProof, [id, operationPk, proof.kind, proof.asked, proof.seen, JSON.stringify(proof.notCovered), at]);

/** After a stop at any point: nothing is under way any more; what was is looked at first. */
export function reopenInterrupted(db: WriteDb): void {
  run(db, interrupted);
  run(db, reopened);
}

export const lastProof = (
  db: ReadDb,
): { kind: Proof['kind']; seen: string; at: number; verb: Verb; app: string; person: string } | undefined =>
  row(db, recent);
