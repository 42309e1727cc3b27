import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { setStage } from './stage.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';

/** SQLite gives the id of the last deleted row to the next one. */
test('a joiner who gets the id of an account that was deleted by hand is not its former owner', async () => {
  const { client, wiki, hire, patchUser, quiet, item } = await setStage();
  const adaId = await hire(ada, 'Marketing');
  await quiet();
  const former = wiki.account(ada)?.id;
  wiki.execute(`DELETE FROM users WHERE username = '${ada}'`);
  await hire(bob, 'Sales');
  await quiet();
  expect(wiki.account(bob)).toMatchObject({ id: former, enabled: true, roles: ['reader'] });
  const gone = await item('refused');
  expect(gone.title).toContain('the account of Person ada is gone');

  await client.call('work.decide', { id: gone.id, decision: 'retry', reason: 'She needs one' });
  await until('she has one of her own', () => wiki.account(ada)?.roles.length === 2);
  await patchUser(adaId, { active: false });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  expect(wiki.account(bob)).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('a leaver whose id is another person’s by now takes nothing from them', async () => {
  const { wiki, hire, patchUser, quiet } = await setStage();
  const adaId = await hire(ada, 'Marketing');
  await quiet();
  wiki.execute(`DELETE FROM users WHERE username = '${ada}'`);
  await hire(bob, 'Sales');
  await quiet();
  await patchUser(adaId, { active: false });
  await quiet();
  expect(wiki.account(bob)).toMatchObject({ enabled: true, roles: ['reader'] });
  expect(wiki.effects(bob)).toEqual(['created', 'role added reader']);
});

test('nothing is given to an account that has another name by now, and a leaver loses it all the same', async () => {
  const { wiki, hire, patchUser, quiet, item } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  wiki.execute(`UPDATE users SET username = 'somebody' WHERE username = '${ada}'`);
  await patchUser(id, { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'Marketing' });
  expect((await item('conflict')).title).toContain(`was known as “${ada}”`);
  expect(wiki.account('somebody')).toMatchObject({ roles: ['reader'], department: 'Sales' });
  await patchUser(id, { active: false });
  await quiet();
  expect(wiki.account('somebody')).toMatchObject({ enabled: false, roles: [] });
});
