import { readParked } from '../provisioning/account.ts';
import { heldOf } from '../provisioning/held.ts';
import type { ReadDb } from '../store/sql.ts';
import { getWorkItem } from '../store/work.ts';
import type { ApiContext } from './context.ts';

/** A delivery as far as it says why nothing happens yet. */
export interface StandingDelivery {
  readonly app_pk: number;
  readonly app_name: string;
  readonly app_state: 'observing' | 'on';
  readonly parked: string | null;
  readonly due_at: number | null;
  readonly urgent: 0 | 1;
  readonly generation: number;
  readonly confirmed_generation: number;
  readonly failures: number;
}

/** Why nothing happens yet, in words; null when nothing waits, or when it waits for a person (`parkedBy`). */
export function waitingOf(context: ApiContext, delivery: StandingDelivery): string | null {
  if (delivery.generation === delivery.confirmed_generation) return null;
  if (delivery.app_state === 'observing')
    return `${delivery.app_name} is only observed: nothing is delivered to it yet.`;
  if (delivery.parked !== null && delivery.due_at === null) return null;
  const held = heldOf(context, delivery.app_pk);
  if (held !== null && (held.removals || delivery.urgent === 0)) return held.why;
  if (delivery.failures > 0 && delivery.due_at !== null)
    return `Tried ${delivery.failures} times; next try at ${new Date(delivery.due_at).toISOString()}.`;
  return 'On the way.';
}

/** The work item that holds (something of) a delivery back. */
export function parkedBy(
  db: ReadDb,
  delivery: Pick<StandingDelivery, 'parked'>,
): { workItemId: string; reason: string } | null {
  const facets = readParked(delivery.parked);
  const itemPk = facets?.blockedBy ?? facets?.guard?.itemPk;
  const item = itemPk === undefined ? undefined : getWorkItem(db, itemPk);
  if (!item) return null;
  // Set aside by a person, it is asked about no more.
  const reason = item.decision === 'park' ? `Set aside: ${item.title} (${item.reason})` : item.title;
  return { workItemId: item.id, reason };
}

/** Both in one sentence, for a row that has no place for the work item itself. */
export function waitingInWords(context: ApiContext, delivery: StandingDelivery): string | null {
  const waiting = waitingOf(context, delivery);
  if (waiting !== null) return waiting;
  const reason = parkedBy(context.db, delivery)?.reason;
  if (reason === undefined) return null;
  return reason.startsWith('Set aside: ') ? reason : `Waits for you: ${reason}`;
}
