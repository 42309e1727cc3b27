import { describe, expect, test } from 'vitest';
import { type DeliverySettings, usualDelivery } from '../../shared/model/delivery-settings.ts';
import { until } from '../support/engine-until.ts';
import { enterprise, newUser } from '../support/scim.ts';
import { asked, type Stage, setStage } from './stage.ts';

const ada = 'ada@example.com';

async function stageWith(delivery: Partial<DeliverySettings>): Promise<Stage> {
  const stage = await setStage();
  await set(stage, delivery);
  return stage;
}

const set = ({ client, app }: Stage, delivery: Partial<DeliverySettings>) =>
  client.call('app.setDelivery', { id: app.id, delivery: { ...usualDelivery, ...delivery } });

const summaries = async ({ client, app }: Stage): Promise<string[]> =>
  (await client.call('app.operations', { id: app.id })).items.map(({ summary }) => summary).reverse();

describe('changes that come together', () => {
  test('are one plan: who is created, filled in and put into a group is created once, as they are by then', async () => {
    const stage = await stageWith({ debounceSeconds: 1 });
    const id = await stage.hire(ada, 'Nowhere');
    await stage.patchUser(id, { [`${enterprise}:department`]: 'Sales' });
    await stage.patchUser(id, { displayName: 'Ada Lovelace' });
    await stage.patchUser(id, { [`${enterprise}:department`]: 'Marketing' });
    await stage.quiet();
    expect(await summaries(stage)).toEqual([
      `Create ${ada} in Team Wiki`,
      `Give ${ada} the role editor in Team Wiki`,
      `Give ${ada} the role reader in Team Wiki`,
    ]);
    expect(stage.wiki.account(ada)).toMatchObject({ department: 'Marketing', roles: ['editor', 'reader'] });
  });

  test('and leave nothing of a probe: who is created and deleted, or disabled, again never reaches the app', async () => {
    const stage = await stageWith({ debounceSeconds: 1 });
    const probe = await stage.hire('probe@example.com', 'Sales');
    const other = await stage.hire('other@example.com', 'Sales');
    await stage.remove(`/Users/${probe}`);
    await stage.patchUser(other, { active: false });
    await stage.quiet();
    expect(stage.wiki.effects()).toEqual([]);
    expect(await summaries(stage)).toEqual([]);
    expect((await stage.client.call('work.list', {})).items).toEqual([]);
  });

  test('wait no longer than five times as long, however many there are', async () => {
    const stage = await stageWith({ debounceSeconds: 0.4 });
    const id = await stage.hire(ada, 'Sales');
    const began = performance.now();
    let changes = 0;
    while (stage.wiki.account(ada) === undefined) {
      changes += 1;
      await stage.patchUser(id, { title: `Title ${changes}`, displayName: `Ada ${changes}` });
      if (performance.now() - began > 20_000) throw new Error('it is still waiting');
    }
    expect(changes).toBeGreaterThan(3);
  });
});

describe('what takes access away', () => {
  test('never waits for a debounce: a leaver, and somebody who moves', async () => {
    const stage = await stageWith({ debounceSeconds: 0 });
    const leaver = await stage.hire(ada, 'Sales');
    const mover = await stage.hire('bob@example.com', 'Marketing');
    await stage.quiet();
    await set(stage, { debounceSeconds: 60 });
    await stage.patchUser(leaver, { active: false });
    await stage.patchUser(mover, { [`${enterprise}:department`]: 'Sales' });
    await stage.quiet();
    expect(stage.wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
    expect(stage.wiki.account('bob@example.com')).toMatchObject({ enabled: true, roles: ['reader'] });
  });

  test('waits for no later change of the same account that could wait', async () => {
    const stage = await stageWith({ debounceSeconds: 0 });
    const id = await stage.hire(ada, 'Marketing');
    await stage.quiet();
    await set(stage, { debounceSeconds: 60 });
    const release = stage.wiki.lock();
    await stage.patchUser(id, { [`${enterprise}:department`]: 'Sales' });
    await stage.patchUser(id, { displayName: 'Ada Lovelace' });
    release();
    await until('the role is gone', () => stage.wiki.account(ada)?.roles.join() === 'reader', 20_000);
  });

  test.each(['after intent', 'after target commit', 'before note', 'after proof'] as const)(
    'does not wait for what came while a create was under way, %s',
    async (point) => {
      const leaving: Promise<void>[] = [];
      let leave = () => Promise.resolve();
      const stage = await setStage({ reached: (one) => void (one === point && leaving.push(leave())) });
      await set(stage, { debounceSeconds: 0 });
      const id = await stage.hire(ada, 'Nowhere');
      await set(stage, { debounceSeconds: 60 });
      leave = async () => {
        leave = () => Promise.resolve();
        await stage.patchUser(id, { active: false });
      };
      const { app, client } = stage;
      await client.call('app.addRule', { id: app.id, rule: { name: 'All', role: 'reader', when: 'true' } });
      // What is taken up now was wanted a minute ago.
      stage.engine.resume();
      await until('it was begun', () => leaving.length > 0, 20_000);
      await Promise.all(leaving);
      await until(
        'nothing is left of it',
        async () => {
          const { outstanding } = await client.call('status.get', {});
          return outstanding === 0 && stage.wiki.account(ada)?.enabled !== true;
        },
        20_000,
      );
    },
  );
});

test('settings that cannot be are refused in words, and those of before stay', async () => {
  const stage = await stageWith({ debounceSeconds: 2, perSecond: 5 });
  for (const wrong of [{ debounceSeconds: 61 }, { debounceSeconds: -1 }, { concurrency: 0 }, { perSecond: 0 }])
    await expect(set(stage, wrong)).rejects.toThrow(/delivery/);
  const { items } = await stage.client.call('app.list', {});
  expect(items[0]?.delivery).toEqual({ ...usualDelivery, debounceSeconds: 2, perSecond: 5 });
});

test('an app is given no more operations in a second than it takes, and those who leave first', async () => {
  const stage = await stageWith({ debounceSeconds: 0 });
  const leaver = await stage.hire(ada, 'Sales');
  await stage.quiet();
  await set(stage, { debounceSeconds: 0, perSecond: 4, concurrency: 2 });
  const began = performance.now();
  for (let n = 0; n < 10; n += 1) await asked(stage.idp, 'POST', '/Users', newUser(`new.${n}@example.com`, 'Sales'));
  await stage.patchUser(leaver, { active: false });
  await stage.quiet();
  // Twenty-two operations, four of them at once after a rest.
  expect(performance.now() - began).toBeGreaterThan(4000);
  const effects = stage.wiki.effects();
  expect(effects.indexOf(`${ada}: disabled`)).toBeLessThan(effects.indexOf('new.9@example.com: created'));
});
