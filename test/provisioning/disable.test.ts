import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { setStage, short } from './stage.ts';

const ada = 'ada@example.com';
const left = { active: false };
const disabled = (proof: string) => `disable done ${proof}`;

test('a leaver is disabled although a mapped column is not in the app any more', async () => {
  const { client, wiki, hire, patchUser, quiet, item, trace } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  wiki.execute('DROP TRIGGER user_changed; DROP TRIGGER user_created; ALTER TABLE users DROP COLUMN department;');
  await patchUser(id, left);
  await until('disabled', () => enabledOf(wiki.file) === 0);
  const operations = await until('noted', async () => {
    const { operations } = short((await trace('active true -> false')).accounts[0]);
    return operations.some((one) => one.startsWith('disable done')) && operations;
  });
  // It could not be read back, and the proof says so.
  expect(operations).toContain(disabled('not verifiable'));
  const refused = await item('refused');
  expect(refused.title).toContain('department');
  const notSeen = 'done, but not seen: 1 account disabled';
  const effect = async () =>
    (await client.call('exchange.get', { id: (await trace('active true -> false')).exchange.id })).effect;
  expect(await effect()).toEqual({ state: 'failed', text: `${notSeen}, 1 account: the app refused` });

  // Once the app can be read again its roles go and are seen to be gone; that says nothing about what was not seen.
  wiki.execute('ALTER TABLE users ADD COLUMN department TEXT');
  await client.call('work.decide', { id: refused.id, decision: 'retry', reason: 'The column is back' });
  await quiet();
  expect(await effect()).toEqual({ state: 'not verifiable', text: `1 role removed, ${notSeen}` });
});

const enabledOf = (file: string): unknown => {
  const database = new Database(file, { readonly: true });
  const enabled = database.prepare('SELECT enabled FROM users WHERE username = ?').pluck().get(ada);
  database.close();
  return enabled;
};

test.each([
  ['an expression that fails', 'user.name.givenName < "M" ? "a" : "b"'],
  ['a required attribute that is empty', 'user.title.substring(0, 3)'],
])('a leaver is disabled and proved in spite of %s', async (_why, expression) => {
  const { app, client, wiki, hire, patchUser, quiet, item, items, trace } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  const mappings = app.snapshot.mappings.map((mapping) =>
    mapping.attribute === 'fullName' ? { ...mapping, expression } : mapping,
  );
  await client.call('app.setMappings', { id: app.id, mappings });
  expect((await item('doubt')).title).toContain('fullName cannot be computed');
  await patchUser(id, left);
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  const [account] = (await trace('active true -> false')).accounts;
  expect(short(account)).toEqual({
    decisions: ['reader revoked'],
    operations: [disabled('proved'), 'removeRole done proved'],
  });
  expect(account?.operations[0]?.proof).toMatchObject({
    seen: expect.stringContaining('disabled'),
    notCovered: expect.arrayContaining([expect.stringContaining('sessions')]),
  });
  expect(await items('doubt'), 'nobody is asked about somebody who has left').toEqual([]);
});

test('a leaver’s tombstone name is never delivered', async () => {
  const { wiki, hire, patchUser, remove, quiet } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  const tombstone = `0123456789abcdef0123456789abcdef${ada}`;
  await patchUser(id, { active: false, userName: tombstone, displayName: 'Deleted' });
  await remove(`/Users/${id}`);
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  expect(wiki.account(tombstone)).toBeUndefined();
  expect(wiki.effects(ada)).toEqual(['created', 'role added reader', 'disabled', 'role removed reader']);
});

test('a leaver whose account somebody deleted by hand is proved gone, after the wider search', async () => {
  const { wiki, hire, patchUser, quiet, trace } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  wiki.execute(`DELETE FROM users WHERE username = '${ada}'`);
  await patchUser(id, left);
  await quiet();
  const [account] = (await trace('active true -> false')).accounts;
  expect(short(account).operations).toEqual([disabled('proved'), 'removeRole done proved']);
  const proof = account?.operations[0]?.proof;
  expect(proof?.seen).toBe('no such account');
  expect(proof?.asked).toMatch(/a search by id \d+, by login, email/);
  expect(account?.operations[0]?.attempts[0]).toMatchObject({ outcome: 'already so' });
});

test('not found by its id but found by its e-mail is unknown: a person must look, nothing is touched', async () => {
  const { wiki, hire, patchUser, item, trace } = await setStage();
  const id = await hire(ada, 'Sales');
  await until('created', () => wiki.account(ada)?.roles.length === 1);
  await until('settled', async () => (await trace('Create Person ada')).accounts[0]?.waiting === null);
  wiki.execute(
    `DELETE FROM user_roles; UPDATE users SET id = 77, username = 'ada.new@example.com' WHERE username = '${ada}'; DELETE FROM access_log;`,
  );
  await patchUser(id, left);
  const refused = await item('refused');
  expect(refused.title).toContain('id 77');
  expect(refused.title).toContain('looks like it');
  expect(wiki.account('ada.new@example.com')?.enabled).toBe(true);
  expect(wiki.effects()).toEqual([]);
});

test('a leaver loses also the role that somebody gave by hand', async () => {
  const { wiki, hire, patchUser, quiet } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  wiki.execute(`INSERT INTO user_roles SELECT users.id, 3 FROM users WHERE username = '${ada}'`);
  await patchUser(id, left);
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
});
