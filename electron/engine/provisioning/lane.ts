import { createTokenBucket, type TokenBucket } from '../../../shared/kit/token-bucket.ts';
import { dueDeliveries, nextDueAt } from '../store/delivery.ts';
import type { ReadDb } from '../store/sql.ts';
import type { LoadedApp } from './apps.ts';

/** What of one app is under way, and how much more may begin: no app waits for another, and none is overrun. */
export interface Lane {
  /**
   * What may begin now, what takes access away first; it counts as begun.
   *
   * @param isHeld what is due and cannot be taken up
   */
  begin(app: LoadedApp, now: number, isHeld: (deliveryPk: number) => boolean): readonly number[];
  /** One of them has ended. @param operations how many were tried in it */
  end(deliveryPk: number, operations: number, now: number): void;
  /** When to look again, in milliseconds since the epoch, if nothing ends before; null: no need to. */
  nextLook(app: LoadedApp, now: number): number | null;
}

/** How soon to look again at what is due but could not be taken up. */
const OVERDUE_LOOK_MS = 250;

export function createLane(db: ReadDb): Lane {
  const underWay = new Set<number>();
  let limit: { readonly perSecond: number; readonly bucket: TokenBucket } | null = null;

  function bucketOf({ delivery: { perSecond } }: LoadedApp): TokenBucket | null {
    if (perSecond === null) limit = null;
    else if (limit?.perSecond !== perSecond)
      limit = { perSecond, bucket: createTokenBucket(perSecond, Math.max(perSecond, 1)) };
    return limit?.bucket ?? null;
  }

  return {
    begin(app, now, isHeld) {
      const bucket = bucketOf(app);
      const begun: number[] = [];
      const mayBegin = () => underWay.size < app.delivery.concurrency && (bucket?.waitUntilOne(now) ?? 0) === 0;
      for (const urgent of [true, false]) {
        if (!mayBegin()) break;
        let held = 0;
        // What is due and held comes first; however much of it there is, others are seen behind it.
        for (let more = true; more && mayBegin(); ) {
          const limit = app.delivery.concurrency + underWay.size + held;
          const due = dueDeliveries(db, app.row.pk, urgent, now, limit);
          const free = due.filter((pk) => !underWay.has(pk) && !isHeld(pk));
          for (const pk of free) {
            if (!mayBegin()) break;
            underWay.add(pk);
            bucket?.take(1, now);
            begun.push(pk);
          }
          more = free.length === 0 && due.length === limit;
          held = due.length;
        }
      }
      return begun;
    },
    end(deliveryPk, operations, now) {
      underWay.delete(deliveryPk);
      limit?.bucket.take(operations - 1, now);
    },
    nextLook(app, now) {
      // Whatever ends next makes room, and is looked after then.
      if (underWay.size >= app.delivery.concurrency) return null;
      const wait = bucketOf(app)?.waitUntilOne(now) ?? 0;
      const due = [true, false].flatMap((urgent) => nextDueAt(db, app.row.pk, urgent) ?? []);
      if (due.length === 0) return null;
      const next = Math.min(...due);
      return Math.max(next <= now ? now + OVERDUE_LOOK_MS : next, now + wait);
    },
  };
}
