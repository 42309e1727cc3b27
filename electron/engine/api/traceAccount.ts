import type { Decision, Operation, TraceAccount } from '../../../shared/model/trace.ts';
import { readParked } from '../provisioning/account.ts';
import type { ReadDb } from '../store/sql.ts';
import {
  attemptsOfOperation,
  causesOfChanges,
  countCausesOfChanges,
  operationsOfCause,
  proofOfOperation,
  type TraceCauseRow,
  type TraceOperationRow,
} from '../store/trace.ts';
import { getWorkItem } from '../store/work.ts';

const ACCOUNTS = 50;

/** What changes came to, account by account. */
export function accountsOf(
  db: ReadDb,
  changePks: readonly number[],
): { accounts: TraceAccount[]; accountCount: number } {
  const causes = causesOfChanges(db, changePks, ACCOUNTS);
  const accountCount = causes.length < ACCOUNTS ? causes.length : countCausesOfChanges(db, changePks);
  return { accounts: causes.map((cause) => describe(db, cause)), accountCount };
}

function describe(db: ReadDb, cause: TraceCauseRow): TraceAccount {
  const operations = operationsOfCause(db, cause.cause_pk).map((operation) => describeOperation(db, operation));
  return {
    accountId: cause.account_id,
    app: { id: cause.app_id, name: cause.app_name, state: cause.app_state },
    person: { id: cause.person_id, name: cause.person_name },
    state: cause.account_state,
    decisions: JSON.parse(cause.decisions) as Decision[],
    waiting: waiting(cause),
    parked: parked(db, cause),
    operations,
  };
}

function waiting(cause: TraceCauseRow): string | null {
  if (cause.generation === cause.confirmed_generation) return null;
  if (cause.app_state === 'observing') return `${cause.app_name} is only observed: nothing is delivered to it yet.`;
  if (cause.parked !== null && cause.due_at === null) return null;
  if (cause.failures > 0 && cause.due_at !== null)
    return `Tried ${cause.failures} times; next try at ${new Date(cause.due_at).toISOString()}.`;
  return 'On the way.';
}

function parked(db: ReadDb, cause: TraceCauseRow): TraceAccount['parked'] {
  const facets = readParked(cause.parked);
  const itemPk = facets?.blockedBy ?? facets?.guard?.itemPk;
  const item = itemPk === undefined ? undefined : getWorkItem(db, itemPk);
  return item ? { workItemId: item.id, reason: item.title } : null;
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

function describeOperation(db: ReadDb, row: TraceOperationRow): Operation {
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
