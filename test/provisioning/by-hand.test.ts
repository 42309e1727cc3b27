import { describe, expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { enterprise } from '../support/scim.ts';
import { movedClock, type Stage, setStage } from './stage.ts';

const ada = 'ada@example.com';
const HOUR = 3_600_000;
const refuse = (column: string, when: string) =>
  `CREATE TRIGGER refuse BEFORE UPDATE OF ${column} ON users WHEN ${when} BEGIN SELECT RAISE(ABORT, 'not here'); END`;

const decide = ({ client }: Stage, id: string, decision: 'attest' | 'skip' | 'park' | 'retry', reason = 'As agreed') =>
  client.call('work.decide', { id, decision, reason });

/** Ada left, and the app refuses to disable her. */
async function refusedLeaver(clock = movedClock()) {
  const stage = await setStage({ clock });
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  stage.wiki.execute(refuse('enabled', 'NEW.enabled = 0'));
  await stage.patchUser(id, { active: false });
  const item = await stage.item('refused');
  // The roles that went all the same are noted, and nothing is under way.
  await until('the roles are gone', async () => {
    const { items } = await stage.client.call('app.operations', { id: stage.app.id });
    return items.filter(({ verb, state }) => verb === 'removeRole' && state === 'done').length === 2;
  });
  return { stage, id, item };
}

describe('a disable that an app refuses', () => {
  test('can be attested by who did it there, and is looked at again', async () => {
    const clock = movedClock();
    const { stage, item } = await refusedLeaver(clock);
    expect(item.decisions).toEqual(['retry', 'attest']);
    stage.wiki.execute(`DROP TRIGGER refuse; UPDATE users SET enabled = 0 WHERE username = '${ada}'`);
    await decide(stage, item.id, 'attest', 'Disabled by Eve in the console');
    await stage.quiet();
    const [account] = (await stage.trace('active')).accounts;
    const disable = account?.operations.findLast(({ verb }) => verb === 'disable');
    // It may have been looked at by now, which is one proof more.
    const proofs = [...(disable?.earlier ?? []), disable?.proof];
    const seen = 'A person says that it is done: Disabled by Eve in the console';
    expect(proofs).toContainEqual(expect.objectContaining({ kind: 'attested', seen }));
    expect(account?.state).toBe('disabled');
    expect((await stage.client.call('status.get', {})).needsYou).toBe(0);
    clock.move(2 * HOUR);
    stage.engine.resume();
    await until('it is read', async () =>
      (await stage.client.call('app.operations', { id: stage.app.id })).items.some(
        ({ verb, proof }) => verb === 'disable' && proof?.kind === 'proved',
      ),
    );
  });

  test('and that was attested wrongly is tried again, and asked about again where the app still refuses', async () => {
    const { stage, item } = await refusedLeaver();
    await decide(stage, item.id, 'attest');
    const again = await until('it is asked again', async () =>
      (await stage.items('refused')).find(({ id }) => id !== item.id),
    );
    stage.wiki.execute('DROP TRIGGER refuse');
    await decide(stage, again.id, 'retry');
    await until('it is gone', () => stage.wiki.account(ada)?.enabled === false);
  });

  test('cannot be skipped or set aside: that is access which should be gone', async () => {
    const { stage, item } = await refusedLeaver();
    for (const decision of ['skip', 'park'] as const)
      await expect(decide(stage, item.id, decision)).rejects.toThrow(/does not fit/);
  });
});

/** The app refuses to rename Ada's department. */
async function refusedUpdate() {
  const stage = await setStage();
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  stage.wiki.execute(refuse('full_name', "NEW.full_name LIKE '%!'"));
  await stage.patchUser(id, { displayName: 'Ada!' });
  return { stage, id, item: await stage.item('refused') };
}

describe('an update that an app refuses', () => {
  test('can be left undone: the account stays as it is, until something else is wanted', async () => {
    const { stage, id, item } = await refusedUpdate();
    expect(item.decisions).toEqual(['retry', 'skip', 'park']);
    await decide(stage, item.id, 'skip', 'That name is not worth it');
    await stage.quiet();
    expect(await stage.items('refused')).toEqual([]);
    const { accounts } = await stage.client.call('status.get', {});
    expect(accounts).toEqual({ active: 1 });
    expect(stage.wiki.account(ada)).toMatchObject({ enabled: true, roles: ['editor', 'reader'] });
    await stage.patchUser(id, { displayName: 'Ada' });
    await stage.quiet();
    await stage.patchUser(id, { active: false });
    await stage.quiet();
    expect(stage.wiki.account(ada)?.enabled).toBe(false);
  });

  test('can be set aside: it waits without a question, and a disable does not wait behind it', async () => {
    const { stage, id, item } = await refusedUpdate();
    await decide(stage, item.id, 'park');
    expect((await stage.client.call('status.get', {})).needsYou).toBe(0);
    expect((await stage.client.call('status.get', {})).outstanding).toBe(1);
    const [account] = (await stage.client.call('app.accounts', { id: stage.app.id, text: '' })).items;
    expect(account?.waiting).toMatch(/^Set aside: .*not here.*\(As agreed\)$/);
    await stage.patchUser(id, { active: false });
    await stage.quiet();
    expect(stage.wiki.account(ada)?.enabled).toBe(false);
  });
});

test('what goes on by itself offers nothing but another try', async () => {
  const stage = await setStage();
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  stage.wiki.execute(`CREATE TRIGGER undo AFTER UPDATE OF enabled ON users WHEN NEW.enabled = 0
    BEGIN UPDATE users SET enabled = 1 WHERE id = NEW.id; END`);
  await stage.patchUser(id, { active: false, [`${enterprise}:department`]: 'Sales' });
  expect((await stage.item('contradicted')).decisions).toEqual(['retry']);
});
