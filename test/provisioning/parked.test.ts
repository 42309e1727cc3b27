import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { namesIn, type Stage, setStage, short } from './stage.ts';

const names = Array.from({ length: 30 }, (_, index) => `p${String(index).padStart(2, '0')}@example.com`);

/** Thirty people whom only the group gives access, under the guard's defaults: 5 people. */
async function team(stage: Stage): Promise<{ readonly ids: readonly string[]; readonly group: string }> {
  const ids: string[] = [];
  for (const name of names) ids.push(await stage.hire(name, 'Legal'));
  const group = await stage.group('Wiki Team', ids);
  const rule = { name: 'Team', role: 'reader', when: `"${group}" in groups` };
  await stage.client.call('app.addRule', { id: stage.app.id, rule });
  await stage.client.call('app.setGuard', { id: stage.app.id, people: 5, percent: 10 });
  await stage.quiet();
  return { ids, group };
}

const withAccess = ({ wiki }: Stage): string[] =>
  names.filter((name) => wiki.account(name)?.enabled === true && wiki.account(name)?.roles.length === 1);
const outstanding = async ({ client }: Stage) => (await client.call('status.get', {})).outstanding;

test('ten of thirty removed at once are parked whole; a leaver among them goes; approval lets the rest go', async () => {
  const stage = await setStage();
  const { client, patchMembers, patchUser, trace, item, items, engine } = stage;
  const { ids, group } = await team(stage);
  await patchMembers(group, 'Remove', ids.slice(0, 10));
  const guard = await item('guard');
  expect(guard).toMatchObject({ people: 10, app: { name: 'Team Wiki' } });
  expect(namesIn(guard)).toEqual(names.slice(0, 10).map((name) => `Person ${name.slice(0, 3)}`));
  expect(guard.title).toContain("from 10 people at once; the guard's limit is 5");
  // What is parked is looked at once more before it rests.
  const parked = await until('nothing is on the way', async () => {
    const found = await trace('−10 members');
    return found.accounts.every(({ waiting }) => waiting === null) && found;
  });
  expect(parked.exchange.effect).toEqual({ state: 'parked', text: '10 accounts parked by the guard' });
  expect(parked.accounts).toHaveLength(10);
  for (const account of parked.accounts) {
    expect(account).toMatchObject({ state: 'parked', parked: { workItemId: guard.id }, waiting: null, operations: [] });
    expect(account.decisions).toMatchObject([{ role: 'reader', effect: 'revoked' }]);
  }
  expect(guard.exchangeId).toBe(parked.exchange.id);
  expect(withAccess(stage)).toEqual(names);

  // Rule 7: what the IdP says explicitly of one person is done at once, whatever else is parked.
  await patchUser(ids[3] ?? '', { active: false });
  await until('the leaver is disabled', () => stage.wiki.account(names[3] ?? '')?.enabled === false);
  await until('the leaver is settled', async () => (await outstanding(stage)) === 9);
  const leaver = (await trace('active true -> false')).accounts[0];
  expect(short(leaver).operations).toEqual(['disable done proved', 'removeRole done proved']);
  expect(leaver?.parked).toBeNull();
  expect(withAccess(stage)).toEqual(names.filter((_, index) => index !== 3));
  expect(await items('guard')).toMatchObject([{ id: guard.id, people: 9 }]);

  await engine.restart();
  expect(withAccess(stage), 'parked over a restart').toHaveLength(29);
  await client.call('work.decide', { id: guard.id, decision: 'approve', reason: 'The team was split' });
  await stage.quiet();
  expect(withAccess(stage)).toEqual(names.slice(10));
  expect(await items('guard')).toEqual([]);
  const done = await trace('−10 members');
  expect(done.exchange.effect.state).toBe('proved');
  expect(done.accounts.map((account) => account.parked)).toEqual(Array(10).fill(null));

  // What a person approved does not use up the hour: the next leaver is nobody's decision but the IdP's.
  await patchUser(ids[20] ?? '', { active: false });
  await stage.quiet();
  expect(stage.wiki.account(names[20] ?? '')?.enabled).toBe(false);
  expect(await items('guard')).toEqual([]);
});

