import { join } from 'node:path';
import type { LoadedApp } from '../../electron/engine/provisioning/apps.ts';
import { createBreaker } from '../../electron/engine/provisioning/breaker.ts';
import { createLane } from '../../electron/engine/provisioning/lane.ts';
import { openStore } from '../../electron/engine/store/open.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { median } from './statistics.ts';
import type { Measured } from './targets.ts';

const OUTSTANDING = 100_000;
const ROUNDS = 200;
const now = 1_800_000_000_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** To see what is next among many that wait in one app, behind which another's few are: what each pump does. */
export function measureClaim(folder: string): Measured {
  const { db, close } = openStore(join(folder, 'claim.db'), silent);
  db.connection.pragma('foreign_keys = OFF');
  const insert = db.connection.prepare(
    `INSERT INTO delivery (account_pk, app_pk, wanted, generation, confirmed_generation, due_at, urgent, failures)
     VALUES (?, ?, '{}', 1, 0, ?, ?, 0)`,
  );
  db.connection.transaction(() => {
    for (let n = 0; n < OUTSTANDING; n += 1)
      insert.run(n, n % 1000 === 0 ? 2 : 1, now - (n % 5000), Number(n % 50 === 0));
  })();
  const apps = [1, 2].map((pk) => ({ row: { pk }, delivery: usualDelivery }) as unknown as LoadedApp);
  const everything = { only: 'everything', until: null, why: null } as const;
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const lane = createLane(db, createBreaker(false, Math.random));
    const began = performance.now();
    for (const app of apps) {
      const begun = lane.begin(app, everything, now, () => false);
      if (begun.length !== usualDelivery.concurrency) throw new Error('too few were taken up');
      for (const { deliveryPk } of begun) lane.end(deliveryPk, 1, now);
      if (lane.nextLook(app, everything, now) === null) throw new Error('nothing is left to be looked at');
    }
    took.push(performance.now() - began);
  }
  close();
  return { key: 'claim', measured: median(took), floor: null };
}
