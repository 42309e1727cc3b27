import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DeliverySettings, usualDelivery } from '../../shared/model/delivery-settings.ts';
import { until } from '../support/engine-until.ts';
import { enterprise } from '../support/scim.ts';
import { movedClock, type Stage, setStage } from './stage.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';
const HOUR = 3_600_000;

const set = ({ client, app }: Stage, delivery: Partial<DeliverySettings>) =>
  client.call('app.setDelivery', { id: app.id, delivery: { ...usualDelivery, debounceSeconds: 0, ...delivery } });

const sentence = async ({ client, app }: Stage) => (await client.call('app.get', { id: app.id })).health.sentence;

/** Somebody who has an account with a role, and somebody who has none yet. */
async function staffed(ports: Parameters<typeof setStage>[0] = {}) {
  const stage = await setStage(ports);
  const leaver = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  return { stage, leaver };
}

describe('a pause', () => {
  test.each([['of one app'], ['of all apps']])(
    '%s keeps receiving, lets removals go on, and ends by hand alone',
    async (which) => {
      const { stage, leaver } = await staffed();
      const of = which === 'of one app' ? { appId: stage.app.id } : {};
      await stage.client.call('delivery.pause', { ...of, removals: 'go on', reason: 'Migration of the wiki' });
      await stage.hire(bob, 'Sales');
      await stage.patchUser(leaver, { displayName: 'Ada L.', [`${enterprise}:department`]: 'Sales' });
      await until('the role is gone', () => stage.wiki.account(ada)?.roles.join() === 'reader');
      await stage.patchUser(leaver, { active: false });
      await until('the leaver is out', () => stage.wiki.account(ada)?.enabled === false);
      await stage.engine.restart();
      expect(stage.wiki.account(bob)).toBeUndefined();
      expect(await sentence(stage)).toMatch(
        /^Paused (for all apps )?since .*: only access is taken away\. Migration of the wiki\. 1 waits, nobody lost access\./,
      );
      const { held } = await stage.client.call('app.get', { id: stage.app.id });
      expect(held).toMatchObject({ kind: 'paused', removals: false });
      const [waiting] = (await stage.client.call('app.accounts', { id: stage.app.id, text: bob })).items;
      expect(waiting?.waiting).toMatch(/Paused/);
      await stage.client.call('delivery.resume', of);
      await stage.quiet();
      expect(stage.wiki.account(bob)).toMatchObject({ enabled: true, roles: ['reader'] });
      expect(await sentence(stage)).toMatch(/^On: everything is as wanted/);
    },
  );

  test('that stops removals, too, says who still has access that should be gone', async () => {
    const { stage, leaver } = await staffed();
    await stage.client.call('delivery.pause', { removals: 'wait', reason: 'The file is being moved' });
    await stage.patchUser(leaver, { active: false });
    await stage.hire(bob, 'Sales');
    expect(await sentence(stage)).toMatch(/2 wait; 1 of them has access that should be gone\./);
    const overview = await stage.client.call('overview.get', {});
    expect(overview.paused).toMatchObject({ removals: 'wait', reason: 'The file is being moved' });
    expect(overview.health).toMatchObject({
      level: 'failing',
      sentence: expect.stringMatching(/Nothing is delivered/),
    });
    expect(stage.wiki.account(ada)).toMatchObject({ enabled: true });
    await stage.client.call('delivery.resume', {});
    await stage.quiet();
    expect(stage.wiki.account(ada)).toMatchObject({ enabled: false });
  });

  test('asks for a reason, and knows its apps', async () => {
    const { stage } = await staffed();
    await expect(stage.client.call('delivery.pause', { removals: 'wait', reason: '' })).rejects.toThrow(/reason/);
    await expect(stage.client.call('delivery.resume', { appId: 'none' })).rejects.toThrow(/none/);
  });
});

describe('hours of delivery', () => {
  const tuesday = Date.parse('2027-03-02T03:00:00Z');
  const office = (removals: 'at once' | 'in the windows') => ({
    schedule: { timeZone: 'UTC', windows: [{ days: ['tue' as const], from: '08:00', to: '18:00' }], removals },
  });

  test('keep creates and updates for their time, and what takes access away waits for none', async () => {
    const clock = movedClock(tuesday);
    const { stage, leaver } = await staffed({ clock });
    await set(stage, office('at once'));
    await stage.hire(bob, 'Sales');
    await stage.patchUser(leaver, { [`${enterprise}:department`]: 'Sales' });
    await until('the role is gone', () => stage.wiki.account(ada)?.roles.join() === 'reader');
    expect(stage.wiki.account(ada)).toMatchObject({ department: 'Marketing' });
    expect(stage.wiki.account(bob)).toBeUndefined();
    expect(await sentence(stage)).toMatch(
      /^Outside its hours \(UTC\): until 2027-03-02T08:00:00.000Z only access is taken away\. On: 2 accounts wait\./,
    );
    clock.move(5 * HOUR);
    // What waits for a time looks at the clock once a minute at least; a change looks at once.
    await stage.hire('eve@example.com', 'Sales');
    await stage.quiet();
    expect(stage.wiki.account(ada)).toMatchObject({ department: 'Sales' });
    expect(stage.wiki.account(bob)).toMatchObject({ roles: ['reader'] });
  });

  test('keep removals for their time only where that is asked for', async () => {
    const clock = movedClock(tuesday);
    const { stage, leaver } = await staffed({ clock });
    await set(stage, office('in the windows'));
    await stage.patchUser(leaver, { active: false });
    await stage.hire(bob, 'Sales');
    expect(await sentence(stage)).toMatch(/nothing is delivered/);
    expect(stage.wiki.account(ada)?.enabled).toBe(true);
    await set(stage, office('at once'));
    await until('the leaver is out', () => stage.wiki.account(ada)?.enabled === false);
    expect(stage.wiki.account(bob)).toBeUndefined();
  });
});

