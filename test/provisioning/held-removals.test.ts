import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { pagesOf } from '../api/asking.ts';
import { until } from '../support/engine-until.ts';
import { enterprise } from '../support/scim.ts';
import { type Stage, setStage } from './stage.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';

const held = async ({ client }: Stage) => (await client.call('removal.listHeld', {})).items;

/** Ada, who may leave, and Bob, who stays. */
async function staffed() {
  const stage = await setStage();
  const leaver = await stage.hire(ada, 'Marketing');
  await stage.hire(bob, 'Sales');
  await stage.quiet();
  expect(await held(stage)).toEqual([]);
  return { stage, leaver };
}

describe('a removal is held, and says so,', () => {
  test('by the guard, with the work item that decides it', async () => {
    const { stage, leaver } = await staffed();
    await stage.client.call('app.setGuard', { id: stage.app.id, people: 0, percent: 0 });
    const before = Date.now();
    await stage.patchUser(leaver, { [`${enterprise}:department`]: 'Sales' });
    const item = await stage.item('guard');
    const [one] = await held(stage);
    expect(one).toMatchObject({
      person: { name: 'Person ada' },
      app: { name: 'Team Wiki' },
      disable: false,
      roles: ['editor'],
      heldBy: 'guard',
      why: item.title,
      workItemId: item.id,
    });
    expect(Date.parse(one?.since ?? '')).toBeGreaterThanOrEqual(before);
    const { held: numbers } = await stage.client.call('overview.get', {});
    expect(numbers).toEqual({ people: 1, since: one?.since });
    await stage.engine.restart();
    expect(await held(stage)).toEqual([one]);
    await stage.client.call('work.decide', { id: item.id, decision: 'approve', reason: 'She moved' });
    await stage.quiet();
    expect(await held(stage)).toEqual([]);
  });

  test('by an app that refuses it', async () => {
    const { stage, leaver } = await staffed();
    stage.wiki.execute(`CREATE TRIGGER never BEFORE UPDATE OF enabled ON users WHEN new.enabled = 0
      BEGIN SELECT RAISE(ABORT, 'nobody leaves'); END`);
    await stage.patchUser(leaver, { active: false });
    const item = await stage.item('refused');
    expect(await held(stage)).toMatchObject([
      { disable: true, heldBy: 'refused', why: expect.stringContaining('nobody leaves'), workItemId: item.id },
    ]);
  });

  test('by a pause, by hours of delivery, and by an app that cannot be reached', async () => {
    const { stage, leaver } = await staffed();
    const { client, app } = stage;
    await client.call('delivery.pause', { removals: 'wait', reason: 'The file is being moved' });
    await stage.patchUser(leaver, { active: false });
    expect(await held(stage)).toMatchObject([
      { disable: true, roles: ['editor', 'reader'], heldBy: 'paused', why: expect.stringContaining('being moved') },
    ]);
    // A window that is never now: one minute, two days from today.
    const day = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[(new Date().getUTCDay() + 3) % 7] ?? 'mon';
    const windows = [{ days: [day], from: '03:00', to: '03:01' }];
    const schedule = { timeZone: 'UTC', windows, removals: 'in the windows' as const };
    await client.call('app.setDelivery', { id: app.id, delivery: { ...usualDelivery, debounceSeconds: 0, schedule } });
    await client.call('delivery.resume', {});
    expect(await held(stage)).toMatchObject([{ heldBy: 'closed', why: expect.stringContaining('Outside its hours') }]);
    const away = `${stage.wiki.file}.away`;
    renameSync(stage.wiki.file, away);
    await client.call('app.setDelivery', { id: app.id, delivery: { ...usualDelivery, debounceSeconds: 0 } });
    const first = await until('it is tried again', async () => {
      const [one] = await held(stage);
      return one?.heldBy === 'retrying' && one;
    });
    expect(first).toMatchObject({ why: expect.stringMatching(/^Tried \d+ times?; next try at 2/) });
    for (let n = 0; n < 6; n += 1) await stage.hire(`new.${n}@example.com`, 'Sales');
    await stage.item('unreachable');
    expect(await held(stage), 'nobody else has what should be gone').toMatchObject([
      { heldBy: 'unreachable', why: expect.stringContaining('cannot be reached'), since: first.since },
    ]);
    renameSync(away, stage.wiki.file);
    stage.engine.resume();
    await stage.quiet();
    expect(await held(stage)).toEqual([]);
  });

  test('and none is where only a doubt stands, or where an app is only observed', async () => {
    const { stage, leaver } = await staffed();
    const group = await stage.group('Wiki Team', [leaver]);
    const rule = { name: 'Team', role: 'admin', when: `"${group}" in groups` };
    await stage.client.call('app.addRule', { id: stage.app.id, rule });
    await stage.quiet();
    await stage.remove(`/Groups/${group}`);
    await stage.item('doubt');
    expect(stage.wiki.account(ada)?.roles).toContain('admin');
    expect(await held(stage)).toEqual([]);
    await stage.client.call('app.setState', { id: stage.app.id, state: 'observing' });
    await stage.patchUser(leaver, { active: false });
    expect(await held(stage)).toEqual([]);
  });
});

test('they are listed page by page, those held longest first', async () => {
  const stage = await setStage();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(await stage.hire(`p${n}@example.com`, 'Sales'));
  await stage.quiet();
  await stage.client.call('delivery.pause', { removals: 'wait', reason: 'A long weekend' });
  for (const id of ids.toReversed()) await stage.patchUser(id, { active: false });
  const pages = await pagesOf((cursor) =>
    stage.client.call('removal.listHeld', { limit: 2, ...(cursor === undefined ? {} : { cursor }) }),
  );
  expect(pages.map((page) => page.map(({ person }) => person.name))).toEqual([
    ['Person p4', 'Person p3'],
    ['Person p2', 'Person p1'],
    ['Person p0'],
  ]);
});
