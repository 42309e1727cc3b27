import { expect, test } from 'vitest';
import { setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';
import { noStatus } from '../support/no-status.ts';
import { codeOf } from './asking.ts';

test('sources: added with a token shown once, listed, removed, and the door follows at once', async () => {
  const { client, idp } = await setStage();
  const added = await client.call('source.add', { name: 'Okta', dialect: 'okta', rate: 5 });
  expect(added).toMatchObject({
    name: 'Okta',
    baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2\/[0-9a-f]{16}$/),
  });
  expect(Buffer.from(added.token, 'base64url').length).toBeGreaterThanOrEqual(32);
  const { items } = await client.call('source.list', {});
  expect(items.map(({ name, dialect, rate }) => [name, dialect, rate])).toEqual([
    ['Entra', 'entra', 0],
    ['Okta', 'okta', 5],
  ]);
  expect(items[1]).toMatchObject({ lastSeenAt: null, tokenLastFour: added.token.slice(-4), baseUrl: added.baseUrl });
  expect(JSON.stringify(items)).not.toContain(added.token);

  expect(await codeOf(client.call('source.add', { name: 'OKTA', dialect: 'okta' }))).toBe('conflict');
  expect(await codeOf(client.call('source.add', { name: ' ', dialect: 'okta' }))).toBe('invalid');
  expect(await codeOf(client.call('source.add', { name: 'x', dialect: 'ldap' as 'okta' }))).toBe('invalid');

  const elsewhere = `${added.baseUrl}/Users`;
  const ask = () => fetch(elsewhere, { headers: { authorization: `Bearer ${added.token}` } });
  expect((await ask()).status).toBe(200);
  await client.call('source.remove', { id: added.id });
  expect((await ask()).status).toBe(401);
  expect(await codeOf(client.call('source.remove', { id: added.id }))).toBe('not-found');
  expect((await client.call('source.list', {})).items.map(({ id }) => id)).toEqual([idp.id]);
  expect((await client.call('source.add', { name: 'Okta', dialect: 'okta' })).id).not.toBe(added.id);
});

test('apps: tested, added, mapped, given rules and a guard, switched', async () => {
  const { client, app, wiki } = await setStage();
  const { target } = app;
  const missing = { ...target, file: `${wiki.file}.missing` };
  expect(await client.call('app.test', { target: missing })).toMatchObject({ ok: false });
  expect(await codeOf(client.call('app.add', { name: 'Missing', target: missing }))).toBe('refused');
  expect(await codeOf(client.call('app.add', { name: 'Team Wiki', target }))).toBe('conflict');

  const added = await client.call('app.add', { name: 'Second', target });
  expect(added).toMatchObject({
    state: 'observing',
    guard: { people: 5, percent: 10 },
    roles: ['admin', 'editor', 'reader'],
  });
  expect(added.snapshot).toMatchObject({ rules: [], mappings: [{ attribute: 'login', expression: 'user.userName' }] });
  const { id } = added;

  const mappings = [{ attribute: 'login', expression: 'lower(user.userName)' }];
  const mapped = await client.call('app.setMappings', { id, mappings });
  expect(mapped.snapshot.mappings).toEqual(mappings);
  expect(mapped.snapshot.id, 'a snapshot is never edited').not.toBe(added.snapshot.id);
  const rule = { name: 'Readers', role: 'reader', when: 'user.active' };
  const ruled = await client.call('app.addRule', { id, rule });
  expect(ruled.snapshot.rules).toMatchObject([rule]);

  // What cannot be meant is refused, and the rules in force go on.
  const refusals: [string, Promise<unknown>][] = [
    ['invalid', client.call('app.setMappings', { id, mappings: [] })],
    ['invalid', client.call('app.setMappings', { id, mappings: [{ attribute: 'login', expression: 'user.usrName' }] })],
    [
      'invalid',
      client.call('app.setMappings', { id, mappings: [...mappings, { attribute: 'shoeSize', expression: '1' }] }),
    ],
    ['invalid', client.call('app.addRule', { id, rule: { ...rule, when: 'user.userName' } })],
    ['invalid', client.call('app.addRule', { id, rule: { ...rule, when: 'user.active &&' } })],
    ['invalid', client.call('app.addRule', { id, rule: { ...rule, role: 'owner' } })],
    ['invalid', client.call('app.addRule', { id, rule: { ...rule, when: '"no-such-group" in groups' } })],
    ['invalid', client.call('app.setGuard', { id, people: -1, percent: 10 })],
    ['not-found', client.call('app.removeRule', { id, ruleId: 'nothing' })],
    ['not-found', client.call('app.setMappings', { id: 'nothing', mappings })],
    ['not-found', client.call('app.addRule', { id: 'nothing', rule })],
    ['not-found', client.call('app.removeRule', { id: 'nothing', ruleId: 'nothing' })],
    ['not-found', client.call('app.setGuard', { id: 'nothing', people: 1, percent: 1 })],
    ['not-found', client.call('app.setState', { id: 'nothing', state: 'on' })],
  ];
  for (const [code, refused] of refusals) expect(await codeOf(refused)).toBe(code);
  const [, unchanged] = (await client.call('app.list', {})).items;
  expect(unchanged).toEqual(ruled);

  await client.call('app.removeRule', { id, ruleId: ruled.snapshot.rules[0]?.id ?? '' });
  await client.call('app.setGuard', { id, people: 7, percent: 3 });
  const last = await client.call('app.setState', { id, state: 'on' });
  expect(last).toMatchObject({ state: 'on', guard: { people: 7, percent: 3 }, snapshot: { rules: [] } });
  expect((await client.call('app.list', {})).items).toEqual([app, last]);
});

