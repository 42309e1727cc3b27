import type { Operation, Proof } from '../../../shared/model/trace.ts';
import type { ReadDb } from '../store/sql.ts';
import { attemptsOfOperation, proofsOfOperation, type TraceOperationRow, type TraceProofRow } from '../store/trace.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** Proofs that are told of one operation. */
const PROOFS = 11;

/** An operation with its attempts, and what was seen of it. */
export function describeOperation(db: ReadDb, row: TraceOperationRow): Operation {
  const [proof = null, ...earlier] = proofsOfOperation(db, row.pk, PROOFS).map(describeProof);
  return {
    id: row.id,
    verb: row.verb,
    summary: row.summary,
    state: row.state,
    createdAt: iso(row.created_at),
    finishedAt: isoOrNull(row.finished_at),
    causes: row.causes,
    attempts: attemptsOfOperation(db, row.pk).map((attempt) => ({
      id: attempt.id,
      number: attempt.number,
      startedAt: iso(attempt.started_at),
      finishedAt: isoOrNull(attempt.finished_at),
      outcome: attempt.outcome,
      message: attempt.message,
    })),
    proof,
    earlier,
  };
}

const describeProof = ({ kind, asked, seen, not_covered, at }: TraceProofRow): Proof => ({
  kind,
  asked,
  seen,
  notCovered: JSON.parse(not_covered) as string[],
  at: iso(at),
});
