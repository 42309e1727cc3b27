import { expect, test } from 'vitest';
import { namesIn, setStage } from '../provisioning/stage.ts';
import { enterprise } from '../support/scim.ts';

const names = ['a@example.com', 'b@example.com', 'c@example.com'];
const department = `${enterprise}:department`;

test.each([
  ['disabled and enabled again', 'switch'],
  ['deleted and created again', 'delete'],
])('a value held in doubt gives nothing to who was %s', async (_how, how) => {
  const { wiki, hire, patchUser, remove, quiet, item } = await setStage();
  const ids: string[] = [];
  for (const name of names) ids.push(await hire(name, 'Sales'));
  await quiet();
  for (const id of ids) await patchUser(id, { [department]: '' });
  await quiet();
  expect((await item('doubt')).people).toBe(3);
  const [name = '', id = ''] = [names[0], ids[0]];
  if (how === 'switch') {
    await patchUser(id, { active: false });
    await patchUser(id, { active: true });
  } else {
    await remove(`/Users/${id}`);
    await hire(name, '');
  }
  await quiet();
  expect(wiki.account(name)).toMatchObject({ enabled: false, roles: [] });
  expect(namesIn(await item('doubt'))).toEqual(['Person b', 'Person c']);
  expect(wiki.account('b@example.com')).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('who lost a value and left is not given it back when others lose theirs', async () => {
  const { wiki, hire, patchUser, quiet, item } = await setStage();
  const ids: string[] = [];
  for (const name of names) ids.push(await hire(name, 'Sales'));
  ids.push(await hire('d@example.com', 'Sales'));
  await quiet();
  const [a = '', ...others] = ids;
  await patchUser(a, { [department]: '' });
  await patchUser(a, { active: false });
  for (const id of others) await patchUser(id, { [department]: '' });
  await patchUser(a, { active: true });
  await quiet();
  expect(namesIn(await item('doubt'))).toEqual(['Person b', 'Person c', 'Person d']);
  expect(wiki.account('a@example.com')).toMatchObject({ enabled: false, roles: [] });
});

test('people who come back without a value are given nothing by the one they had', async () => {
  const { wiki, hire, patchUser, quiet, items } = await setStage();
  const ids: string[] = [];
  for (const name of names) ids.push(await hire(name, 'Sales'));
  for (const id of ids) await patchUser(id, { active: false });
  await quiet();
  for (const id of ids) await patchUser(id, { active: true, [department]: '' });
  await quiet();
  expect(await items('doubt')).toEqual([]);
  expect(names.map((name) => wiki.account(name)?.enabled)).toEqual([false, false, false]);
});

test('another externalId in the very request that disables asks “same person or new?” as well', async () => {
  const { wiki, hire, patchUser, quiet, item } = await setStage();
  const id = await hire('a@example.com', 'Sales');
  await quiet();
  await patchUser(id, { active: false, externalId: 'somebody-else' });
  await patchUser(id, { active: true });
  expect((await item('identity')).decisions).toEqual(['same person', 'new person']);
  await quiet();
  expect(wiki.account('a@example.com')).toMatchObject({ enabled: false, roles: [] });
});