test('some of them are approved and some rejected, each with a reason; who was rejected is held, and told by it', async () => {
  const stage = await setStage();
  const { client, item, items, engine } = stage;
  const { ids, group } = await team(stage);
  await stage.patchMembers(group, 'Remove', ids.slice(0, 2));
  await stage.quiet();
  await stage.patchMembers(group, 'Remove', ids.slice(2, 12));
  const guard = await item('guard');
  expect(guard).toMatchObject({ people: 10, decisions: ['approve', 'reject'] });
  expect(guard.gone).toMatchObject({ people: 2, persons: [{ name: 'Person p00' }, { name: 'Person p01' }] });
  const named = guard.persons.map(({ id }) => id);
  const decide = (decision: 'approve' | 'reject', reason: string, personIds?: string[]) =>
    client.call('work.decide', { id: guard.id, decision, reason, ...(personIds ? { personIds } : {}) });

  await decide('approve', 'These three moved', named.slice(0, 3));
  await until('three went', () => withAccess(stage).length === 25);
  expect(withAccess(stage)).toEqual(names.slice(5));
  expect(await items('guard')).toMatchObject([{ id: guard.id, people: 7 }]);

  await decide('reject', 'The export was cut short', named.slice(3, 5));
  expect(await items('guard')).toMatchObject([{ people: 5 }]);
  await engine.restart();
  const held = async () => (await client.call('removal.listHeld', {})).items;
  expect((await held()).filter(({ heldBy }) => heldBy === 'rejected')).toMatchObject([
    { person: { name: 'Person p05' }, why: 'Rejected by hand: The export was cut short', workItemId: null },
    { person: { name: 'Person p06' } },
  ]);
  const sentence = async () => (await client.call('app.get', { id: stage.app.id })).health.sentence;
  expect(await sentence()).toMatch(/5 accounts wait for you, 2 accounts set aside by hand/);

  // Whom nobody asks about (any more), and what is no question of the guard, is not decided.
  await expect(decide('approve', 'Once more', named.slice(2, 4))).rejects.toThrow(/not asked about any more/);
  await expect(decide('approve', 'Who is that', ['nobody'])).rejects.toThrow(/not asked about any more/);

  await decide('reject', 'Not meant either');
  expect(await items('guard')).toEqual([]);
  expect(withAccess(stage)).toEqual(names.slice(5));
  const [account] = (await client.call('app.accounts', { id: stage.app.id, text: 'p05' })).items;
  expect(account?.waiting).toBe('Rejected by hand: The export was cut short');

  // What the IdP says of one of them counts again, and a person may think again.
  await stage.patchUser(ids[5] ?? '', { active: false });
  await until('the leaver is out', () => stage.wiki.account(names[5] ?? '')?.enabled === false);
  const next = (await held()).find(({ heldBy }) => heldBy === 'rejected');
  await client.call('removal.release', { accountId: next?.accountId ?? '', reason: 'It was meant after all' });
  await until('one more went', () => withAccess(stage).length === 23);
  await stage.patchMembers(group, 'Add', ids.slice(7, 12));
  await stage.quiet();
  expect(withAccess(stage)).toEqual(names.slice(7));
  expect(await held()).toEqual([]);
});

test('what the IdP takes back is not parked any more, and the question about it closes by itself', async () => {
  const stage = await setStage();
  const { ids, group } = await team(stage);
  await stage.patchMembers(group, 'Remove', ids.slice(0, 10));
  await stage.item('guard');
  await stage.patchMembers(group, 'Add', ids.slice(0, 4));
  await until('four are settled', async () => (await outstanding(stage)) === 6);
  expect(await stage.items('guard')).toMatchObject([{ people: 6 }]);
  await stage.patchMembers(group, 'Add', ids.slice(4, 10));
  await stage.quiet();
  expect(await stage.items('guard')).toEqual([]);
  expect(withAccess(stage)).toEqual(names);
  expect(stage.wiki.effects().filter((effect) => effect.includes('removed'))).toEqual([]);
  expect((await stage.trace('−10 members')).exchange.effect.state).not.toBe('parked');

  // Nothing was lost, so nothing counts towards the hour.
  await stage.patchMembers(group, 'Remove', ids.slice(0, 5));
  await stage.quiet();
  expect(withAccess(stage)).toEqual(names.slice(5));
});

test('removals of several causes add up over the hour, and a role without an account is guarded too', async () => {
  const stage = await setStage();
  const { ids, group } = await team(stage);
  await stage.patchMembers(group, 'Remove', ids.slice(0, 3));
  await stage.patchMembers(group, 'Remove', ids.slice(3, 5));
  await stage.quiet();
  expect(withAccess(stage)).toEqual(names.slice(5));
  await stage.patchMembers(group, 'Remove', ids.slice(5, 6));
  expect((await stage.item('guard')).title).toContain('within an hour');
  expect(withAccess(stage)).toEqual(names.slice(5));
});

test('a rule that is taken away is one cause like any other', async () => {
  const stage = await setStage();
  await team(stage);
  const [app] = (await stage.client.call('app.list', {})).items;
  const ruleId = app?.snapshot.rules.find((rule) => rule.name === 'Team')?.id ?? '';
  await stage.client.call('app.removeRule', { id: stage.app.id, ruleId });
  expect(await stage.item('guard')).toMatchObject({ people: 30, exchangeId: null });
  expect(withAccess(stage)).toEqual(names);
});
