import { expect, test } from 'vitest';
import type { CrashPoint } from '../../electron/engine/ports.ts';
import { until } from '../support/engine-until.ts';
import { setStage } from './stage.ts';

const ada = 'ada@example.com';

/** Footbridge stops once at a point, as a fault of its own would stop it. */
function stopOnceAt(wanted: CrashPoint) {
  const armed = { yes: false };
  const reached = (point: CrashPoint) => {
    if (!armed.yes || point !== wanted) return;
    armed.yes = false;
    throw new Error('stopped');
  };
  return { armed, reached };
}

test('an account that we may have made stays a question while it is there, whatever is wanted later', async () => {
  const { armed, reached } = stopOnceAt('after target commit');
  const { client, engine, wiki, hire, patchUser, quiet, item, items } = await setStage({ reached });
  armed.yes = true;
  const id = await hire(ada, 'Sales');
  await until('created', () => wiki.account(ada) !== undefined);
  // Before Footbridge can note that it made it, somebody works on it: it is not what was intended any more.
  wiki.execute(`INSERT INTO user_roles SELECT id, 3 FROM users WHERE username = '${ada}'`);
  await engine.restart();
  await item('conflict');

  await patchUser(id, { active: false });
  const asked = await until('asked again', async () => (await items('conflict'))[0]);
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['admin'] });
  await client.call('work.decide', { id: asked.id, decision: 'retry', reason: 'Nothing was done about it' });
  await until('asked once more', async () => (await items('conflict')).some((one) => one.id !== asked.id));
  expect((await client.call('status.get', {})).outstanding).toBe(1);

  wiki.execute(`DELETE FROM users WHERE username = '${ada}'`);
  const last = await item('conflict');
  await client.call('work.decide', { id: last.id, decision: 'retry', reason: 'It was removed' });
  await quiet();
  expect(await items('conflict')).toEqual([]);
});

test('a clock that was years ahead when something failed does not keep a leaver waiting for years', async () => {
  const ahead = { ms: 0 };
  const { engine, wiki, hire, patchUser, quiet, client } = await setStage({
    clock: { now: () => Date.now() + ahead.ms },
  });
  const id = await hire(ada, 'Sales');
  await quiet();
  ahead.ms = 4 * 365 * 24 * 60 * 60 * 1000;
  const unlock = wiki.lock();
  await patchUser(id, { active: false });
  await until('tried in vain', async () => (await client.call('overview.get', {})).health.level === 'failing');
  ahead.ms = 0;
  unlock();
  await engine.restart();
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
});

test('many deliveries at which Footbridge itself fails do not stand in the way of a leaver', async () => {
  const failing = { on: false };
  const reached = (point: CrashPoint) => {
    if (failing.on && point === 'after intent') throw new Error('stopped');
  };
  const { engine, wiki, hire, patchUser, quiet } = await setStage({ reached });
  const id = await hire(ada, 'Sales');
  await quiet();
  failing.on = true;
  for (let number = 0; number < 40; number++) await hire(`p${number}@example.com`, 'Sales');
  await until(
    'all have failed',
    () => engine.log.filter((line) => line.includes('Error: stopped')).length >= 40,
    3_000,
  );
  // The next fault is only in the others: nothing is intended where the target already has it so.
  wiki.execute(`UPDATE users SET enabled = 0 WHERE username = '${ada}'; DELETE FROM user_roles`);
  await patchUser(id, { active: false });
  await until(
    'she is settled',
    async () => engine.client.call('status.get', {}).then((now) => now.accounts.disabled === 1),
    3_000,
  );
});