test('the numbers, and the sentence about them', async () => {
  const { client, app, wiki, hire, patchUser, quiet, item } = await setStage();
  expect(await client.call('status.get', {})).toEqual({ ...noStatus, sources: 1, apps: 1 });
  const id = await hire('ada@example.com', 'Sales');
  await quiet();
  const overview = await client.call('overview.get', {});
  expect(overview).toMatchObject({
    world: 'live',
    people: 1,
    accounts: { active: 1 },
    lastProof: { app: 'Team Wiki', person: 'Person ada', operation: 'addRole', kind: 'proved' },
    health: { level: 'ok', sentence: 'Listening. 1 source, 1 app, all quiet.' },
  });
  expect(overview.scim).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/);

  wiki.execute(`INSERT INTO users (username) VALUES ('bob@example.com')`);
  await hire('bob@example.com', 'Sales');
  await item('conflict');
  expect((await client.call('overview.get', {})).health).toEqual({
    level: 'attention',
    sentence: 'Listening. 1 source, 1 app. 1 thing only you can decide.',
  });
  expect(await client.call('status.get', {})).toMatchObject({
    needsYou: 1,
    outstanding: 1,
    accounts: { active: 1, conflict: 1 },
  });

  await client.call('app.setState', { id: app.id, state: 'observing' });
  await patchUser(id, { active: false });
  expect(wiki.account('ada@example.com')?.enabled, 'only observed').toBe(true);
  await client.call('app.setState', { id: app.id, state: 'on' });
  await item('conflict');
});

test('what is on its way, and which of it takes access away', async () => {
  const { client, app, wiki, hire, patchUser, quiet, item } = await setStage();
  const numbers = async () => {
    const { outstanding, onTheWay, removalsWaiting } = await client.call('status.get', {});
    return { outstanding, onTheWay, removalsWaiting };
  };
  const leaver = await hire('ada@example.com', 'Sales');
  await quiet();
  wiki.execute(`INSERT INTO users (username) VALUES ('bob@example.com')`);
  await hire('bob@example.com', 'Sales');
  await item('conflict');
  expect(await numbers(), 'access that is to be given').toEqual({ outstanding: 1, onTheWay: 1, removalsWaiting: 0 });

  await client.call('app.setGuard', { id: app.id, people: 0, percent: 0 });
  await patchUser(leaver, { active: false });
  const parked = await item('guard');
  expect(await numbers(), 'a leaver who is parked').toEqual({ outstanding: 2, onTheWay: 2, removalsWaiting: 1 });

  await client.call('app.setState', { id: app.id, state: 'observing' });
  expect(await numbers(), 'only observed').toEqual({ outstanding: 2, onTheWay: 0, removalsWaiting: 0 });

  await client.call('app.setState', { id: app.id, state: 'on' });
  await client.call('work.decide', { id: parked.id, decision: 'approve', reason: 'She left' });
  await until('she is gone', async () => (await numbers()).removalsWaiting === 0);
  expect(wiki.account('ada@example.com')).toMatchObject({ enabled: false, roles: [] });
});

test('decisions: only what fits, with a reason, once', async () => {
  const { client, wiki, hire, item } = await setStage();
  wiki.execute(`INSERT INTO users (username) VALUES ('ada@example.com')`);
  await hire('ada@example.com', 'Sales');
  const { id } = await item('conflict');
  const decide = (decision: 'approve' | 'retry', reason: string, of = id) =>
    codeOf(client.call('work.decide', { id: of, decision, reason }));
  expect(await decide('approve', 'That does not fit')).toBe('invalid');
  expect(await decide('retry', ' x ')).toBe('invalid');
  expect(await decide('retry', 'Nobody knows it', 'nothing')).toBe('not-found');
  expect(await decide('retry', 'It was renamed')).toBe('answered');
  expect(await decide('retry', 'It was renamed')).toBe('conflict');
});
