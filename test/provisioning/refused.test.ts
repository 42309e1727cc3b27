import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { setStage } from './stage.ts';

const ada = 'ada@example.com';
const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';

test('a disable that the app refuses for good keeps no role in place, and is asked about', async () => {
  const { client, wiki, hire, patchUser, item, items, quiet } = await setStage();
  const id = await hire(ada, 'Marketing');
  await quiet();
  wiki.execute(`CREATE TRIGGER refuse BEFORE UPDATE OF enabled ON users WHEN NEW.enabled = 0
    BEGIN SELECT RAISE(ABORT, 'the owner of a page cannot be disabled'); END`);
  await patchUser(id, { active: 'False' });

  const refused = await item('refused');
  expect(refused.title).toContain('the owner of a page cannot be disabled');
  expect(refused.affects, 'that is access which should be gone').toContain('may still be able to sign in there');
  expect(refused.fix, 'no mapping stands behind a disable').not.toContain('mapping');
  await until('the roles are gone', () => wiki.account(ada)?.roles.length === 0);
  expect(wiki.account(ada)?.enabled).toBe(true);
  expect((await client.call('status.get', {})).accounts).toEqual({ failed: 1 });
  const [person] = (await client.call('person.list', { text: 'ada' })).items;
  const accounts = await until('what is gone was seen to be', async () => {
    const found = (await client.call('person.get', { id: person?.id ?? '' })).accounts;
    return found[0]?.roles.every(({ state }) => state === 'revoked') && found;
  });
  expect(accounts[0]?.roles).toHaveLength(2);
  expect(accounts[0]?.latest).toMatchObject({ verb: 'disable', state: 'failed' });
  expect((await client.call('person.list', { text: 'ada' })).items[0]?.roles).toBe(0);

  wiki.execute('DROP TRIGGER refuse');
  await client.call('work.decide', { id: refused.id, decision: 'retry', reason: 'The page has another owner' });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  expect(await items('refused')).toEqual([]);
});

test('an account that somebody deleted in the app is asked about, and made anew when tried again', async () => {
  const { client, wiki, hire, patchUser, item, items, quiet } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  const before = wiki.account(ada);
  wiki.execute(`DELETE FROM user_roles; DELETE FROM users WHERE username = '${ada}'`);
  await patchUser(id, { [department]: 'Marketing' });

  const gone = await item('refused');
  expect(gone.title).toContain('the account of Person ada is gone');
  expect(gone.title).toContain(`by id ${before?.id}`);
  expect(wiki.account(ada), 'nothing is made in silence').toBeUndefined();

  await client.call('work.decide', { id: gone.id, decision: 'retry', reason: 'It was deleted by mistake' });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['editor', 'reader'] });
  expect(await items('refused')).toEqual([]);
});

test('a role that was renamed in the app is not taken to be gone: somebody must say', async () => {
  const { client, wiki, hire, patchUser, item, items, quiet } = await setStage();
  const id = await hire(ada, 'Marketing');
  await quiet();
  wiki.execute("UPDATE roles SET name = 'writer' WHERE name = 'editor'");
  await patchUser(id, { [department]: 'Sales' });

  const refused = await item('refused');
  expect(refused.title).toContain('editor');
  expect(wiki.account(ada)?.roles).toEqual(['reader', 'writer']);

  // Taken away by hand, the name is nobody's any more, and that is so.
  wiki.execute("DELETE FROM user_roles WHERE role_id = (SELECT id FROM roles WHERE name = 'writer')");
  await client.call('work.decide', { id: refused.id, decision: 'retry', reason: 'Writers are editors; taken away' });
  await quiet();
  expect(await items('refused')).toEqual([]);
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('a role that was given counts as had, although the next one is refused', async () => {
  const { client, wiki, hire, item } = await setStage();
  wiki.execute(`CREATE TRIGGER refuse BEFORE INSERT ON user_roles
    WHEN NEW.role_id = (SELECT id FROM roles WHERE name = 'reader')
    BEGIN SELECT RAISE(ABORT, 'no more readers'); END`);
  await hire(ada, 'Marketing');
  const refused = await item('refused');
  expect(refused.affects).toContain('what is wanted there is not so yet');
  expect(wiki.account(ada)?.roles).toEqual(['editor']);

  const [person] = (await client.call('person.list', { text: 'ada' })).items;
  const { accounts } = await client.call('person.get', { id: person?.id ?? '' });
  const states = Object.fromEntries((accounts[0]?.roles ?? []).map(({ role, state }) => [role, state]));
  expect(states).toEqual({ editor: 'applied', reader: 'retrying' });
});