describe('an app that cannot be reached', () => {
  test('is left alone after five failures, with what waits in words, and takes everything when it is back', async () => {
    const { stage, leaver } = await staffed();
    const away = `${stage.wiki.file}.away`;
    renameSync(stage.wiki.file, away);
    await stage.patchUser(leaver, { active: false });
    for (let n = 0; n < 8; n += 1) await stage.hire(`new.${n}@example.com`, 'Sales');
    const item = await stage.item('unreachable');
    expect(item).toMatchObject({
      title: expect.stringMatching(/^Team Wiki cannot be reached: /),
      decisions: ['retry'],
      people: 0,
    });
    expect(await sentence(stage)).toMatch(
      /^Team Wiki cannot be reached: .* 9 wait; 1 of them has access that should be gone\./,
    );
    expect(item.affects).toMatch(/9 wait; 1 of them has access that should be gone/);
    const attempts = async () =>
      (await stage.client.call('app.operations', { id: stage.app.id })).items.reduce(
        (sum, one) => sum + one.attempts.length,
        0,
      );
    const before = await attempts();
    await stage.hire('late@example.com', 'Sales');
    await new Promise((resolve) => setTimeout(resolve, 700));
    // What began before it was known to be away may still have ended.
    expect((await attempts()) - before).toBeLessThanOrEqual(4);
    renameSync(away, stage.wiki.file);
    await stage.client.call('work.decide', { id: item.id, decision: 'retry', reason: 'It is back' });
    await stage.quiet();
    expect(stage.wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
    expect(stage.wiki.account('late@example.com')).toMatchObject({ enabled: true });
    expect(await stage.items('unreachable')).toEqual([]);
    expect(await sentence(stage)).toMatch(/^On: everything is as wanted/);
  });

  test('is asked about again where one more try fails, and remembered over a restart', async () => {
    const { stage } = await staffed();
    const away = `${stage.wiki.file}.away`;
    renameSync(stage.wiki.file, away);
    for (let n = 0; n < 6; n += 1) await stage.hire(`new.${n}@example.com`, 'Sales');
    const first = await stage.item('unreachable');
    await stage.client.call('work.decide', { id: first.id, decision: 'retry', reason: 'Perhaps by now' });
    await until('it is asked again', async () => (await stage.items('unreachable')).some(({ id }) => id !== first.id));
    await stage.engine.restart();
    expect(await stage.items('unreachable')).toHaveLength(1);
    renameSync(away, stage.wiki.file);
    await stage.quiet();
    expect(await stage.items('unreachable')).toEqual([]);
  });

  test('is tried when asked for, and by what is to be looked at again, though nothing waits for it', async () => {
    const clock = movedClock();
    const { stage, leaver } = await staffed({ clock });
    await stage.patchUser(leaver, { active: false });
    await stage.quiet();
    const away = `${stage.wiki.file}.away`;
    renameSync(stage.wiki.file, away);
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await stage.hire(`new.${n}@example.com`, 'Sales'));
    const first = await stage.item('unreachable');
    for (const id of ids) await stage.remove(`/Users/${id}`);
    await stage.quiet();
    await stage.client.call('work.decide', { id: first.id, decision: 'retry', reason: 'Perhaps by now' });
    await until('it is asked again', async () => (await stage.items('unreachable')).some(({ id }) => id !== first.id));
    renameSync(away, stage.wiki.file);
    clock.move(2 * HOUR);
    stage.engine.resume();
    await until('it answers again', async () => (await stage.items('unreachable')).length === 0);
  });

  test('is said to hold what a pause lets through', async () => {
    const { stage, leaver } = await staffed();
    renameSync(stage.wiki.file, `${stage.wiki.file}.away`);
    for (let n = 0; n < 6; n += 1) await stage.hire(`new.${n}@example.com`, 'Sales');
    await stage.item('unreachable');
    await stage.patchUser(leaver, { active: false });
    await stage.client.call('delivery.pause', { removals: 'go on', reason: 'Migration' });
    const { held } = await stage.client.call('app.get', { id: stage.app.id });
    expect(held).toMatchObject({
      kind: 'unreachable',
      removals: true,
      why: expect.stringMatching(/cannot be reached.*Paused for all apps/),
    });
  });

  test('and one that is there and refuses one person is not taken for it', async () => {
    const { stage } = await staffed();
    stage.wiki.execute(`CREATE TRIGGER never BEFORE INSERT ON users WHEN new.username LIKE 'bad%'
      BEGIN SELECT RAISE(ABORT, 'no such people here'); END`);
    for (let n = 0; n < 7; n += 1) await stage.hire(`bad.${n}@example.com`, 'Sales');
    await stage.hire(bob, 'Sales');
    await until('bob is in', () => stage.wiki.account(bob)?.enabled);
    expect(await stage.items('unreachable')).toEqual([]);
  });
});
