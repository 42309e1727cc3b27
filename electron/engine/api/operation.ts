import type { Operation } from '../../../shared/model/trace.ts';
import type { ReadDb } from '../store/sql.ts';
import { attemptsOfOperation, proofOfOperation, type TraceOperationRow } from '../store/trace.ts';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** An operation with its attempts and its newest proof. */
export function describeOperation(db: ReadDb, row: TraceOperationRow): Operation {
  const proof = proofOfOperation(db, row.pk);
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
    proof: proof
      ? {
          kind: proof.kind,
          asked: proof.asked,
          seen: proof.seen,
          notCovered: JSON.parse(proof.not_covered) as string[],
          at: iso(proof.at),
        }
      : null,
  };
}
