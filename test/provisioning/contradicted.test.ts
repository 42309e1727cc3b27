import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { type Stage, setStage } from './stage.ts';

const ada = 'ada@example.com';
const stubborn = `CREATE TRIGGER stubborn AFTER UPDATE OF enabled ON users WHEN new.enabled = 0
  BEGIN UPDATE users SET enabled = 1 WHERE id = new.id; END;`;

async function leaverWhoIsUndone(stage: Stage): Promise<void> {
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  stage.wiki.execute(stubborn);
  await stage.patchUser(id, { active: false });
}

const disableOf = async (stage: Stage) =>
  (await stage.trace('active true -> false')).accounts[0]?.operations.find((one) => one.verb === 'disable');

test('what the app undoes is contradicted, asked about, tried again, and closed when it lasts', async () => {
  const stage = await setStage();
  await leaverWhoIsUndone(stage);
  const item = await stage.item('contradicted');
  expect(item).toMatchObject({ persons: [{ name: 'Person ada' }], app: { name: 'Team Wiki' }, decisions: ['retry'] });
  expect(item.title).toContain('is active');
  const first = await disableOf(stage);
  expect(first).toMatchObject({ state: 'contradicted', proof: { kind: 'contradicted' } });
  expect((await stage.trace('active true -> false')).exchange.effect).toMatchObject({ state: 'contradicted' });
  const again = await until('tried again', async () => {
    const operation = await disableOf(stage);
    return operation && operation.attempts.length > 1 && operation;
  });
  expect(again.id, 'one operation, however often it is tried').toBe(first?.id);
  expect(await stage.items('contradicted')).toMatchObject([{ id: item.id }]);

  stage.wiki.execute('DROP TRIGGER stubborn');
  await stage.client.call('work.decide', { id: item.id, decision: 'retry', reason: 'The trigger is gone' });
  // A decision to try again is tried now, not when the next try would have come.
  await until('proved', async () => (await disableOf(stage))?.proof?.kind === 'proved', 800);
  await stage.quiet();
  expect(stage.wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  expect(await disableOf(stage)).toMatchObject({ id: first?.id, state: 'done' });
});

test('the question closes by itself when it lasts, and no role is taken before the account is shut', async () => {
  const stage = await setStage();
  await leaverWhoIsUndone(stage);
  await stage.item('contradicted');
  expect(stage.wiki.account(ada)?.roles).toEqual(['reader']);
  stage.wiki.execute('DROP TRIGGER stubborn');
  await stage.quiet();
  expect(await stage.items('contradicted')).toEqual([]);
  expect(stage.wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  const status = await stage.client.call('status.get', {});
  expect(status).toMatchObject({
    needsYou: 0,
    outstanding: 0,
    accounts: { disabled: 1 },
    lastProof: { kind: 'proved' },
  });
});

test('an app that goes back to observing in the middle of a try rests, and goes on when it is switched on', async () => {
  let reached = () => undefined as unknown;
  const stage = await setStage({ reached: (point) => void (point === 'after target commit' && reached()) });
  const setState = (state: 'observing' | 'on') => stage.client.call('app.setState', { id: stage.app.id, state });
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  stage.wiki.execute(stubborn);
  reached = () => setState('observing');
  await stage.patchUser(id, { active: false });
  await stage.item('contradicted');
  reached = () => undefined;
  const waiting = 'Team Wiki is only observed: nothing is delivered to it yet.';
  expect((await stage.trace('active true -> false')).accounts[0]).toMatchObject({ waiting });
  // It would be due again after at most a second; what rests costs nothing.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(200);
  stage.wiki.execute('DROP TRIGGER stubborn');
  await setState('on');
  await stage.quiet();
  expect(stage.wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
});
