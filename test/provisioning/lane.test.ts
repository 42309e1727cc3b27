import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Admission } from '../../electron/engine/provisioning/admission.ts';
import type { LoadedApp } from '../../electron/engine/provisioning/apps.ts';
import { createBreaker } from '../../electron/engine/provisioning/breaker.ts';
import { type Begun, createLane } from '../../electron/engine/provisioning/lane.ts';
import { createTokenBucket } from '../../shared/kit/token-bucket.ts';
import type { DeliverySettings } from '../../shared/model/delivery-settings.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { testStore } from '../store/database.ts';

const never = () => false;
const all: Admission = { only: 'everything', until: null, why: null };
const closed = createBreaker(false, () => 0);
const keys = (begun: readonly Begun[]) => begun.map(({ deliveryPk }) => deliveryPk);

/** A store with deliveries of one app that are due at these times; only what a lane asks of them is filled in. */
function due(deliveries: readonly { readonly urgent: boolean; readonly at: number }[]) {
  const { db } = testStore();
  db.connection.pragma('foreign_keys = OFF');
  const insert = db.connection.prepare(
    `INSERT INTO delivery (pk, account_pk, app_pk, wanted, generation, confirmed_generation, due_at, urgent, failures)
     VALUES (?, ?, 1, '{}', 1, 0, ?, ?, 0)`,
  );
  for (const [index, { urgent, at }] of deliveries.entries()) insert.run(index + 1, index + 1, at, Number(urgent));
  return db;
}

const app = (delivery: Partial<DeliverySettings>) =>
  ({ row: { pk: 1 }, delivery: { ...usualDelivery, ...delivery } }) as unknown as LoadedApp;

test('what takes access away begins first, then what has waited longest, and nothing twice', () => {
  const db = due([
    { urgent: false, at: 1 },
    { urgent: false, at: 5 },
    { urgent: true, at: 9 },
    { urgent: true, at: 3 },
    { urgent: true, at: 11 },
  ]);
  const lane = createLane(db, closed);
  expect(keys(lane.begin(app({ concurrency: 3 }), all, 10, never))).toEqual([4, 3, 1]);
  expect(keys(lane.begin(app({ concurrency: 3 }), all, 10, never))).toEqual([]);
  expect(lane.nextLook(app({ concurrency: 3 }), all, 10)).toBeNull();
  db.connection.exec('UPDATE delivery SET due_at = NULL WHERE pk = 4');
  lane.end(4, 1, 10);
  expect(keys(lane.begin(app({ concurrency: 3 }), all, 11, never))).toEqual([5]);
  expect(keys(lane.begin(app({ concurrency: 16 }), all, 11, never))).toEqual([2]);
});

test('what is held keeps nobody from being seen behind it, however much of it there is', () => {
  const db = due([...Array.from({ length: 300 }, () => ({ urgent: false, at: 1 })), { urgent: false, at: 2 }]);
  const lane = createLane(db, closed);
  expect(keys(lane.begin(app({ concurrency: 2 }), all, 10, (pk) => pk <= 300))).toEqual([301]);
});

test('the next look is when something is due, or soon where it could not be taken up', () => {
  const db = due([
    { urgent: false, at: 500 },
    { urgent: true, at: 700 },
  ]);
  const lane = createLane(db, closed);
  expect(lane.nextLook(app({}), all, 100)).toBe(500);
  expect(lane.nextLook(app({}), all, 600)).toBe(850);
  expect(createLane(due([]), closed).nextLook(app({}), all, 1)).toBeNull();
});

test('no more operations begin than an app takes in a second, whatever a delivery holds', () => {
  const db = due(Array.from({ length: 40 }, () => ({ urgent: false, at: 0 })));
  const lane = createLane(db, closed);
  const slow = app({ concurrency: 16, perSecond: 2 });
  const first = lane.begin(slow, all, 0, never);
  expect(first).toHaveLength(2);
  // One of them turned out to be five operations.
  lane.end(first[0]?.deliveryPk ?? 0, 5, 0);
  lane.end(first[1]?.deliveryPk ?? 0, 1, 0);
  expect(keys(lane.begin(slow, all, 1000, never))).toEqual([]);
  expect(lane.nextLook(slow, all, 1000)).toBe(2500);
  expect(keys(lane.begin(slow, all, 2500, never))).toHaveLength(1);
  // Nothing had to be done: it costs nothing.
  lane.end(3, 0, 2500);
  expect(keys(lane.begin(slow, all, 2500, never))).toHaveLength(1);
});

test('a bucket lets through what it is to, in the long run, whatever the clock does', () => {
  const steps = fc.array(
    fc.record({ wait: fc.integer({ min: -500, max: 2000 }), count: fc.integer({ min: 1, max: 5 }) }),
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), (given, rate, burst) => {
      const bucket = createTokenBucket(rate, burst);
      let now = 0;
      let forward = 0;
      let taken = 0;
      for (const { wait, count } of given) {
        now += wait;
        forward += Math.max(wait, 0);
        if (bucket.waitUntilOne(now) > 0) continue;
        bucket.take(count, now);
        taken += count;
      }
      // What was taken at once beyond what there was is made up for before the next one passes.
      expect(taken).toBeLessThanOrEqual(burst + (forward * rate) / 1000 + 5);
    }),
  );
});

test('outside the hours only what takes access away begins, and nothing where that waits, too', () => {
  const db = due([
    { urgent: false, at: 1 },
    { urgent: true, at: 2 },
  ]);
  const lane = createLane(db, closed);
  const night = { only: 'nothing', until: 900, why: '' } as const;
  expect(lane.begin(app({}), night, 10, never)).toEqual([]);
  expect(lane.nextLook(app({}), night, 10)).toBe(900);
  // Days from now it is no clock that is wrong: nobody looks again and again.
  const week = { ...night, until: 7 * 24 * 3_600_000 };
  expect(lane.nextLook(app({}), week, 10)).toBe(3_600_010);
  const removals = { ...night, only: 'removals' } as const;
  expect(lane.begin(app({}), removals, 10, never)).toEqual([{ deliveryPk: 2, only: 'removals' }]);
});

test('while a target cannot be reached, one account tries whether it is back, when its time has come', () => {
  const db = due(Array.from({ length: 9 }, (_, n) => ({ urgent: n > 6, at: 1 })));
  const breaker = createBreaker(false, () => 1);
  const lane = createLane(db, breaker);
  for (let failure = 0; failure < 5; failure += 1) breaker.failed(100);
  expect(lane.begin(app({}), all, 100, never)).toEqual([]);
  const until = breaker.until() ?? 0;
  expect(lane.nextLook(app({}), all, 100)).toBe(until);
  expect(keys(lane.begin(app({}), all, until, never))).toEqual([8]);
  expect(lane.begin(app({}), all, until, never)).toEqual([]);
  breaker.answered();
  expect(lane.begin(app({}), all, until, never)).toHaveLength(3);
});

test('a target that names when to come again is left alone until then, unless the clock says that it was wrong', () => {
  const lane = createLane(due([{ urgent: true, at: 1 }]), closed);
  lane.rest(5000);
  expect(lane.begin(app({}), all, 4999, never)).toEqual([]);
  expect(lane.nextLook(app({}), all, 10)).toBe(5000);
  expect(lane.begin(app({}), all, 5000, never)).toHaveLength(1);
  const other = createLane(due([{ urgent: true, at: -1e12 }]), closed);
  other.rest(5000);
  expect(other.begin(app({}), all, -1e12, never)).toHaveLength(1);
});
