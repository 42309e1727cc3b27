import { expect, test } from 'vitest';
import type { PersonView } from '../../shared/model/person.ts';
import { setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';
import { enterprise } from '../support/scim.ts';
import { badCursors, codeOf, pagesOf } from './asking.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

test('people are listed by name whatever their script, page by page, while others come', async () => {
  const { client, hire } = await setStage();
  expect(await client.call('person.list', {})).toEqual({ items: [], next: null });
  const names = [
    'Zoë Łukasz',
    'ängström Å',
    'Бела Иванова',
    'ada lovelace',
    'Adam',
    '山田 花子',
    'Émile',
    'Ada Lovelace',
    'عمر',
  ];
  for (const [index, displayName] of names.entries()) await hire(`p${index}@example.com`, 'Legal', { displayName });
  let more = 0;
  const pages = await pagesOf(
    (cursor) => client.call('person.list', { limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
    async () => {
      // Before the place that was reached, and after it.
      await hire(`a${more}@example.com`, 'Legal', { displayName: `Aaa ${more}` });
      await hire(`z${more}@example.com`, 'Legal', { displayName: `ﾟ ${more}` });
      more += 1;
    },
  );
  expect(pages.map((page) => page.length).slice(0, 3)).toEqual([3, 3, 3]);
  // Of the same folded name, the id decides.
  const listed = pages.flat().map(({ name }) => (name === 'ada lovelace' ? 'Ada Lovelace' : name));
  expect(listed.filter((name) => names.includes(name))).toEqual([
    'Ada Lovelace',
    'Ada Lovelace',
    'Adam',
    'ängström Å',
    'Émile',
    'Zoë Łukasz',
    'Бела Иванова',
    'عمر',
    '山田 花子',
  ]);
  expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(listed.length);
  expect(listed.filter((name) => name.startsWith('Aaa'))).toEqual([]);
  expect(listed.filter((name) => name.startsWith('ﾟ')).length).toBeGreaterThan(0);
  for (const cursor of badCursors) expect(await codeOf(client.call('person.list', { cursor })), cursor).toBe('invalid');
});

test('every word of a search occurs in name, userName or e-mail address, without regard to case and marks', async () => {
  const { client, hire, patchUser } = await setStage();
  const emails = (value: string) => ({ emails: [{ type: 'work', primary: true, value }] });
  const zoe = await hire('zl@example.com', 'Legal', { displayName: 'Zoë Łukasz', ...emails('Zoe.Lukasz@example.org') });
  await hire('ivanova@example.com', 'Legal', { displayName: 'Бела Ёлкина', ...emails('b@example.org') });
  await hire('hanako@example.com', 'Legal', { displayName: '山田 花子', ...emails('h@example.org') });
  await hire('percent%_@example.com', 'Legal', { displayName: 'Per Cent', ...emails('p@example.org') });
  const found = async (text: string) =>
    (await client.call('person.list', { text })).items.map(({ userName }) => userName.split('@')[0]);
  const cases: [text: string, found: string[]][] = [
    ['zoe', ['zl']],
    ['ZOË', ['zl']],
    ['Zoe\u0308', ['zl']],
    ['łukasz zoe', ['zl']],
    ['  lukasz@EXAMPLE.org ', ['zl']],
    ['zl', ['zl']],
    ['zoe ivanova', []],
    ['елкина', ['ivanova']],
    ['花子', ['hanako']],
    ['山', ['hanako']],
    ['%', ['percent%_']],
    ['%_', ['percent%_']],
    ['_@', ['percent%_']],
    ["'; DROP TABLE person; --", []],
    ['\u0000', []],
  ];
  for (const [text, userNames] of cases) expect(await found(text), text).toEqual(userNames);
  expect((await found('')).length).toBe(4);
  await patchUser(zoe, { displayName: 'Zelda Other', userName: 'zelda@example.com' });
  expect(await found('zoe'), 'by the address that stayed').toEqual(['zelda']);
  expect(await found('łukasz')).toEqual([]);
});

test('a row says what they are and have, and the views choose by it', async () => {
  let ahead = 0;
  const { client, hire, patchUser, remove, wiki, quiet, item } = await setStage({
    clock: { now: () => Date.now() + ahead },
  });
  const names = async (view: PersonView) => (await client.call('person.list', { view })).items.map(({ name }) => name);
  const long = await hire('long@example.com', 'Sales');
  await patchUser(long, { active: false });
  ahead = 8 * DAY_MS;
  await hire('ada@example.com', 'Marketing');
  await hire('idle@example.com', 'Legal');
  const off = await hire('off@example.com', 'Sales');
  const gone = await hire('gone@example.com', 'Sales');
  const back = await hire('back@example.com', 'Sales');
  await hire('never@example.com', 'Sales', { active: false });
  await quiet();
  await patchUser(off, { active: false });
  await patchUser(back, { active: false });
  await remove(`/Users/${gone}`);
  await patchUser(back, { active: true });
  await remove(`/Users/${long}`);
  wiki.execute(`INSERT INTO users (username) VALUES ('known@example.com')`);
  await hire('known@example.com', 'Sales');
  await item('conflict');
  await until('all but the conflict', async () => (await client.call('status.get', {})).outstanding === 1);

  const person = (name: string) => `Person ${name}`;
  expect(await names('all')).toEqual(['ada', 'back', 'gone', 'idle', 'known', 'long', 'never', 'off'].map(person));
  expect(await names('active')).toEqual(['ada', 'back', 'idle', 'known'].map(person));
  expect(await names('inactive')).toEqual(['never', 'off'].map(person));
  expect(await names('left this week'), 'not who left before, and not who never was there').toEqual(
    ['gone', 'off'].map(person),
  );
  expect(await names('without roles')).toEqual(['idle'].map(person));
  expect(await names('needs you')).toEqual(['known'].map(person));
  expect((await client.call('status.get', {})).people).toBe(6);
  const { items } = await client.call('person.list', {});
  expect(items.find(({ name }) => name === 'Person ada')).toMatchObject({
    userName: 'ada@example.com',
    state: 'active',
    department: 'Marketing',
    source: 'Entra',
    roles: 2,
    needsYou: 0,
  });
  expect(items.find(({ name }) => name === 'Person known')).toMatchObject({ roles: 0, needsYou: 1 });
  expect(items.find(({ name }) => name === 'Person gone')).toMatchObject({ state: 'gone', roles: 0 });
  expect(await codeOf(client.call('person.list', { view: 'others' as 'all' }))).toBe('invalid');
});

test('a person: each attribute with the request that set it, groups, roles with why, accounts with their proof', async () => {
  const { client, app, hire, patchUser, patchMembers, group, quiet, idp } = await setStage();
  const id = await hire('ada@example.com', 'Sales', {
    name: { givenName: 'Ada', familyName: 'Byron' },
    emails: [
      { type: 'work', primary: true, value: 'ada@example.com' },
      { type: 'work', value: 'countess@example.com' },
      { type: 'home', value: 'ada@home.test' },
    ],
    password: 'never shown',
  });
  const team = await group('Wiki Editors', []);
  await patchMembers(team, 'Add', [id]);
  await patchUser(id, { 'name.familyName': 'Lovelace', [`${enterprise}:department`]: 'Marketing' });
  await quiet();
  const [row] = (await client.call('person.list', {})).items;
  const detail = await until('the requests are listed', async () => {
    const found = await client.call('person.get', { id: row?.id ?? '' });
    return (await client.call('exchange.list', { filter: { changesOnly: true } })).items.length === 4 && found;
  });
  const { items } = await client.call('exchange.list', { filter: { changesOnly: true } });
  const requestOf = (exchangeId: string | null) => items.find((one) => one.id === exchangeId)?.method;
  expect(detail).toMatchObject({ id: row?.id, name: 'Person ada', state: 'active', work: [] });
  const [user] = detail.users;
  expect(detail.users).toHaveLength(1);
  expect(user).toMatchObject({
    id,
    source: { id: idp.id, name: 'Entra', removed: false },
    userName: 'ada@example.com',
    externalId: 'ext-ada@example.com',
    active: true,
    deletedAt: null,
    groups: [{ id: team, name: 'Wiki Editors' }],
  });
  const attributes = new Map(user?.attributes.map((one) => [one.path, one]));
  const told = (path: string) => {
    const one = attributes.get(path);
    return one && [one.value, requestOf(one.exchangeId), one.held];
  };
  expect(told('name.givenName')).toEqual(['Ada', 'POST', false]);
  expect(told('name.familyName')).toEqual(['Lovelace', 'PATCH', false]);
  expect(told(`${enterprise}:department`)).toEqual(['Marketing', 'PATCH', false]);
  expect(told('emails[work].value')).toEqual(['ada@example.com', 'POST', false]);
  expect(told('emails[work].primary')).toEqual([true, 'POST', false]);
  expect(told('emails[work 2].value')).toEqual(['countess@example.com', 'POST', false]);
  expect(told('emails[home].value')).toEqual(['ada@home.test', 'POST', false]);
  expect(told('active')).toEqual([true, 'POST', false]);
  expect([...attributes.keys()].filter((path) => /password|^schemas$|^id$|^meta/.test(path))).toEqual([]);
  expect(JSON.stringify(detail)).not.toContain('never shown');
  const at = attributes.get('name.familyName')?.at ?? '';
  expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(attributes.get('name.givenName')?.at ?? ''));

  const [reader, editor] = app.snapshot.rules;
  expect(detail.accounts).toMatchObject([
    {
      app: { id: app.id, name: 'Team Wiki', state: 'on' },
      login: 'ada@example.com',
      state: 'active',
      wanted: true,
      waiting: null,
      workItemId: null,
      roles: [
        { role: 'editor', state: 'applied', ruleId: editor?.id, reason: expect.stringContaining('Marketing') },
        { role: 'reader', state: 'applied', ruleId: reader?.id, reason: expect.stringContaining('rule “They read”') },
      ],
      latest: { verb: 'addRole', state: 'done', attempts: [{ outcome: 'done' }], proof: { kind: 'proved' } },
    },
  ]);
  const [given] = detail.accounts[0]?.roles.slice(1) ?? [];
  await patchUser(id, { title: 'Countess' });
  await quiet();
  const later = await client.call('person.get', { id: row?.id ?? '' });
  expect(later.accounts[0]?.roles[1]?.since, 'a role that is kept is had since it was given').toBe(given?.since);
  expect(await codeOf(client.call('person.get', { id: 'nobody' }))).toBe('not-found');
});

test('what stands in the way of a person is on their page, and what rule 3 holds is said to be held', async () => {
  const { client, app, wiki, hire, patchUser, item } = await setStage();
  wiki.execute(`INSERT INTO users (username) VALUES ('ada@example.com')`);
  const ids = [];
  for (const name of ['ada', 'bob', 'eve']) ids.push(await hire(`${name}@example.com`, 'Sales'));
  await item('conflict');
  for (const id of ids) await patchUser(id, { [`${enterprise}:department`]: '' });
  const doubt = await item('doubt');
  expect(doubt).toMatchObject({ app: null, people: 3 });
  const personId = doubt.persons.find(({ name }) => name === 'Person ada')?.id ?? '';
  // Without a department she should have nothing there; with the one that is held she should, and the account is in the way.
  const ada = await until('both are asked', async () => {
    const found = await client.call('person.get', { id: personId });
    return found.work.length === 2 && found.accounts[0]?.waiting?.startsWith('Waits for you') && found;
  });
  const conflict = await item('conflict');
  expect(conflict).toMatchObject({ app: { id: app.id, name: 'Team Wiki' }, persons: [{ id: personId }] });
  expect(ada.work).toEqual([doubt, conflict]);
  expect(ada.accounts).toMatchObject([
    { state: 'conflict', wanted: true, workItemId: conflict.id, waiting: `Waits for you: ${conflict.title}` },
  ]);
  const held = ada.users[0]?.attributes.filter((attribute) => attribute.held);
  const [first] = (await client.call('exchange.list', { filter: { text: 'Create Person ada' } })).items;
  expect(held).toMatchObject([{ path: `${enterprise}:department`, value: 'Sales', exchangeId: first?.id }]);
  expect((await client.call('person.list', { view: 'needs you' })).items.map(({ needsYou }) => needsYou)).toEqual([
    2, 1, 1,
  ]);
});

test('two people who turn out to be one are one in the list, with both of their user resources', async () => {
  const { client, hire, remove, item, quiet } = await setStage();
  const first = await hire('ada@example.com', 'Sales');
  await quiet();
  await remove(`/Users/${first}`);
  await hire('ada@example.com', 'Sales', { externalId: 'another', displayName: 'Ada Again' });
  const { id } = await item('identity');
  expect((await client.call('person.list', {})).items.map(({ name }) => name)).toEqual(['Ada Again', 'Person ada']);
  const former = (await client.call('person.list', { text: 'again' })).items[0]?.id ?? '';
  await client.call('work.decide', { id, decision: 'same person', reason: 'She is back' });
  await quiet();
  const { items } = await client.call('person.list', {});
  expect(items).toMatchObject([{ state: 'active' }]);
  const detail = await client.call('person.get', { id: items[0]?.id ?? '' });
  expect(detail.users.map((user) => [user.externalId, user.deletedAt !== null])).toEqual([
    ['another', false],
    ['ext-ada@example.com', true],
  ]);
  expect(await codeOf(client.call('person.get', { id: former }))).toBe('not-found');
  const { items: entries } = await client.call('person.timeline', { id: items[0]?.id ?? '' });
  expect(entries.filter(({ kind }) => kind === 'decision').map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Decided “same person”: Same person or new\?.* \(She is back\)$/),
  ]);
});
