import type { AccountState, AttemptOutcome, OperationState, ProofKind, Verb } from '../../../shared/model/trace.ts';
import { given, type ReadDb, row, rows, sql } from './sql.ts';

/** What a change means for one account. */
export interface TraceCauseRow {
  readonly cause_pk: number;
  readonly delivery_pk: number;
  readonly account_id: string;
  readonly account_state: AccountState;
  readonly app_id: string;
  readonly app_pk: number;
  readonly app_name: string;
  readonly app_state: 'observing' | 'on';
  readonly person_id: string;
  readonly person_name: string;
  readonly decisions: string;
  readonly parked: string | null;
  readonly due_at: number | null;
  readonly urgent: 0 | 1;
  readonly generation: number;
  readonly confirmed_generation: number;
  readonly failures: number;
}

export interface TraceOperationRow {
  readonly pk: number;
  readonly id: string;
  readonly verb: Verb;
  readonly summary: string;
  readonly state: OperationState;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly causes: number;
}

export interface TraceAttemptRow {
  readonly id: string;
  readonly number: number;
  readonly started_at: number;
  readonly finished_at: number | null;
  readonly outcome: AttemptOutcome;
  readonly message: string;
}

export interface TraceProofRow {
  readonly kind: ProofKind;
  readonly asked: string;
  readonly seen: string;
  readonly not_covered: string;
  readonly at: number;
}

const causes = sql(
  'causes of changes',
  `SELECT c.pk AS cause_pk, d.pk AS delivery_pk, k.id AS account_id, k.state AS account_state, a.id AS app_id,
     a.name AS app_name, a.state AS app_state, p.id AS person_id, p.name AS person_name, c.decisions, d.app_pk, d.parked, d.due_at, d.urgent,
     d.generation, d.confirmed_generation, d.failures
   FROM delivery_cause c JOIN delivery d ON d.pk = c.delivery_pk JOIN account k ON k.pk = d.account_pk
   JOIN app a ON a.pk = d.app_pk JOIN person p ON p.pk = k.person_pk
   WHERE c.change_pk IN (SELECT value FROM json_each(?))
   ORDER BY d.parked IS NULL, d.generation = d.confirmed_generation, c.pk LIMIT ?`,
);
const countCauses = sql(
  'count causes of changes',
  'SELECT count(*) AS n FROM delivery_cause WHERE change_pk IN (SELECT value FROM json_each(?))',
);
const operations = sql(
  'operations of cause',
  `SELECT o.*, (SELECT count(*) FROM operation_cause x WHERE x.operation_pk = o.pk) AS causes
   FROM operation_cause k JOIN operation o ON o.pk = k.operation_pk WHERE k.cause_pk = ? ORDER BY o.pk`,
);
const attempts = sql('attempts of operation', 'SELECT * FROM attempt WHERE operation_pk = ? ORDER BY number');
const proofs = sql(
  'newest proofs of operation',
  `SELECT * FROM proof WHERE operation_pk = ${given} ORDER BY pk DESC LIMIT ${given}`,
);

/** What changes mean for accounts: those that need a person first, then those under way. */
export const causesOfChanges = (db: ReadDb, changePks: readonly number[], limit: number): TraceCauseRow[] =>
  rows(db, causes, [JSON.stringify(changePks), limit]);
export const countCausesOfChanges = (db: ReadDb, changePks: readonly number[]): number =>
  row<{ n: number }>(db, countCauses, [JSON.stringify(changePks)])?.n ?? 0;
export const operationsOfCause = (db: ReadDb, causePk: number): TraceOperationRow[] => rows(db, operations, [causePk]);
export const attemptsOfOperation = (db: ReadDb, operationPk: number): TraceAttemptRow[] =>
  rows(db, attempts, [operationPk]);
/** What was seen of an operation, newest first. */
export const proofsOfOperation = (db: ReadDb, operationPk: number, limit: number): TraceProofRow[] =>
  rows(db, proofs, [operationPk, limit]);
