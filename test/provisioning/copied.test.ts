import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Stage, setStage } from './stage.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';

const fileOf = ({ engine }: Stage, name = 'footbridge.db') => path.join(engine.data, name);

/** Ada has an account, and a copy of the database was made; since then Bob came. */
async function withBackup() {
  const stage = await setStage();
  const leaver = await stage.hire(ada, 'Sales');
  await stage.quiet();
  await stage.engine.stop();
  const backup = path.join(temporaryFolder('backup'), 'footbridge.db');
  onTestFinished(() => rmSync(path.dirname(backup), { recursive: true, force: true }));
  copyFileSync(fileOf(stage), backup);
  await stage.engine.restart();
  expect(await stage.items('copied')).toEqual([]);
  await stage.hire('between@example.com', 'Sales');
  await stage.quiet();
  await stage.engine.stop();
  return { stage, backup, leaver };
}

test.each([
  ['put in place of the database', (file: string) => rmSync(file)],
  ['written over it', () => undefined],
])(
  'an older copy %s takes access away, and gives none until a person says that the IdP has synchronised',
  async (_how, before) => {
    const { stage, backup, leaver } = await withBackup();
    before(fileOf(stage));
    for (const rest of ['-wal', '-shm']) rmSync(`${fileOf(stage)}${rest}`, { force: true });
    copyFileSync(backup, fileOf(stage));
    await stage.engine.restart();
    const item = await stage.item('copied');
    expect(item).toMatchObject({ title: 'These data were put back from a copy.', decisions: ['approve'] });
    expect(item.fix).toMatch(/Restart provisioning.*Force Sync/);
    expect((await stage.client.call('overview.get', {})).paused).toMatchObject({
      removals: 'go on',
      reason: item.title,
    });
    await stage.hire(bob, 'Sales');
    await stage.patchUser(leaver, { active: false });
    await until('the leaver is out', () => stage.wiki.account(ada)?.enabled === false);
    // It stays so over a restart, and is asked about once.
    await stage.engine.restart();
    expect(await stage.items('copied')).toHaveLength(1);
    expect(stage.wiki.account(bob)).toBeUndefined();
    await stage.client.call('work.decide', { id: item.id, decision: 'approve', reason: 'Entra has sent everything' });
    await until('Bob is in', () => stage.wiki.account(bob)?.enabled);
    expect((await stage.client.call('overview.get', {})).paused).toBeNull();
    await stage.engine.restart();
    expect(await stage.items('copied')).toEqual([]);
  },
);

test('the file beside the database may be lost or torn by a crash between the two, which makes no copy', async () => {
  const stage = await setStage();
  await stage.engine.stop();
  const turn = readFileSync(fileOf(stage, 'footbridge.turn'), 'utf8');
  await stage.engine.restart();
  await stage.engine.stop();
  // As if the last start had ended before it wrote the file.
  writeFileSync(fileOf(stage, 'footbridge.turn'), turn);
  await stage.engine.restart();
  expect(await stage.items('copied')).toEqual([]);
  await stage.engine.stop();
  rmSync(fileOf(stage, 'footbridge.turn'));
  await stage.engine.restart();
  expect(await stage.items('copied')).toHaveLength(1);
});

test('data that were copied to another folder observe there; taking over fences the former one', async () => {
  const stage = await setStage();
  await stage.hire(ada, 'Sales');
  await stage.quiet();
  await stage.engine.stop();
  const folder = temporaryFolder('moved');
  cpSync(stage.engine.data, folder, { recursive: true });
  const moved = await startEngine({}, folder);
  onTestFinished(() => moved.close());
  const [item] = (await moved.client.call('work.list', {})).items;
  expect(item).toMatchObject({
    kind: 'copied',
    title: 'These data were moved or copied here from another place.',
    fix: expect.stringContaining(stage.engine.data),
  });
  // Whoever resumes delivery has answered it, too.
  await moved.client.call('delivery.resume', {});
  expect((await moved.client.call('work.list', {})).items).toEqual([]);
  // Both would have the same port.
  await moved.stop();

  await stage.engine.restart();
  const fenced = await stage.item('copied');
  expect(fenced).toMatchObject({ title: 'A copy of these data has taken over.', fix: expect.stringContaining(folder) });
  await stage.hire(bob, 'Sales');
  expect((await stage.client.call('overview.get', {})).paused?.reason).toBe(fenced.title);
  expect(stage.wiki.account(bob)).toBeUndefined();
});

test('a pause that stood when the copy was made stays as strict, and says both', async () => {
  const stage = await setStage();
  await stage.client.call('delivery.pause', { removals: 'wait', reason: 'The wiki is being moved' });
  await stage.engine.restart();
  await stage.engine.stop();
  rmSync(fileOf(stage, 'footbridge.turn'));
  await stage.engine.restart();
  expect((await stage.client.call('overview.get', {})).paused).toMatchObject({
    removals: 'wait',
    reason: 'These data were put back from a copy. Before: The wiki is being moved',
  });
  // What is decided about the copy says nothing about the move.
  const item = await stage.item('copied');
  await stage.client.call('work.decide', { id: item.id, decision: 'approve', reason: 'Entra has sent everything' });
  expect((await stage.client.call('overview.get', {})).paused).toMatchObject({
    removals: 'wait',
    reason: 'The wiki is being moved',
  });
  expect(await stage.items('copied')).toEqual([]);
});
