import { expect, test } from 'vitest';
import { namesIn, setStage, short } from './stage.ts';

const ada = 'ada@example.com';
const bob = 'bob@example.com';

test('a deleted group that a rule names holds what it gave, and asks once', async () => {
  const { app, client, wiki, hire, group, patchMembers, remove, quiet, item, items, trace, engine } = await setStage();
  const ids = [await hire(ada, 'Legal'), await hire(bob, 'Legal')];
  const editors = await group('Wiki Editors', ids);
  const rule = { name: 'Editors', role: 'editor', when: `"${editors}" in groups` };
  await client.call('app.addRule', { id: app.id, rule });
  await quiet();
  await remove(`/Groups/${editors}`);
  const doubt = await item('doubt');
  expect(doubt).toMatchObject({
    people: 2,
    persons: [{ name: 'Person ada' }, { name: 'Person bob' }],
    app: { name: 'Team Wiki' },
    decisions: ['retry'],
  });
  await quiet();
  expect([ada, bob].map((name) => wiki.account(name)?.roles)).toEqual([['editor'], ['editor']]);

  // A group of the same name is not the same group: it gives nothing, and takes nothing.
  const eve = await hire('eve@example.com', 'Legal');
  const other = await group('Wiki Editors', [eve]);
  await patchMembers(other, 'Add', ids);
  await quiet();
  expect(wiki.account('eve@example.com')).toBeUndefined();
  expect(wiki.account(ada)?.roles).toEqual(['editor']);

  await engine.restart();
  const [asked, ...more] = await items('doubt');
  expect(more).toEqual([]);
  expect(namesIn(asked)).toEqual(['Person ada', 'Person bob', 'Person eve']);

  // Decided by taking the rule away: now it is no doubt any more that nobody has the role.
  const [edited] = (await client.call('app.list', {})).items;
  const ruleId = edited?.snapshot.rules.find((one) => one.name === 'Editors')?.id ?? '';
  await client.call('app.removeRule', { id: app.id, ruleId });
  await quiet();
  expect([ada, bob].map((name) => wiki.account(name))).toMatchObject([
    { enabled: false, roles: [] },
    { enabled: false, roles: [] },
  ]);
  expect(await items('doubt')).toEqual([]);
  expect((await trace('Delete group Wiki Editors')).accounts).toEqual([]);
});

test('an expression that fails gives nothing to a joiner and takes nothing from anybody; correcting it closes the item', async () => {
  const { app, client, wiki, hire, patchUser, quiet, item, items, trace } = await setStage();
  const adaId = await hire(ada, 'Legal', { title: 'Lead' });
  const rule = { name: 'Leads', role: 'editor', when: 'user.title >= "L"' };
  await client.call('app.addRule', { id: app.id, rule });
  await quiet();
  expect(wiki.account(ada)?.roles).toEqual(['editor']);

  await patchUser(adaId, { title: '' });
  const bobId = await hire(bob, 'Legal');
  const doubt = await item('doubt');
  expect(namesIn(doubt)).toEqual(['Person ada', 'Person bob']);
  expect(doubt.title).toContain('Leads');
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['editor'] });
  expect(wiki.account(bob)).toBeUndefined();

  // Looking again changes nothing while it cannot be told.
  await client.call('work.decide', { id: doubt.id, decision: 'retry', reason: 'Look again' });
  expect((await item('doubt')).id).not.toBe(doubt.id);

  await patchUser(bobId, { title: 'Assistant' });
  await patchUser(adaId, { title: 'Clerk' });
  await quiet();
  expect(await items('doubt')).toEqual([]);
  expect(wiki.account(bob)).toBeUndefined();
  expect(wiki.account(ada)).toMatchObject({ enabled: false, roles: [] });
  expect(short((await trace('Person ada: Clerk')).accounts[0])).toEqual({
    decisions: ['editor revoked'],
    operations: ['disable done proved', 'removeRole done proved'],
  });
});

test('removing a source takes nothing from anybody, whatever is decided later, and makes one work item', async () => {
  const { app, client, idp, wiki, hire, quiet, item, items } = await setStage();
  await hire(ada, 'Sales');
  await hire(bob, 'Marketing');
  await quiet();
  await client.call('source.remove', { id: idp.id });
  expect(await idp.send('GET', '/Users')).toMatchObject({ status: 401 });
  expect(await item('removed')).toMatchObject({
    decisions: ['dismiss'],
    title: expect.stringContaining('it fed 2 people'),
  });

  // Rules that nobody fits: they are not asked about people whose source is gone.
  for (const { id: ruleId } of app.snapshot.rules) await client.call('app.removeRule', { id: app.id, ruleId });
  await client.call('app.addRule', {
    id: app.id,
    rule: { name: 'Nobody', role: 'reader', when: 'user.userName == "x"' },
  });
  await quiet();
  expect(wiki.account(ada)).toMatchObject({ enabled: true, roles: ['reader'] });
  expect(wiki.account(bob)).toMatchObject({ enabled: true, roles: ['editor', 'reader'] });
  expect((await items('removed')).length).toBe(1);
  const status = await client.call('status.get', {});
  expect(status).toMatchObject({ people: 2, sources: 0, accounts: { active: 2 }, needsYou: 1 });
});

test('an attribute that several people lose within minutes holds; who gets a value again goes on, an approval the rest', async () => {
  const { client, wiki, hire, patchUser, quiet, item, items } = await setStage();
  const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}@example.com`);
  const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
  const ids: string[] = [];
  for (const name of names) ids.push(await hire(name, 'Sales'));
  const lose = async (index: number, value = '') => patchUser(ids[index] ?? '', { [department]: value });
  const stateOf = () => names.map((name) => (wiki.account(name)?.enabled ? wiki.account(name)?.roles.join() : 'off'));
  await quiet();
  for (const index of [0, 1, 2]) await lose(index);
  await quiet();
  const doubt = await item('doubt');
  expect(doubt).toMatchObject({ people: 3, decisions: ['approve'], title: expect.stringContaining('department') });
  expect(stateOf()).toEqual(['reader', 'reader', 'reader', 'reader', 'reader']);

  // Another value is no doubt: it counts, also when others go on losing theirs.
  await lose(0, 'Marketing');
  await lose(3);
  await quiet();
  expect(stateOf()[0]).toBe('editor,reader');
  expect(namesIn(await item('doubt'))).toEqual(['Person b', 'Person c', 'Person d']);

  // What is lost now is what was had last, not what was had before that.
  await lose(0);
  await quiet();
  expect(stateOf()[0]).toBe('editor,reader');

  await client.call('work.decide', { id: doubt.id, decision: 'approve', reason: 'They have none now' });
  await quiet();
  expect(stateOf()).toEqual(['off', 'off', 'off', 'off', 'reader']);
  expect(await items('doubt')).toEqual([]);

  // Somebody else who loses it now is asked about alone: what was approved is not taken back.
  await lose(4);
  await quiet();
  expect(namesIn(await item('doubt'))).toEqual(['Person e']);
  expect(stateOf()).toEqual(['off', 'off', 'off', 'off', 'reader']);
});
