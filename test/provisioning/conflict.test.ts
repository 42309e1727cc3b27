import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { setStage, short } from './stage.ts';

test('an account of the same login is never adopted: a conflict, decided by renaming it and trying again', async () => {
  const { client, app, wiki, hire, quiet, item, items, trace } = await setStage();
  const name = 'ada@example.com';
  wiki.execute(`INSERT INTO users (username, full_name) VALUES ('${name}', 'Somebody else'); DELETE FROM access_log;`);
  await hire(name, 'Sales');

  const conflict = await item('conflict');
  expect(conflict).toMatchObject({
    people: 1,
    persons: [{ name: 'Person ada' }],
    app: { id: app.id, name: 'Team Wiki' },
    decisions: ['retry', 'skip', 'park'],
  });
  expect(conflict.title).toContain('is there already');
  const [account] = (await trace('Create Person ada')).accounts;
  expect(account).toMatchObject({ state: 'conflict', parked: { workItemId: conflict.id } });
  expect((await trace('Create Person ada')).exchange.effect).toEqual({
    state: 'failed',
    text: '1 account: the login is there already',
  });
  expect(short(account)).toEqual({ decisions: ['reader granted'], operations: ['create failed -'] });
  expect(wiki.effects(), 'nothing was done to it').toEqual([]);
  expect(wiki.account(name)?.roles).toEqual([]);

  // As long as it is there, trying again comes to the same.
  await client.call('work.decide', { id: conflict.id, decision: 'retry', reason: 'It is gone, I think' });
  const again = await until('asked again', async () => (await items('conflict')).find((one) => one.id !== conflict.id));
  expect(wiki.effects()).toEqual([]);

  wiki.execute(
    `UPDATE users SET username = 'somebody@example.com' WHERE username = '${name}'; DELETE FROM access_log;`,
  );
  await client.call('work.decide', { id: again.id, decision: 'retry', reason: 'It has another name now' });
  await quiet();
  expect(wiki.effects()).toEqual([`${name}: created`, `${name}: role added reader`]);
  expect(wiki.account('somebody@example.com')).toMatchObject({ enabled: true, roles: [] });
  expect(await items('conflict')).toEqual([]);
  expect((await trace('Create Person ada')).accounts[0]).toMatchObject({ state: 'active', parked: null });
});

test('who leaves while an account that is not ours has their login is asked about, and it is not touched', async () => {
  const { client, wiki, hire, patchUser, quiet, item, items } = await setStage();
  const name = 'ada@example.com';
  wiki.execute(`INSERT INTO users (username, full_name) VALUES ('${name}', 'Ada herself'); DELETE FROM access_log;`);
  const id = await hire(name, 'Sales');
  const before = await item('conflict');
  await patchUser(id, { active: false });
  await quiet();
  // What would take access away is neither left undone nor set aside.
  expect(await items('conflict'), 'she may have used that one').toEqual([{ ...before, decisions: ['retry'] }]);
  expect(wiki.effects()).toEqual([]);
  await client.call('work.decide', { id: before.id, decision: 'retry', reason: 'Disabled there by hand' });
  expect(await items('conflict')).toEqual([]);

  wiki.execute(`UPDATE users SET enabled = 0`);
  await patchUser(id, { active: true });
  await item('conflict');
  await patchUser(id, { active: false });
  await until('it is in no use', async () => (await items('conflict')).length === 0);
});

test('two apps of one name added at the same time are one app and a conflict', async () => {
  const { client, app } = await setStage();
  const { target } = app;
  const both = await Promise.allSettled([1, 2].map(() => client.call('app.add', { name: 'Second Wiki', target })));
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = both.find((one) => one.status === 'rejected');
  expect(refused?.reason).toMatchObject({ body: { code: 'conflict' } });
});

test('an app that is removed leaves one question, and takes its own along', async () => {
  const { client, app, wiki, hire, item } = await setStage();
  wiki.execute("INSERT INTO users (username, full_name) VALUES ('ada@example.com', 'Somebody else')");
  await hire('ada@example.com', 'Sales');
  await item('conflict');
  await client.call('app.remove', { id: app.id });
  const { items } = await client.call('work.list', {});
  expect(items.map(({ kind }) => kind)).toEqual(['removed']);
});
