import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { movedClock, setStage } from './stage.ts';

const HOUR = 3_600_000;

/** A company with Entra, and with Okta or not, that was answered a moment ago; and a way to let it stop for a while. */
async function company(withOkta: boolean) {
  const clock = movedClock(Date.parse('2026-12-01T20:00:00Z'));
  const stage = await setStage({ clock });
  const { engine, client } = stage;
  const okta = withOkta ? await engine.addSource('okta', { name: 'Contoso' }) : null;
  const id = await stage.hire('ada@example.com', 'Sales');
  await okta?.send('GET', '/Users?count=0');
  await stage.quiet();
  const stopFor = async (ms: number) => {
    await engine.stop();
    clock.move(ms);
    await engine.restart();
    // The IdP learns that its connection has ended.
    await stage.idp.send('GET', '/Users?count=0').catch(() => undefined);
  };
  return { stage, client, clock, id, stopFor };
}

test('a night without Footbridge is told of, with what arrived after it; Okta is to be looked at, and Entra is not', async () => {
  const { stage, client, stopFor, id } = await company(true);
  expect((await client.call('absence.list', {})).items).toEqual([]);
  await stopFor(8 * HOUR);
  await stage.patchUser(id, { displayName: 'Ada King' });
  const [absence, ...more] = (await client.call('absence.list', {})).items;
  expect(more).toEqual([]);
  expect(absence).toMatchObject({
    kind: 'not running',
    sentence: 'Not running for 8 hours.',
    sources: [
      { name: 'Entra', arrived: 1, expect: expect.stringMatching(/^Entra tries again by itself/) },
      { name: 'Contoso', arrived: 0, expect: expect.stringMatching(/Dashboard > Tasks/) },
    ],
  });
  expect(absence?.to.slice(0, 16)).toBe('2026-12-02T04:00');
  const item = await stage.item('absence');
  expect(item.title).toMatch(
    /^Not running for 8 hours\. No identity provider could reach Footbridge until 2026-12-02T04:0/,
  );
  expect(item.affects).toContain('Contoso (Okta)');
  expect(item.affects).not.toContain('Entra');

  // One question, about the newest; and a short stop is none.
  await stopFor(5 * 60_000);
  await stopFor(2 * HOUR);
  expect((await client.call('absence.list', {})).items.map(({ sentence }) => sentence)).toEqual([
    'Not running for 2 hours.',
    'Not running for 5 minutes.',
    'Not running for 8 hours.',
  ]);
  expect(await stage.items('absence')).toHaveLength(1);
  expect((await stage.item('absence')).title).toContain('2 hours');
  await client.call('work.decide', { id: item.id, decision: 'dismiss', reason: 'Looked at the tasks there' });
  expect(await stage.items('absence')).toEqual([]);
});

test('where every identity provider sends again by itself, nobody is asked', async () => {
  const { stage, client, stopFor } = await company(false);
  await stopFor(8 * HOUR);
  expect((await client.call('absence.list', {})).items).toHaveLength(1);
  expect(await stage.items('absence')).toEqual([]);
});

test('a sleep that the system tells of is one, without a stop', async () => {
  const { stage, client, clock } = await company(true);
  stage.engine.suspend();
  clock.move(9 * HOUR);
  stage.engine.resume();
  expect((await client.call('absence.list', {})).items).toMatchObject([
    { kind: 'asleep', sentence: 'This computer was asleep for 9 hours.' },
  ]);
  expect(await stage.items('clock')).toEqual([]);
});

test('a clock that was set back is said, and what waits for a later time does not wait for it', async () => {
  const { stage, client, clock, id, stopFor } = await company(false);
  const unlock = stage.wiki.lock();
  await stage.patchUser(id, { active: false });
  await until('it waits for its next try', async () => {
    const [row] = (await client.call('app.accounts', { id: stage.app.id })).items;
    return row?.waiting?.startsWith('Tried');
  });
  clock.move(-3 * HOUR);
  unlock();
  await stopFor(0);
  await until('she is out', () => stage.wiki.account('ada@example.com')?.enabled === false);
  const item = await stage.item('clock');
  expect(item).toMatchObject({
    title: expect.stringMatching(/^The clock of this computer was set back by (3 hours|2 hours 59 minutes)/),
    decisions: ['approve'],
  });
  await client.call('work.decide', { id: item.id, decision: 'approve', reason: 'It was wrong before' });
  expect(await stage.items('clock')).toEqual([]);
});
