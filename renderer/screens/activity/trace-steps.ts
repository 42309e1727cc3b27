import type { Trace, TraceAccount } from '../../../shared/model/trace.ts';
import { standingProof } from '../../ui/standing-proof.ts';
import type { Span } from '../../ui/waterfall.tsx';

/** The stretch from the request's arrival to the last thing that is known to have happened for it. */
export function traceSpan(trace: Trace): Span {
  const from = Date.parse(trace.exchange.at);
  const moments = [
    from + trace.exchange.durationMs,
    ...trace.changes.map((change) => Date.parse(change.at)),
    ...trace.accounts.flatMap((account) =>
      account.operations.flatMap((operation) => [
        Date.parse(operation.createdAt),
        ...(operation.finishedAt === null ? [] : [Date.parse(operation.finishedAt)]),
        ...operation.attempts.flatMap((attempt) => [
          Date.parse(attempt.startedAt),
          ...(attempt.finishedAt === null ? [] : [Date.parse(attempt.finishedAt)]),
        ]),
        ...[standingProof(operation)].flatMap((proof) => (proof === null ? [] : [Date.parse(proof.at)])),
      ]),
    ),
  ];
  return { from, to: moments.reduce((latest, moment) => Math.max(latest, moment), from) };
}

/** When the decisions about an account fell: with the last change, in the same transaction. */
export const decidedAt = (trace: Trace): number =>
  trace.changes.reduce((latest, change) => Math.max(latest, Date.parse(change.at)), Date.parse(trace.exchange.at));

/** Whether an account needs a person or ended otherwise than asked; such accounts are shown open. */
export const isLoud = (account: TraceAccount): boolean =>
  account.parked !== null ||
  account.state === 'failed' ||
  account.state === 'conflict' ||
  account.operations.some(({ state }) => state === 'failed' || state === 'contradicted');

/** The work items that park more than one of these accounts, each once: one decision, shown above them all. */
export function parkedTogether(accounts: readonly TraceAccount[]): readonly NonNullable<TraceAccount['parked']>[] {
  const items = accounts.flatMap(({ parked }) => (parked === null ? [] : [parked]));
  return items.filter(({ workItemId }, index) => {
    const same = items.filter((item) => item.workItemId === workItemId);
    return same.length > 1 && items.findIndex((item) => item.workItemId === workItemId) === index;
  });
}
