import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nextReread } from '../../electron/engine/provisioning/rereadTimes.ts';
import { until } from '../support/engine-until.ts';
import { enterprise } from '../support/scim.ts';
import { setCsvStage } from './handed-over-stage.ts';
import { movedClock, namesIn, type Stage, setStage } from './stage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ada = 'ada@example.com';

test.each([
  [0, 0, HOUR],
  [0, HOUR, DAY],
  [0, DAY - 1, DAY],
  [0, 3 * DAY, 7 * DAY],
  [0, 7 * DAY, 30 * DAY],
  [0, 30 * DAY, null],
])('what was done at %d is, at %d, looked at again at %s', (doneAt, now, expected) => {
  expect(nextReread(doneAt, now)).toBe(expected);
});

/** Ada had two roles and left, which was proved; the clock stands a moment after that. */
async function afterLeaving() {
  const clock = movedClock();
  const stage = await setStage({ clock });
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  return { stage, id, ...looking(stage, clock) };
}

/** Lets time pass, and has what is due by then looked at. */
function looking(stage: Pick<Stage, 'engine'>, clock: ReturnType<typeof movedClock>) {
  return {
    pass: (ms: number) => {
      clock.move(ms);
      stage.engine.resume();
    },
  };
}

/** What was seen of an operation on Ada, oldest first: "proved after 1 hour". */
async function seen({ client, app }: Stage, verb: string): Promise<string[]> {
  const { items } = await client.call('app.operations', { id: app.id });
  const operation = items.find((one) => one.verb === verb);
  return [operation?.proof ?? null, ...(operation?.earlier ?? [])]
    .flatMap((proof) => (proof === null ? [] : [[proof.kind, ...(/^after \d+ \w+/.exec(proof.seen) ?? [])].join(' ')]))
    .reverse();
}

const proofs = (stage: Stage, verb: string, count: number) =>
  until(`${count} proofs of ${verb}`, async () => {
    const all = await seen(stage, verb);
    return all.length === count && all;
  });

describe('what was proved to be gone', () => {
  test('is looked at again after an hour, a day, a week and a month, over restarts, and then no more', async () => {
    const { stage, pass } = await afterLeaving();
    expect(await seen(stage, 'disable')).toEqual(['proved']);
    pass(HOUR - 60_000);
    pass(61_000);
    await proofs(stage, 'disable', 2);
    await stage.engine.restart();
    pass(DAY);
    await proofs(stage, 'disable', 3);
    pass(6 * DAY);
    await proofs(stage, 'disable', 4);
    pass(23 * DAY);
    expect(await proofs(stage, 'disable', 5)).toEqual([
      'proved',
      'proved after 1 hour',
      'proved after 1 day',
      'proved after 7 days',
      'proved after 30 days',
    ]);
    expect(await proofs(stage, 'removeRole', 5)).toHaveLength(5);
    pass(400 * DAY);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await seen(stage, 'disable')).toHaveLength(5);
    expect(await stage.items('contradicted')).toEqual([]);
  });

  test('and is there again is an alarm, and is taken away again at once', async () => {
    const { stage, pass } = await afterLeaving();
    stage.wiki.execute(`UPDATE users SET enabled = 1 WHERE username = '${ada}'`);
    pass(2 * HOUR);
    const item = await stage.item('contradicted');
    expect(item).toMatchObject({
      title: 'Team Wiki had access again that was proved to be gone.',
      decisions: ['dismiss'],
    });
    expect(namesIn(item)).toEqual(['Person ada']);
    await until('it is gone again', () => stage.wiki.account(ada)?.enabled === false);
    await stage.quiet();
    // It stays asked about until somebody has seen it.
    expect(await stage.items('contradicted')).toHaveLength(1);
    expect(await seen(stage, 'disable')).toEqual(['proved', 'contradicted after 1 hour', 'proved']);
    await stage.client.call('work.decide', { id: item.id, decision: 'dismiss', reason: 'The intern did it' });
    expect(await stage.items('contradicted')).toEqual([]);
    // From then on the times count anew.
    pass(2 * HOUR);
    await proofs(stage, 'disable', 4);
  });

  test('and cannot be told, with another account that may be theirs, is asked about and not touched', async () => {
    const { stage, pass } = await afterLeaving();
    stage.wiki.execute(`DELETE FROM user_roles WHERE user_id = (SELECT id FROM users WHERE username = '${ada}');
      DELETE FROM users WHERE username = '${ada}'`);
    pass(2 * HOUR);
    expect(await proofs(stage, 'disable', 2)).toEqual(['proved', 'proved after 1 hour']);
    stage.wiki.execute(`INSERT INTO users (username, full_name, mail, enabled) VALUES ('ada2', 'Ada', '${ada}', 1)`);
    pass(DAY);
    expect(namesIn(await stage.item('contradicted'))).toEqual(['Person ada']);
    expect((await proofs(stage, 'disable', 3)).at(-1)).toBe('not verifiable after 1 day');
    expect(stage.wiki.account('ada2')?.enabled).toBe(true);
  });

  test('is looked at later where the app cannot be reached', async () => {
    const { stage, pass } = await afterLeaving();
    renameSync(stage.wiki.file, `${stage.wiki.file}.away`);
    pass(2 * HOUR);
    await stage.hire('later@example.com', 'Sales');
    await until(
      'it was tried',
      async () => (await stage.client.call('app.operations', { id: stage.app.id })).items[0]?.attempts.length,
    );
    renameSync(`${stage.wiki.file}.away`, stage.wiki.file);
    pass(2 * HOUR);
    expect(await proofs(stage, 'disable', 2)).toEqual(['proved', 'proved after 1 hour']);
  });
});

test('a role that was taken from somebody who stays, and is back, is taken again', async () => {
  const clock = movedClock();
  const stage = await setStage({ clock });
  const { pass } = looking(stage, clock);
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  await stage.patchUser(id, { [`${enterprise}:department`]: 'Sales' });
  await stage.quiet();
  stage.wiki.execute(`INSERT INTO user_roles (user_id, role_id)
    SELECT u.id, r.id FROM users u, roles r WHERE u.username = '${ada}' AND r.name = 'editor'`);
  pass(2 * HOUR);
  await stage.item('contradicted');
  await until('it is gone again', () => stage.wiki.account(ada)?.roles.join() === 'reader');
  expect(stage.wiki.account(ada)?.enabled).toBe(true);
});

test('who is back is not looked at any more', async () => {
  const { stage, id, pass } = await afterLeaving();
  await stage.patchUser(id, { active: true });
  await stage.quiet();
  pass(2 * HOUR);
  await stage.hire('later@example.com', 'Sales');
  await stage.quiet();
  expect(await stage.items('contradicted')).toEqual([]);
  expect(stage.wiki.account(ada)).toMatchObject({ enabled: true, roles: ['editor', 'reader'] });
});

test('a file that is put back to an older copy lets nobody in for long', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', {});
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  const before = readFileSync(app.file);
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  const after = app.accounts();
  writeFileSync(app.file, before);
  stage.later(2 * HOUR);
  stage.engine.resume();
  await until('the file says again who left', () => JSON.stringify(app.accounts()) === JSON.stringify(after));
  const { items } = await stage.engine.client.call('work.list', {});
  expect(items.map(({ kind }) => kind)).toEqual(['contradicted']);
});
