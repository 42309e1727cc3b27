import { expect, test } from 'vitest';
import { checkChain } from '../../electron/engine/audit/chain.ts';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { ContractError } from '../../shared/contract/error.ts';
import { codeOf } from '../api/asking.ts';
import { reopen } from '../store/database.ts';
import { until } from '../support/engine-until.ts';
import { namesIn, type Stage, setStage } from './stage.ts';

const names = Array.from({ length: 8 }, (_, index) => `p${index}@example.com`);

async function staffed(department = 'Marketing') {
  const stage = await setStage();
  const ids: string[] = [];
  for (const name of names) ids.push(await stage.hire(name, department));
  await stage.quiet();
  return { stage, ids };
}

const held = async ({ client }: Stage) => (await client.call('removal.listHeld', {})).items;
const accountOf = async (stage: Stage, name: string) => {
  const one = (await held(stage)).find(({ person }) => person.name === `Person ${name.split('@')[0]}`);
  if (!one) throw new Error(`nothing is held of ${name}`);
  return one.accountId;
};
const release = (stage: Stage, accountId: string) =>
  stage.client.call('removal.release', { accountId, reason: 'She left in anger' });
const isOut = (stage: Stage, name: string) => stage.wiki.account(name)?.roles.length === 0;

test('an urgent leaver is released from the guard at once, the others are still asked about, the last one ends it', async () => {
  const { stage, ids } = await staffed('Legal');
  const group = await stage.group('Crew', ids);
  const rule = { name: 'Crew', role: 'reader', when: `"${group}" in groups` };
  await stage.client.call('app.addRule', { id: stage.app.id, rule });
  await stage.quiet();
  await stage.client.call('app.setGuard', { id: stage.app.id, people: 2, percent: 0 });
  await stage.patchMembers(group, 'Remove', ids.slice(0, 3));
  expect((await stage.item('guard')).people).toBe(3);

  expect(await release(stage, await accountOf(stage, names[1] ?? ''))).toEqual({ waitsFor: null });
  await until('she is out', () => isOut(stage, names[1] ?? ''));
  expect(namesIn(await stage.item('guard'))).toEqual(['Person p0', 'Person p2']);
  expect(isOut(stage, names[0] ?? ''), 'nobody else').toBe(false);
  await stage.engine.restart();
  await until('she is settled', async () => (await held(stage)).length === 2);
  for (const name of [names[0], names[2]]) await release(stage, await accountOf(stage, name ?? ''));
  await stage.quiet();
  expect(await stage.items('guard')).toEqual([]);
  expect(names.filter((name) => isOut(stage, name))).toEqual(names.slice(0, 3));
  // What a person released does not use up the guard's hour.
  await stage.patchMembers(group, 'Remove', ids.slice(3, 5));
  await stage.quiet();
  expect(await stage.items('guard')).toEqual([]);
  await stage.engine.stop();
  const { db, close } = reopen(databaseFile(stage.engine.data));
  expect(checkChain(db).brokenAt).toBeNull();
  close();
});

test('a release passes a pause and hours for that account, and gives nobody anything', async () => {
  const { stage, ids } = await staffed();
  await stage.client.call('delivery.pause', { removals: 'wait', reason: 'Migration of the wiki' });
  await stage.patchUser(ids[0] ?? '', { active: false });
  await stage.patchUser(ids[1] ?? '', { active: false });
  await stage.hire('new@example.com', 'Sales');
  const accountId = await accountOf(stage, names[0] ?? '');
  expect(await release(stage, accountId)).toEqual({ waitsFor: null });
  await until('he is out', () => stage.wiki.account(names[0] ?? '')?.enabled === false && isOut(stage, names[0] ?? ''));
  await until('he is settled', async () => (await held(stage)).length === 1);
  expect(stage.wiki.account(names[1] ?? '')?.enabled).toBe(true);
  expect(stage.wiki.account('new@example.com')).toBeUndefined();
  // It was released, not freed for ever: what is wanted later waits like anything else.
  await stage.patchUser(ids[0] ?? '', { active: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(stage.wiki.account(names[0] ?? '')?.enabled).toBe(false);
  await stage.client.call('delivery.resume', {});
  await stage.quiet();
});

test('what only a person or the app can end is refused, with what to do', async () => {
  const { stage, ids } = await staffed();
  stage.wiki.execute(`CREATE TRIGGER never BEFORE UPDATE OF enabled ON users WHEN new.enabled = 0
    BEGIN SELECT RAISE(ABORT, 'nobody leaves'); END`);
  await stage.patchUser(ids[0] ?? '', { active: false });
  await stage.item('refused');
  const accountId = await accountOf(stage, names[0] ?? '');
  const failed = await release(stage, accountId).catch((error: unknown) => error as ContractError);
  if (!(failed instanceof ContractError)) throw new Error('it was released');
  expect(failed.body).toMatchObject({
    code: 'refused',
    message: expect.stringContaining('nobody leaves'),
    affects: expect.stringContaining('Person p0'),
    fix: expect.stringContaining('try again'),
  });
  expect(await codeOf(release(stage, 'nobody'))).toBe('conflict');
});
