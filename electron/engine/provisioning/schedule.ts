import type { DeliverySettings } from '../../../shared/model/delivery-settings.ts';
import { type DeliveryRow, getDelivery, hastenDelivery, openSince, setParked } from '../store/delivery.ts';
import { unsettledIntents } from '../store/operation.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { type Parked, readParked, type WantedAccount, writeParked } from './account.ts';
import { plan, takes } from './plan.ts';

/** However many changes come, the first of them waits for at most so many times the debounce. */
const DEBOUNCES_AT_MOST = 5;

/**
 * When a delivery that changed is due. What takes access away, or may have to, is due at once; the rest waits a moment
 * for more changes of the same account, so that all of them are one plan, and an account that is gone again by then is
 * never made.
 *
 * @param delivery as it was; null when it is new
 * @returns `at` in milliseconds since the epoch
 */
export function dueFor(
  db: ReadDb,
  { debounceSeconds }: DeliverySettings,
  delivery: DeliveryRow | null,
  wanted: WantedAccount,
  parked: Parked | null,
  now: number,
): { readonly at: number; readonly urgent: boolean } {
  if (delivery !== null && isUrgent(db, delivery, wanted, parked)) return { at: now, urgent: true };
  const wait = debounceSeconds * 1000;
  if (wait === 0 || delivery === null) return { at: now + wait, urgent: false };
  const since = openSince(db, delivery) ?? now;
  // A clock that was set back must not make the first change wait until that time has come again.
  const latest = since > now ? now + wait : since + DEBOUNCES_AT_MOST * wait;
  return { at: Math.max(now, Math.min(now + wait, latest)), urgent: false };
}

/** Whether something is to be taken away, or it is not known what there is. */
function isUrgent(db: ReadDb, delivery: DeliveryRow, wanted: WantedAccount, parked: Parked | null): boolean {
  const confirmed = delivery.confirmed === null ? null : (JSON.parse(delivery.confirmed) as WantedAccount);
  return plan(wanted, confirmed, parked, null).some(takes) || unsettledIntents(db, delivery.pk).length > 0;
}

/**
 * What was begun, or seen, while something newer is wanted may be what that takes away: then it waits for nothing.
 *
 * @param begun the delivery as it was when it was taken up
 */
export function hastenIfOvertaken(db: WriteDb, begun: DeliveryRow, now: number): void {
  const delivery = getDelivery(db, begun.pk);
  if (!delivery || delivery.generation === begun.generation || delivery.urgent === 1) return;
  const wanted = JSON.parse(delivery.wanted) as WantedAccount;
  if (isUrgent(db, delivery, wanted, readParked(delivery.parked))) hastenDelivery(db, delivery.pk, now);
}

/** Writes what of a delivery is parked now, and when to look at it; null: when something new is wanted. */
export function parkDelivery(db: WriteDb, delivery: DeliveryRow, parked: Parked | null, dueAt: number | null): void {
  const wanted = JSON.parse(delivery.wanted) as WantedAccount;
  const text = parked === null ? null : writeParked(parked);
  setParked(db, delivery.pk, text, dueAt, isUrgent(db, delivery, wanted, parked));
}
