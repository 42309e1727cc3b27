import { renameSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { until } from '../support/engine-until.ts';
import { type Stage, setStage } from './stage.ts';

const HOUR = 60 * 60 * 1000;
const ada = 'ada@example.com';
const bob = 'bob@example.com';

/** A clock that only a test moves: what waits for a time waits for the test. */
function standingClock() {
  let now = Date.now();
  return {
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

test('while suspended nothing is begun, though the door is open; then everything at once', async () => {
  const { engine, client, wiki, hire, quiet } = await setStage({ clock: standingClock() });
  engine.suspend();
  engine.suspend();
  await hire(ada, 'Sales');
  // Each of these was delivered long before the next came, were deliveries not suspended.
  for (let others = 1; others <= 20; others++) await hire(`colleague-${others}@example.com`, 'Sales');
  expect(wiki.effects()).toEqual([]);
  expect((await client.call('status.get', {})).outstanding).toBe(21);
  engine.resume();
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['reader'] });
  expect(engine.log.filter((line) => /suspended|resumed/.test(line))).toHaveLength(3);
});

afterEach(() => void vi.useRealTimers());

test('a sleep that is called off without a word ends by itself, after a minute awake', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  const { engine, wiki, hire, quiet } = await setStage({ clock: standingClock() });
  engine.suspend();
  await hire(ada, 'Sales');
  for (let others = 1; others <= 5; others++) await hire(`colleague-${others}@example.com`, 'Sales');
  expect(wiki.effects()).toEqual([]);
  vi.advanceTimersByTime(60_000);
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['reader'] });
});

/** How often an account was tried without success, and how long after `now` it is tried again, in milliseconds. */
async function waitOf({ client, app }: Stage, login: string, now: number): Promise<{ tried: number; wait: number }> {
  const { items } = await client.call('app.accounts', { id: app.id, text: login, limit: 1 });
  const [, tried, next] = /Tried (\d+) times; next try at (\S+)\./.exec(JSON.stringify(items)) ?? [];
  return { tried: Number(tried ?? 0), wait: Date.parse(next ?? '') - now };
}

test.each([
  ['stood', 0],
  ['went on by 8 hours', 8 * HOUR],
  ['was set back by 8 hours', -8 * HOUR],
  ['came from far in the future', -3_000 * HOUR],
])('a target that was away is tried at once after a sleep in which the clock %s', async (_how, jump) => {
  const clock = standingClock();
  const stage = await setStage({ clock });
  const { engine, wiki, hire, quiet } = stage;
  renameSync(wiki.file, `${wiki.file}.away`);
  await hire(ada, 'Sales');
  await until('a first try failed', async () => (await waitOf(stage, ada, 0)).tried === 1);

  engine.suspend();
  await hire(bob, 'Sales');
  renameSync(`${wiki.file}.away`, wiki.file);
  clock.pass(jump);
  engine.resume();
  // By its back-off the next try would come when this clock has gone on, which it does not.
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['reader'] });
  expect(wiki.account(bob)).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('the back-off begins anew after a sleep, since the network comes back a little later than the computer', async () => {
  const clock = standingClock();
  const stage = await setStage({ clock });
  const { engine, wiki, hire } = stage;
  renameSync(wiki.file, `${wiki.file}.away`);
  await hire(ada, 'Sales');
  const failed = (times: number) =>
    until(`try ${times} failed`, async () => {
      const { tried, wait } = await waitOf(stage, ada, clock.now());
      return tried === times && { wait };
    });
  // Twice more, and the app would be left alone as one that cannot be reached.
  for (let times = 1; times < 3; times++) {
    await failed(times);
    clock.pass(HOUR);
    // An edit makes the engine look at what is due.
    await stage.client.call('app.setDelivery', { id: stage.app.id, delivery: stage.app.delivery });
  }
  expect((await failed(3)).wait).toBeGreaterThanOrEqual(2_000);
  engine.suspend();
  engine.resume();
  expect((await failed(2)).wait).toBeLessThanOrEqual(2_000);
});
