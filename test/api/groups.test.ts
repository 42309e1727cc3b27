import { expect, test } from 'vitest';
import { setStage } from '../provisioning/stage.ts';
import { patchSchema } from '../support/scim.ts';
import { badCursors, codeOf, pagesOf } from './asking.ts';

test('groups are listed by name, found by words, page by page, while others come and go', async () => {
  const { client, group, hire, remove } = await setStage();
  expect(await client.call('group.list', {})).toEqual({ items: [], next: null });
  const id = await hire('ada@example.com', 'Sales');
  const ids: string[] = [];
  for (const name of ['Wiki Readers', 'wiki Editors', 'Payroll', 'WIKI admins', 'Équipe Zoë', '総務'])
    ids.push(await group(name, [id]));
  const names = async (text: string) => (await client.call('group.list', { text })).items.map(({ name }) => name);
  expect(await names('')).toEqual(['Payroll', 'WIKI admins', 'wiki Editors', 'Wiki Readers', 'Équipe Zoë', '総務']);
  expect(await names('wiki')).toEqual(['WIKI admins', 'wiki Editors', 'Wiki Readers']);
  expect(await names('readers WIKI')).toEqual(['Wiki Readers']);
  expect(await names('equipe zoe')).toEqual(['Équipe Zoë']);
  expect(await names('務')).toEqual(['総務']);
  expect(await names('%')).toEqual([]);
  const [payroll] = (await client.call('group.list', { text: 'payroll' })).items;
  expect(payroll).toEqual({ id: ids[2], name: 'Payroll', source: 'Entra', members: 1, rules: 0 });

  let more = 0;
  const pages = await pagesOf(
    (cursor) => client.call('group.list', { limit: 2, ...(cursor === undefined ? {} : { cursor }) }),
    async () => {
      await group(`A ${++more}`, []);
      if (more === 1) await remove(`/Groups/${ids[0]}`);
    },
  );
  expect(pages.flat().map(({ name }) => name)).toEqual([
    'Payroll',
    'WIKI admins',
    'wiki Editors',
    'Équipe Zoë',
    '総務',
  ]);
  for (const cursor of badCursors) expect(await codeOf(client.call('group.list', { cursor })), cursor).toBe('invalid');
  expect(await codeOf(client.call('group.list', { limit: 0 }))).toBe('invalid');
});

test('a group: the rules that name it, its members by pages, and nothing of one that was deleted', async () => {
  const { client, app, idp, group, hire, remove, patchMembers, patchUser } = await setStage();
  const ids: string[] = [];
  for (const name of ['ada', 'bob', 'cyd', 'dee', 'eve', 'fay']) ids.push(await hire(`${name}@example.com`, 'Legal'));
  const nested = await group('Nested', []);
  const team = await group('Team', ids.slice(0, 5));
  await idp.send('PATCH', `/Groups/${team}`, {
    body: {
      schemas: [patchSchema],
      Operations: [{ op: 'Add', path: 'members', value: [{ value: nested, type: 'Group' }] }],
    },
  });
  await patchUser(ids[1] ?? '', { active: false });
  expect(await client.call('group.get', { id: team })).toMatchObject({
    name: 'Team',
    members: 6,
    rules: 0,
    usedBy: [],
  });
  const rule = { name: 'The team edits', role: 'editor', when: `"${team}" in groups` };
  await client.call('app.addRule', { id: app.id, rule });
  const changed = await client.call('app.addRule', {
    id: app.id,
    rule: { name: 'And reads', role: 'reader', when: `user.active && "${team}" in groups` },
  });
  const [edits, reads] = changed.snapshot.rules.slice(-2);
  const detail = await client.call('group.get', { id: team });
  expect(detail).toMatchObject({ id: team, source: 'Entra', members: 6, rules: 2, externalId: null });
  expect(detail.usedBy).toEqual([
    { app: { id: app.id, name: 'Team Wiki' }, ruleId: edits?.id, rule: 'The team edits', role: 'editor' },
    { app: { id: app.id, name: 'Team Wiki' }, ruleId: reads?.id, rule: 'And reads', role: 'reader' },
  ]);
  expect(Date.parse(detail.modifiedAt)).toBeGreaterThanOrEqual(Date.parse(detail.createdAt));
  expect((await client.call('group.list', { text: 'team' })).items).toMatchObject([{ rules: 2 }]);
  await client.call('app.removeRule', { id: app.id, ruleId: edits?.id ?? '' });
  expect((await client.call('group.get', { id: team })).usedBy.map((one) => one.rule)).toEqual(['And reads']);

  const ask = (cursor: string | undefined) =>
    client.call('group.members', { id: team, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
  let joined = false;
  const pages = await pagesOf(ask, async () => {
    if (!joined) await patchMembers(team, 'Add', ids.slice(5));
    joined = true;
  });
  const members = pages.flat();
  const people = new Map((await client.call('person.list', {})).items.map((person) => [person.id, person.name]));
  expect(members.map(({ type, name, active }) => [type, name, active])).toEqual([
    ['person', 'Person ada', true],
    ['person', 'Person bob', false],
    ['person', 'Person cyd', true],
    ['person', 'Person dee', true],
    ['person', 'Person eve', true],
    ['group', 'Nested', true],
    ['person', 'Person fay', true],
  ]);
  for (const member of members)
    if (member.type === 'person') expect(people.get(member.id)).toBe(member.name);
    else expect(member.id).toBe(nested);
  for (const cursor of badCursors)
    expect(await codeOf(client.call('group.members', { id: team, cursor })), cursor).toBe('invalid');

  await remove(`/Groups/${team}`);
  expect(await codeOf(client.call('group.get', { id: team }))).toBe('not-found');
  expect(await codeOf(client.call('group.members', { id: team }))).toBe('not-found');
  expect(await client.call('group.members', { id: nested })).toEqual({ items: [], next: null });
});
