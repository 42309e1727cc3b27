import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoadedApp } from '../../electron/engine/provisioning/apps.ts';
import { createLane } from '../../electron/engine/provisioning/lane.ts';
import { createTokenBucket } from '../../shared/kit/token-bucket.ts';
import type { DeliverySettings } from '../../shared/model/delivery-settings.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { testStore } from '../store/database.ts';

const never = () => false;

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
  const lane = createLane(db);
  expect(lane.begin(app({ concurrency: 3 }), 10, never)).toEqual([4, 3, 1]);
  expect(lane.begin(app({ concurrency: 3 }), 10, never)).toEqual([]);
  expect(lane.nextLook(app({ concurrency: 3 }), 10)).toBeNull();
  db.connection.exec('UPDATE delivery SET due_at = NULL WHERE pk = 4');
  lane.end(4, 1, 10);
  expect(lane.begin(app({ concurrency: 3 }), 11, never)).toEqual([5]);
  expect(lane.begin(app({ concurrency: 16 }), 11, never)).toEqual([2]);
});

test('what is held keeps nobody from being seen behind it, however much of it there is', () => {
  const db = due([...Array.from({ length: 300 }, () => ({ urgent: false, at: 1 })), { urgent: false, at: 2 }]);
  const lane = createLane(db);
  expect(lane.begin(app({ concurrency: 2 }), 10, (pk) => pk <= 300)).toEqual([301]);
});

test('the next look is when something is due, or soon where it could not be taken up', () => {
  const db = due([
    { urgent: false, at: 500 },
    { urgent: true, at: 700 },
  ]);
  const lane = createLane(db);
  expect(lane.nextLook(app({}), 100)).toBe(500);
  expect(lane.nextLook(app({}), 600)).toBe(850);
  expect(createLane(due([])).nextLook(app({}), 1)).toBeNull();
});

test('no more operations begin than an app takes in a second, whatever a delivery holds', () => {
  const db = due(Array.from({ length: 40 }, () => ({ urgent: false, at: 0 })));
  const lane = createLane(db);
  const slow = app({ concurrency: 16, perSecond: 2 });
  const first = lane.begin(slow, 0, never);
  expect(first).toHaveLength(2);
  // One of them turned out to be five operations.
  lane.end(first[0] ?? 0, 5, 0);
  lane.end(first[1] ?? 0, 1, 0);
  expect(lane.begin(slow, 1000, never)).toEqual([]);
  expect(lane.nextLook(slow, 1000)).toBe(2500);
  expect(lane.begin(slow, 2500, never)).toHaveLength(1);
  // Nothing had to be done: it costs nothing.
  lane.end(3, 0, 2500);
  expect(lane.begin(slow, 2500, never)).toHaveLength(1);
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
