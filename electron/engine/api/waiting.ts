import { readParked } from '../provisioning/account.ts';
import { heldOf } from '../provisioning/held.ts';
import { rejectedInWords } from '../provisioning/removal.ts';
import type { ReadDb } from '../store/sql.ts';
import { getWorkItem, type WorkItemRow } from '../store/work.ts';
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

/** Nothing holds it: it is being done. */
export const ON_THE_WAY = 'On the way.';

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
  return ON_THE_WAY;
}

function parkingItem(db: ReadDb, delivery: Pick<StandingDelivery, 'parked'>): WorkItemRow | undefined {
  const facets = readParked(delivery.parked);
  const itemPk = facets?.blockedBy ?? facets?.guard?.itemPk;
  return itemPk === undefined ? undefined : getWorkItem(db, itemPk);
}

/** What a person decided to leave as it is, and is asked about no more; null while it is asked about. */
function decidedInWords(item: WorkItemRow): string | null {
  if (item.decision === 'park') return `Set aside: ${item.title} (${item.reason})`;
  return item.decision === 'reject' ? rejectedInWords(item) : null;
}

/** The work item that holds (something of) a delivery back. */
export function parkedBy(
  db: ReadDb,
  delivery: Pick<StandingDelivery, 'parked'>,
): { workItemId: string; reason: string } | null {
  const item = parkingItem(db, delivery);
  if (!item) return null;
  return { workItemId: item.id, reason: decidedInWords(item) ?? item.title };
}

/** Both in one sentence, for a row that has no place for the work item itself. */
export function waitingInWords(context: ApiContext, delivery: StandingDelivery): string | null {
  const waiting = waitingOf(context, delivery);
  if (waiting !== null) return waiting;
  const item = parkingItem(context.db, delivery);
  return item ? (decidedInWords(item) ?? `Waits for you: ${item.title}`) : null;
}
