import { expect, test } from 'vitest';
import { setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';
import { badCursors, codeOf, pagesOf } from './asking.ts';

test('an app in words and numbers: observed, on, waiting for a person, failing', async () => {
  const { client, app, wiki, hire, patchUser, quiet, item } = await setStage();
  const { id } = app;
  const sentence = async () => (await client.call('app.get', { id })).health;
  const {
    health,
    held,
    accounts,
    outstanding,
    parked,
    setAside,
    needsYou,
    lastProofAt,
    attributes,
    readBack,
    ...rest
  } = await client.call('app.get', { id });
  expect(rest, 'and all that app.list says').toEqual((await client.call('app.list', {})).items[0]);
  expect({ health, held, accounts, outstanding, parked, setAside, needsYou, lastProofAt }).toEqual({
    health: { level: 'ok', sentence: 'On: no accounts yet.' },
    held: null,
    accounts: {},
    outstanding: 0,
    parked: 0,
    setAside: 0,
    needsYou: 0,
    lastProofAt: null,
  });
  expect(attributes).toEqual(expect.arrayContaining(['login', 'email', 'fullName', 'department']));
  expect(readBack).toMatchObject({ asked: expect.stringContaining('SELECT'), handsOver: false });
  expect(readBack.notCovered.length).toBeGreaterThan(0);

  await client.call('app.setState', { id, state: 'observing' });
  const ada = await hire('ada@example.com', 'Sales');
  expect(await sentence()).toEqual({
    level: 'ok',
    sentence: 'Only observed: nothing is delivered. 1 account would be made or changed.',
  });
  expect((await client.call('overview.get', {})).health.sentence, 'nothing moves').toMatch(/, all quiet\.$/);
  expect((await client.call('app.accounts', { id })).items, 'who would have what').toMatchObject([
    { state: 'pending', login: null, roles: [], wanted: { active: true, login: 'ada@example.com', roles: ['reader'] } },
  ]);
  await client.call('app.setState', { id, state: 'on' });
  await quiet();
  expect(await sentence()).toEqual({ level: 'ok', sentence: 'On: everything is as wanted.' });
  expect(Date.parse((await client.call('app.get', { id })).lastProofAt ?? '')).toBeGreaterThan(0);

  wiki.execute(`INSERT INTO users (username) VALUES ('bob@example.com')`);
  await hire('bob@example.com', 'Sales');
  await item('conflict');
  expect(await client.call('app.get', { id })).toMatchObject({
    health: { level: 'attention', sentence: 'On: 1 account waits for you. 1 thing only you can decide.' },
    accounts: { active: 1, conflict: 1 },
    outstanding: 1,
    parked: 1,
    needsYou: 1,
  });

  const letGo = wiki.lock();
  await patchUser(ada, { active: false });
  const failing = await until('it fails', async () => {
    const found = await sentence();
    return found.level === 'failing' && found;
  });
  expect(failing.sentence).toMatch(
    /^On, failing since \d{4}-\S+Z: .+\. 1 account waits; next try at \d{4}-\S+Z\. 1 thing only you can decide\.$/,
  );
  expect((await client.call('app.accounts', { id, text: 'ada' })).items[0]?.waiting).toMatch(/^Tried \d+ times; next/);
  letGo();
  await until('it is done', async () => (await client.call('app.get', { id })).accounts.disabled === 1);
  expect(await codeOf(client.call('app.get', { id: 'nothing' }))).toBe('not-found');
}, 60_000);

test('accounts by name, by state and by words, page by page; operations newest first with their requests', async () => {
  const { client, app, wiki, hire, quiet, patchUser, item } = await setStage();
  const { id } = app;
  expect(await client.call('app.accounts', { id })).toEqual({ items: [], next: null });
  expect(await client.call('app.operations', { id })).toEqual({ items: [], next: null });
  const names = ['Zoë', 'ada', 'Émile', 'Boris', '花子', 'cyd'];
  const ids: string[] = [];
  for (const [index, displayName] of names.entries())
    ids.push(
      await hire(`p${index}@example.com`, 'Sales', { displayName, emails: [{ value: `mail${index}@example.org` }] }),
    );
  await hire('legal@example.com', 'Legal');
  await quiet();
  const accounts = async (input: { text?: string; state?: 'active' | 'disabled' | 'conflict' }) =>
    (await client.call('app.accounts', { id, ...input })).items.map(({ person }) => person.name);
  expect(await accounts({})).toEqual(['ada', 'Boris', 'cyd', 'Émile', 'Zoë', '花子']);
  expect(await accounts({ text: 'EMILE' })).toEqual(['Émile']);
  expect(await accounts({ text: 'zoe P0@' })).toEqual(['Zoë']);
  expect(await accounts({ text: 'mail4@' })).toEqual(['花子']);
  expect(await accounts({ text: 'legal' }), 'who has none here').toEqual([]);
  await patchUser(ids[1] ?? '', { active: false });
  // The login stays what it was in the app, also when the person is called otherwise by then.
  await patchUser(ids[1] ?? '', { userName: 'renamed@example.com' });
  await quiet();
  expect(await accounts({ state: 'disabled' })).toEqual(['ada']);
  expect(await accounts({ state: 'active' })).toEqual(['Boris', 'cyd', 'Émile', 'Zoë', '花子']);
  expect(await accounts({ text: 'p1@example' })).toEqual(['ada']);
  expect(await accounts({ state: 'conflict' })).toEqual([]);
  const { items } = await client.call('app.accounts', { id, text: 'boris' });
  expect(items).toMatchObject([
    {
      login: 'p3@example.com',
      state: 'active',
      roles: ['reader'],
      wanted: null,
      waiting: null,
      proof: { kind: 'proved' },
    },
  ]);
  wiki.execute(`INSERT INTO users (username) VALUES ('known@example.com')`);
  await hire('known@example.com', 'Sales');
  const conflict = await item('conflict');
  expect((await client.call('app.accounts', { id, state: 'conflict' })).items).toMatchObject([
    {
      login: null,
      roles: [],
      wanted: { active: true, login: 'known@example.com', roles: ['reader'] },
      waiting: `Waits for you: ${conflict.title}`,
      proof: null,
    },
  ]);

  let more = 0;
  const people = await pagesOf(
    (cursor) => client.call('app.accounts', { id, limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
    () => hire(`aa${++more}@example.com`, 'Sales', { displayName: `Aa ${more}` }),
  );
  expect(people.flat().map(({ person }) => person.name)).toEqual([
    'ada',
    'Boris',
    'cyd',
    'Émile',
    'Person known',
    'Zoë',
    '花子',
  ]);
  await until('all but the conflict', async () => (await client.call('status.get', {})).outstanding === 1);

  const all = (await client.call('app.operations', { id, limit: 500 })).items;
  const pages = await pagesOf(
    (cursor) => client.call('app.operations', { id, limit: 5, ...(cursor === undefined ? {} : { cursor }) }),
    () => hire(`more${++more}@example.com`, 'Sales'),
  );
  expect(pages.flat()).toEqual(all);
  expect(pages.length).toBeGreaterThan(2);
  const created = all.findLast(({ verb }) => verb === 'create');
  expect(created).toMatchObject({
    summary: 'Create p0@example.com in Team Wiki',
    state: 'done',
    causes: 1,
    person: { name: 'Zoë' },
    attempts: [{ number: 1, outcome: 'done' }],
    proof: { kind: 'proved' },
  });
  const { exchange } = await client.call('trace.get', { exchangeId: created?.exchangeId ?? '' });
  expect(exchange.summary).toBe('Create Zoë');
  await until('all but the conflict again', async () => (await client.call('status.get', {})).outstanding === 1);
  const rule = { name: 'All edit', role: 'editor', when: 'user.userName == "p3@example.com"' };
  await client.call('app.addRule', { id, rule });
  const edited = await until('Boris edits', async () => {
    const [newest] = (await client.call('app.operations', { id, limit: 1 })).items;
    return newest?.person.name === 'Boris' && newest.proof && newest;
  });
  expect(edited.exchangeId, 'no request asked for it').toBeNull();

  for (const cursor of badCursors) {
    expect(await codeOf(client.call('app.accounts', { id, cursor })), cursor).toBe('invalid');
    expect(await codeOf(client.call('app.operations', { id, cursor })), cursor).toBe('invalid');
  }
  expect(await codeOf(client.call('app.accounts', { id: 'nothing' }))).toBe('not-found');
  expect(await codeOf(client.call('app.operations', { id: 'nothing' }))).toBe('not-found');
}, 60_000);
