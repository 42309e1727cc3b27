import { bringDeliveriesForward, dueDeliveries, nextDueAt, tryAllDeliveries } from '../store/delivery.ts';
import { reopenInterrupted } from '../store/operation.ts';
import { transaction } from '../store/sql.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import type { DeliveryContext } from './claim.ts';
import { deliver } from './deliver.ts';

/** How many accounts are carried out at once. An account is never carried out twice at a time. */
const CONCURRENCY = 8;
/** However far off the next due time is, look again after this long: clocks jump. */
const LONGEST_SLEEP_MS = 60_000;
/** How soon to look again at what is due but could not be taken up. */
const OVERDUE_LOOK_MS = 250;
/** After an unexpected error of ours the delivery rests this long. */
const FAULT_REST_MS = 5_000;

export interface DeliveryLoop {
  /** Something may have become due. */
  wake(): void;
  /** The computer is about to sleep: takes up nothing new until `resume`, or for a minute awake. What is under way goes on. */
  suspend(): void;
  /**
   * The computer woke: everything is looked at again at once, on a clock that may show any time. What waits to be tried
   * again is due now, whatever made it wait: the network may be another one, and one try more does no harm.
   */
  resume(): void;
  /** Takes up nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Carries out what is due. Claims live in memory: one engine holds the folder, so after a stop nothing is claimed, and
 * what was under way is marked interrupted and looked at first.
 */
export function startDeliveryLoop(context: DeliveryContext): DeliveryLoop {
  const underWay = new Map<number, Promise<void>>();
  const resting = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;
  let scheduled = false;
  let suspended = false;
  let stopped = false;

  transaction(context.db, reopenInterrupted);
  trustClock();

  /** A clock that was far ahead when something failed must not keep it from being tried until that time has come. */
  function trustClock(): void {
    const now = context.clock.now();
    transaction(context.db, (db) => bringDeliveriesForward(db, now, now + LONGEST_WAIT_MS));
  }

  function pump(): void {
    scheduled = false;
    if (stopped || suspended) return;
    const now = context.clock.now();
    if (underWay.size < CONCURRENCY) {
      // What rests after a fault is due and comes first; however much of it there is, others are seen behind it.
      for (const pk of dueDeliveries(context.db, now, CONCURRENCY * 2 + resting.size)) {
        if (underWay.size >= CONCURRENCY) break;
        if (underWay.has(pk) || (resting.get(pk) ?? 0) > now) continue;
        resting.delete(pk);
        underWay.set(pk, carry(pk));
      }
    }
    clearTimeout(timer);
    if (underWay.size >= CONCURRENCY) return;
    const next = nextDueAt(context.db);
    if (next === null) return;
    if (next > now + LONGEST_WAIT_MS) {
      trustClock();
      wake();
      return;
    }
    // What is due and not taken up is under way (it wakes us when it ends) or rests after a fault.
    const wait = next <= now ? OVERDUE_LOOK_MS : next - now;
    timer = setTimeout(wake, Math.min(wait, LONGEST_SLEEP_MS));
  }

  async function carry(pk: number): Promise<void> {
    // Begins in a task of its own, so that the request that woke us is answered first.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      await deliver(context, pk);
    } catch (error) {
      resting.set(pk, context.clock.now() + FAULT_REST_MS);
      context.logger.error({ delivery: pk, error: String((error as Error).stack) }, 'a delivery failed unexpectedly');
    } finally {
      underWay.delete(pk);
      wake();
    }
  }

  function wake(): void {
    if (scheduled || suspended || stopped) return;
    scheduled = true;
    setImmediate(pump);
  }

  wake();
  return {
    wake,
    suspend() {
      suspended = true;
      clearTimeout(timer);
      // Systems call a sleep off, or fail to tell of its end: no removal may wait for a word that never comes.
      timer = setTimeout(() => this.resume(), LONGEST_SLEEP_MS);
    },
    resume() {
      suspended = false;
      if (stopped) return;
      wake();
      resting.clear();
      transaction(context.db, (db) => tryAllDeliveries(db, context.clock.now()));
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.allSettled(underWay.values());
    },
  };
}
