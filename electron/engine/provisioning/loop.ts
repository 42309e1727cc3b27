import { bringDeliveriesForward, tryAllDeliveries, tryAllDeliveriesOfApp } from '../store/delivery.ts';
import { reopenInterrupted } from '../store/operation.ts';
import { transaction } from '../store/sql.ts';
import { admission } from './admission.ts';
import type { LoadedApp } from './apps.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { deliver } from './deliver.ts';
import type { Begun, Lane } from './lane.ts';
import type { Reaches } from './reach.ts';

/** However far off the next due time is, look again after this long: clocks jump. */
const LONGEST_SLEEP_MS = 60_000;
/** After an unexpected error of ours the delivery rests this long. */
const FAULT_REST_MS = 5_000;
/** An id that no account has. */
const NOBODY = '0';

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
  /** A person says that an app can be reached: it is tried now. */
  tryApp(app: LoadedApp): void;
  /** Takes up nothing new and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Carries out what is due. Claims live in memory: one engine holds the folder, so after a stop nothing is claimed, and
 * what was under way is marked interrupted and looked at first.
 */
export function startDeliveryLoop({ context, of }: Reaches): DeliveryLoop {
  const underWay = new Set<Promise<void>>();
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
    const looks: number[] = [];
    for (const app of context.apps.list()) {
      if (app.row.state !== 'on') continue;
      const { lane } = of(app);
      const admitted = admission(app, context.apps.pause(), now);
      for (const begun of lane.begin(app, admitted, now, (one) => rests(one, now))) {
        resting.delete(begun.deliveryPk);
        const carried = carry(begun, lane);
        underWay.add(carried);
        void carried.then(() => underWay.delete(carried));
      }
      const look = lane.nextLook(app, admitted, now);
      if (look !== null) looks.push(look);
    }
    clearTimeout(timer);
    if (looks.length === 0) return;
    const next = Math.min(...looks);
    if (next > now + LONGEST_WAIT_MS) {
      trustClock();
      wake();
      return;
    }
    timer = setTimeout(wake, Math.min(next - now, LONGEST_SLEEP_MS));
  }

  /** Nothing rests for longer: where it seems so, the clock was set back. */
  function rests(deliveryPk: number, now: number): boolean {
    const left = (resting.get(deliveryPk) ?? 0) - now;
    return left > 0 && left <= FAULT_REST_MS;
  }

  async function carry({ deliveryPk, only }: Begun, lane: Lane): Promise<void> {
    // Begins in a task of its own, so that the request that woke us is answered first.
    await new Promise((resolve) => setImmediate(resolve));
    let operations = 0;
    try {
      operations = await deliver(context, deliveryPk, only);
    } catch (error) {
      resting.set(deliveryPk, context.clock.now() + FAULT_REST_MS);
      context.logger.error(
        { delivery: deliveryPk, error: String((error as Error).stack) },
        'a delivery failed unexpectedly',
      );
    } finally {
      lane.end(deliveryPk, operations, context.clock.now());
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
      for (const app of context.apps.list()) of(app).tryNow();
      transaction(context.db, (db) => tryAllDeliveries(db, context.clock.now()));
    },
    tryApp(app) {
      const reach = of(app);
      reach.tryNow();
      // Nothing may be due there: whoever asked is told by a call of its own whether it answers.
      const asked = reach.connector(app).read(NOBODY).then(wake);
      underWay.add(asked);
      void asked.finally(() => underWay.delete(asked));
      transaction(context.db, (db) => tryAllDeliveriesOfApp(db, app.row.pk, context.clock.now()));
      wake();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.allSettled(underWay);
    },
  };
}
