import { createTokenBucket, type TokenBucket } from '../../../shared/kit/token-bucket.ts';
import { dueDeliveries, nextDueAt } from '../store/delivery.ts';
import { dueReleased, nextReleasedAt } from '../store/removal.ts';
import type { ReadDb } from '../store/sql.ts';
import type { Admission } from './admission.ts';
import type { LoadedApp } from './apps.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import type { Breaker } from './breaker.ts';

/** Something that is begun, and how much of it may be done. */
export interface Begun {
  readonly deliveryPk: number;
  readonly only: 'everything' | 'removals';
}

/** What of one app is under way, and how much more may begin: no app waits for another, and none is overrun. */
export interface Lane {
  /**
   * What may begin now, what takes access away first; it counts as begun.
   *
   * @param isHeld what is due and cannot be taken up
   */
  begin(app: LoadedApp, admission: Admission, now: number, isHeld: (deliveryPk: number) => boolean): readonly Begun[];
  /** One of them has ended. @param operations how many were tried in it */
  end(deliveryPk: number, operations: number, now: number): void;
  /** When to look again, in milliseconds since the epoch, if nothing ends before; null: no need to. */
  nextLook(app: LoadedApp, admission: Admission, now: number): number | null;
  /** The target asks to be left alone until then; 0: not any more. */
  rest(until: number): void;
}

/** What is looked for, in this order; where nothing is let through, what a person released by hand still is. */
const kindsOf = (only: Admission['only']): readonly ('released' | 'urgent' | 'other')[] =>
  only === 'nothing' ? ['released'] : only === 'removals' ? ['urgent'] : ['urgent', 'other'];

/** How soon to look again at what is due but could not be taken up. */
const OVERDUE_LOOK_MS = 250;
/** However far off a window is, look again after this long. */
const LONGEST_LOOK_MS = 60 * 60 * 1000;

export function createLane(db: ReadDb, breaker: Breaker): Lane {
  const underWay = new Set<number>();
  let limit: { readonly perSecond: number; readonly bucket: TokenBucket } | null = null;
  let restsUntil = 0;

  function bucketOf({ delivery: { perSecond } }: LoadedApp): TokenBucket | null {
    if (perSecond === null) limit = null;
    else if (limit?.perSecond !== perSecond)
      limit = { perSecond, bucket: createTokenBucket(perSecond, Math.max(perSecond, 1)) };
    return limit?.bucket ?? null;
  }

  /** How long nothing may begin, whatever is due. */
  function waitOf(app: LoadedApp, now: number): number {
    const open = breaker.state(now) === 'open' ? (breaker.until() ?? now) - now : 0;
    // No target is left alone for longer: the clock was set back.
    const rest = restsUntil - now > LONGEST_WAIT_MS ? 0 : restsUntil - now;
    return Math.max(open, rest, bucketOf(app)?.waitUntilOne(now) ?? 0, 0);
  }

  /** One at a time tries whether the target is back. */
  const roomOf = (app: LoadedApp, now: number): number =>
    (breaker.state(now) === 'closed' ? app.delivery.concurrency : 1) - underWay.size;

  return {
    begin(app, { only }, now, isHeld) {
      const begun: Begun[] = [];
      const part = only === 'everything' ? only : 'removals';
      const mayBegin = () => roomOf(app, now) > 0 && waitOf(app, now) === 0;
      for (const kind of kindsOf(only)) {
        let held = 0;
        // What is due and held comes first; however much of it there is, others are seen behind it.
        for (let more = true; more && mayBegin(); ) {
          const limit = app.delivery.concurrency + underWay.size + held;
          const due =
            kind === 'released'
              ? dueReleased(db, app.row.pk, now, limit)
              : dueDeliveries(db, app.row.pk, kind === 'urgent', now, limit);
          const free = due.filter((pk) => !underWay.has(pk) && !isHeld(pk));
          for (const deliveryPk of free) {
            if (!mayBegin()) break;
            underWay.add(deliveryPk);
            bucketOf(app)?.take(1, now);
            begun.push({ deliveryPk, only: part });
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
    nextLook(app, { only, until }, now) {
      // Whatever ends next makes room, and is looked after then.
      if (roomOf(app, now) <= 0) return null;
      const due = kindsOf(only).flatMap(
        (kind) =>
          (kind === 'released' ? nextReleasedAt(db, app.row.pk) : nextDueAt(db, app.row.pk, kind === 'urgent')) ?? [],
      );
      const next = due.length === 0 ? null : Math.min(...due);
      const looks = [
        // A window may open days from now; a due time that far off would be a clock's fault.
        ...(until === null ? [] : [Math.min(until, now + LONGEST_LOOK_MS)]),
        ...(next === null ? [] : [Math.max(next <= now ? now + OVERDUE_LOOK_MS : next, now + waitOf(app, now))]),
      ];
      return looks.length === 0 ? null : Math.min(...looks);
    },
    rest(until) {
      restsUntil = until === 0 ? 0 : Math.max(restsUntil, until);
    },
  };
}
