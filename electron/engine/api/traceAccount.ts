import type { Decision, TraceAccount } from '../../../shared/model/trace.ts';
import { causesOfChanges, countCausesOfChanges, operationsOfCause, type TraceCauseRow } from '../store/trace.ts';
import type { ApiContext } from './context.ts';
import { describeOperation } from './operation.ts';
import { parkedBy, waitingOf } from './waiting.ts';

const ACCOUNTS = 50;

/** What changes came to, account by account. */
export function accountsOf(
  context: ApiContext,
  changePks: readonly number[],
): { accounts: TraceAccount[]; accountCount: number } {
  const { db } = context;
  const causes = causesOfChanges(db, changePks, ACCOUNTS);
  const accountCount = causes.length < ACCOUNTS ? causes.length : countCausesOfChanges(db, changePks);
  return { accounts: causes.map((cause) => describe(context, cause)), accountCount };
}

function describe(context: ApiContext, cause: TraceCauseRow): TraceAccount {
  const { db } = context;
  const operations = operationsOfCause(db, cause.cause_pk).map((operation) => describeOperation(db, operation));
  return {
    accountId: cause.account_id,
    app: { id: cause.app_id, name: cause.app_name, state: cause.app_state },
    person: { id: cause.person_id, name: cause.person_name },
    state: cause.account_state,
    decisions: JSON.parse(cause.decisions) as Decision[],
    waiting: waitingOf(context, cause),
    parked: parkedBy(db, cause),
    operations,
  };
}
