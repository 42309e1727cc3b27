import { dueRereads, nextRereadAt, postponeReread, rereadsOfDelivery } from '../store/reread.ts';
import { transaction } from '../store/sql.ts';
import type { LoadedApp } from './apps.ts';
import type { Reaches } from './reach.ts';
import { reread } from './reread.ts';

/** However far off the next look is, the clock is looked at after this long: clocks jump. */
const LONGEST_SLEEP_MS = 60_000;
const SHORTEST_SLEEP_MS = 1000;
/** Accounts of an app that are looked at before those of the next one. */
const ACCOUNTS_IN_TURN = 20;
/** After an unexpected error of ours. */
const FAULT_REST_MS = 60 * 60 * 1000;

export interface RereadLoop {
  /** Something may have become due: the computer slept, or its clock was set. */
  soon(): void;
  /** Looks no more, and waits for the look that is under way. */
  stop(): Promise<void>;
}

/**
 * Looks again at what was seen to be taken away, when its time has come; one account of an app at a time.
 *
 * @param due deliveries may have become due
 */
export function startRereadLoop({ context, of }: Reaches, due: () => void): RereadLoop {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | null = null;
  let stopped = false;

  /** Also one that could not be reached, once it may be tried: nothing else may be due there that would try it. */
  const mayBeRead = (app: LoadedApp): boolean => app.row.state === 'on' && of(app).mayBeTried();

  async function lookAt(app: LoadedApp): Promise<void> {
    for (;;) {
      const due = dueRereads(context.db, app.row.pk, context.clock.now(), ACCOUNTS_IN_TURN);
      for (const deliveryPk of due) {
        if (stopped || !mayBeRead(app)) return;
        await carefully(deliveryPk);
      }
      if (due.length === 0) return;
    }
  }

  async function carefully(deliveryPk: number): Promise<void> {
    try {
      await reread(context, deliveryPk);
      // What was given back is to be taken again.
      due();
    } catch (error) {
      context.logger.error(
        { delivery: deliveryPk, error: String((error as Error).stack) },
        'it was not looked at again',
      );
      const at = context.clock.now() + FAULT_REST_MS;
      transaction(context.db, (db) => {
        for (const { operation_pk } of rereadsOfDelivery(db, deliveryPk)) postponeReread(db, operation_pk, at);
      });
    }
  }

  /** A store that fails now may not in a minute: the looks go on. */
  function failed(error: unknown): void {
    context.logger.error({ error: String((error as Error).stack) }, 'looking again at what was taken away failed');
    timer = setTimeout(look, LONGEST_SLEEP_MS);
  }

  function plan(): void {
    const now = context.clock.now();
    const next = context.apps
      .list()
      .filter(mayBeRead)
      .flatMap(({ row }) => nextRereadAt(context.db, row.pk) ?? []);
    const wait = Math.min(Math.max(Math.min(...next) - now, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  }

  function look(): void {
    if (stopped || underWay !== null) return;
    clearTimeout(timer);
    underWay = Promise.allSettled(context.apps.list().filter(mayBeRead).map(lookAt)).then((looked) => {
      underWay = null;
      if (stopped) return;
      try {
        for (const one of looked) if (one.status === 'rejected') throw one.reason;
        plan();
      } catch (error) {
        failed(error);
      }
    });
  }

  plan();
  return {
    soon: look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
