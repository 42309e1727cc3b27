import { expect, test } from 'vitest';
import { asked, setStage } from '../provisioning/stage.ts';
import { newUser } from '../support/scim.ts';

const ada = 'ada@example.com';

test('back under the same externalId is the same person: enabled again, with what the rules give now', async () => {
  const { wiki, hire, remove, quiet, items } = await setStage();
  const id = await hire(ada, 'Marketing');
  await quiet();
  await remove(`/Users/${id}`);
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  const account = wiki.account(ada)?.id;
  await hire(ada, 'Sales');
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ id: account, enabled: true, roles: ['reader'], department: 'Sales' });
  expect(wiki.effects(ada).filter((effect) => effect === 'created')).toHaveLength(1);
  expect(await items('identity')).toEqual([]);
});

test.each([
  ['same person', { enabled: true, roles: ['reader'] }],
  ['new person', { enabled: false, roles: [] }],
] as const)('the same userName only: nothing is enabled until somebody says “%s”', async (decision, expected) => {
  const { client, wiki, hire, patchUser, remove, quiet, item, items } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  await remove(`/Users/${id}`);
  await quiet();
  const before = wiki.effects();
  const again = await hire(ada, 'Sales', { externalId: 'somebody-else' });
  const question = await item('identity');
  expect(question).toMatchObject({ decisions: ['same person', 'new person'], people: 1 });
  expect(question.title).toContain('a name that Person ada had before');
  await patchUser(again, { title: 'Lead' });
  await quiet();
  expect(wiki.effects(), 'asked, not done').toEqual(before);

  await client.call('work.decide', { id: question.id, decision, reason: 'HR says so' });
  if (decision === 'new person') {
    // The old account stands in the way of the new person, and is not theirs.
    expect((await item('conflict')).title).toContain(ada);
  } else await quiet();
  expect(wiki.account(ada)).toMatchObject(expected);
  expect(await items('identity')).toEqual([]);
  expect((await client.call('status.get', {})).people).toBe(1);
});

test.each([
  ['same person', 'ada@example.com', { enabled: true, roles: ['reader'] }],
  ['new person', 'ada@example.com', { enabled: false, roles: [] }],
] as const)('another externalId on a disabled user who comes back: “%s”', async (decision, userName, expected) => {
  const { client, wiki, hire, patchUser, quiet, item } = await setStage();
  const id = await hire(userName, 'Sales');
  await quiet();
  await patchUser(id, { active: false });
  await quiet();
  await patchUser(id, { externalId: 'reused' });
  const question = await item('identity');
  await patchUser(id, { active: true });
  await quiet();
  expect(wiki.account(userName)).toMatchObject({ enabled: false, roles: [] });
  await client.call('work.decide', { id: question.id, decision, reason: 'HR says so' });
  if (decision === 'new person') await item('conflict');
  else await quiet();
  expect(wiki.account(userName)).toMatchObject(expected);
});

test('somebody in question who leaves, leaves at once', async () => {
  const { client, wiki, hire, patchUser, quiet, item } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  await patchUser(id, { active: false });
  await patchUser(id, { active: true, externalId: 'reused' });
  const question = await item('identity');
  await patchUser(id, { active: false });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  await client.call('work.decide', { id: question.id, decision: 'same person', reason: 'It does not matter now' });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
});

test('an absent `active` never reactivates, by POST, PUT or PATCH', async () => {
  const { idp, wiki, hire, patchUser, remove, quiet } = await setStage();
  const id = await hire(ada, 'Sales');
  await quiet();
  await patchUser(id, { active: false });
  const { active: _left, ...silent } = newUser(ada, 'Sales') as { readonly active: boolean };
  await asked(idp, 'PUT', `/Users/${id}`, { ...silent, title: 'Lead' });
  await patchUser(id, { title: 'Head' });
  await quiet();
  expect(wiki.account(ada)?.enabled).toBe(false);
  await remove(`/Users/${id}`);
  const again = await asked(idp, 'POST', '/Users', silent);
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  await patchUser(again, { active: true });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['reader'] });
});
