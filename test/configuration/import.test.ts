import { expect, test } from 'vitest';
import type { Configuration, ConfigurationApp } from '../../shared/model/configuration.ts';
import { asked, setStage } from '../provisioning/stage.ts';
import { newUser, patchSchema, replacing } from '../support/scim.ts';
import { exported, imported, importedContoso } from './room.ts';

const groupBody = (displayName: string, members: readonly string[], more: object = {}): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  displayName,
  members: members.map((value) => ({ value })),
  ...more,
});

const withApp = (file: Configuration, change: (app: ConfigurationApp) => ConfigurationApp): Configuration => ({
  ...file,
  apps: file.apps.map(change),
});

test('a group that comes later is made with the id that rules have waited for', async () => {
  const { engine, client, wiki, idp, app, quiet } = await importedContoso();
  expect((await client.call('config.check', { text: await exported(engine) })).awaited).toMatchObject([
    { key: 'wiki-editors' },
  ]);
  // Others can be edited while a rule waits.
  await client.call('app.addRule', {
    id: app.id,
    rule: { name: 'Ops run it', role: 'admin', when: 'user.title == "Ops"' },
  });
  const ada = await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  const bea = await asked(idp, 'POST', '/Users', newUser('bea@contoso.example', 'Legal'));
  await quiet();
  expect(wiki.account('ada@contoso.example')?.roles).toEqual(['reader']);
  const [doubt] = (await client.call('work.list', {})).items;
  expect(doubt?.title).toContain('the group “Wiki Editors”, which it names, has not been sent yet');

  await asked(idp, 'POST', '/Groups', groupBody('wiki editors', [bea]));
  await quiet();
  expect(wiki.account('bea@contoso.example')?.roles).toEqual(['editor']);
  expect(wiki.account('ada@contoso.example')?.roles).toEqual(['reader']);
  // Nobody is in doubt any more, also who is no member.
  expect((await client.call('work.list', {})).items).toEqual([]);
  expect(ada).not.toBe(bea);
});

test('an unchanged file changes nothing: no snapshot, no rule, no reason', async () => {
  const { engine, client, idp, app } = await importedContoso();
  await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  const before = (await client.call('app.list', {})).items;
  const done = await imported(engine, await exported(engine));
  expect(done).toMatchObject({ added: [], changed: [], removed: [], newSources: [], impact: { gainsCount: 0 } });
  expect((await client.call('app.list', {})).items).toEqual(before);
  expect(before[0]?.id).toBe(app.id);
});

test('what takes a role away is told, refused, and done when it is confirmed', async () => {
  const { engine, client, wiki, idp, file, quiet } = await importedContoso();
  await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  await asked(idp, 'POST', '/Users', newUser('bob@contoso.example', 'Legal'));
  await quiet();
  const legal = withApp(file, (app) => ({
    ...app,
    rules: [{ name: 'Legal reads', role: 'reader', when: 'user.department == "Legal"' }],
  }));
  const before = await exported(engine);
  const refused = await client.call('config.import', { text: JSON.stringify(legal) });
  expect(refused).toMatchObject({
    applied: false,
    changed: [
      {
        name: 'Team Wiki',
        what: ['rule “Legal reads” added', 'rule “Sales reads” removed', 'rule “Editors edit” removed'],
      },
    ],
    impact: {
      gains: [{ person: 'Person bob', role: 'reader', reason: expect.stringContaining('Legal reads') }],
      gainsCount: 1,
      loses: [{ person: 'Person ada', app: 'Team Wiki', role: 'reader' }],
      losesCount: 1,
    },
  });
  expect(await exported(engine)).toBe(before);
  expect(wiki.account('ada@contoso.example')?.enabled).toBe(true);

  expect((await imported(engine, legal, true)).impact).toEqual(refused.impact);
  await quiet();
  expect(wiki.account('ada@contoso.example')).toMatchObject({ enabled: false, roles: [] });
  expect(wiki.account('bob@contoso.example')).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('the guard judges an import as one cause', async () => {
  const { engine, client, wiki, idp, file, quiet } = await importedContoso((one) =>
    withApp(one, (app) => ({ ...app, guard: { people: 1, percent: 0 } })),
  );
  for (const name of ['ada', 'bob']) await asked(idp, 'POST', '/Users', newUser(`${name}@contoso.example`, 'Sales'));
  await quiet();
  await imported(
    engine,
    withApp(file, (app) => ({ ...app, guard: { people: 1, percent: 0 }, rules: [] })),
    true,
  );
  const [item] = (await client.call('work.list', {})).items.filter(({ kind }) => kind === 'guard');
  expect(item).toMatchObject({ people: 2, affects: expect.stringContaining('The configuration was imported.') });
  expect((await client.call('status.get', {})).accounts).toEqual({ parked: 2 });
  await engine.stop();
  expect(wiki.account('ada@contoso.example')).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('a removed app rests: nothing is delivered, its accounts stay, its name is free, also after a restart', async () => {
  const { engine, client, wiki, idp, app, quiet } = await importedContoso();
  const ada = await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  await quiet();
  await client.call('app.remove', { id: app.id });
  const gone = async () => {
    expect((await client.call('app.list', {})).items).toEqual([]);
    expect(await client.call('status.get', {})).toMatchObject({ apps: 0, accounts: {}, outstanding: 0 });
    expect((await client.call('person.list', {})).items).toMatchObject([{ roles: 0 }]);
  };
  await gone();
  const { items } = await client.call('work.list', {});
  expect(items.map(({ title, people, decisions }) => [title, people, decisions])).toEqual([
    ['The app Team Wiki was removed; 1 account stays there as they are.', 1, ['dismiss']],
  ]);
  await asked(idp, 'PATCH', `/Users/${ada}`, {
    schemas: [patchSchema],
    Operations: [{ op: 'Replace', path: 'active', value: false }],
  });
  await engine.restart();
  await gone();
  expect(wiki.account('ada@contoso.example')).toMatchObject({ enabled: true, roles: ['reader'] });
  await expect(client.call('app.remove', { id: app.id })).rejects.toThrow('There is no app');
  await client.call('app.add', { name: 'Team Wiki', target: app.target });
  expect((await client.call('app.list', {})).items.map(({ name }) => name)).toEqual(['Team Wiki']);
});

test('roles that an app got since are found by refreshing it', async () => {
  const { client, wiki, app } = await importedContoso();
  wiki.execute("INSERT INTO roles (name) VALUES ('auditor')");
  const tested = await client.call('app.refresh', { id: app.id });
  expect(tested).toMatchObject({ ok: true, roles: expect.arrayContaining(['auditor']) });
  expect((await client.call('app.list', {})).items[0]?.roles).toContain('auditor');
});

test('what a file does not have is removed, and asked about first', async () => {
  const { engine, client, wiki, idp, file, quiet } = await importedContoso();
  await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  await quiet();
  const empty: Configuration = { ...file, sources: [], groups: [], apps: [] };
  const removed = [
    { kind: 'source', name: 'Contoso' },
    { kind: 'app', name: 'Team Wiki' },
  ];
  expect(await client.call('config.import', { text: JSON.stringify(empty) })).toMatchObject({
    applied: false,
    removed,
  });
  expect(await imported(engine, empty, true)).toMatchObject({ removed, impact: { losesCount: 0 } });
  expect(wiki.account('ada@contoso.example')?.enabled).toBe(true);
  expect((await idp.send('GET', '/Users')).status).toBe(401);
  expect(JSON.parse(await exported(engine))).toEqual(empty);
});

test('a rename at the identity provider keeps the pin, for the file from before, too', async () => {
  const { engine, idp } = await importedContoso();
  const before = await exported(engine);
  const id = await asked(idp, 'POST', '/Groups', groupBody('Wiki Editors', []));
  await asked(idp, 'PATCH', `/Groups/${id}`, {
    schemas: [patchSchema],
    Operations: [{ op: 'Replace', path: 'displayName', value: 'Authors' }],
  });
  const renamed = JSON.parse(await exported(engine)) as Configuration;
  expect(renamed.groups).toEqual([
    { key: 'wiki-editors', source: 'Contoso', displayName: 'Authors', externalId: null },
  ]);
  for (const text of [before, JSON.stringify(renamed)])
    expect(await imported(engine, text)).toMatchObject({ changed: [], awaited: [] });
  expect((await idp.send('GET', `/Groups/${id}`)).status).toBe(200);
  // A group that is deleted is exported as it was, and still the one that the rules hold.
  await asked(idp, 'DELETE', `/Groups/${id}`);
  expect(JSON.parse(await exported(engine))).toEqual(renamed);
  await asked(idp, 'POST', '/Groups', groupBody('Authors', []));
  expect(await imported(engine, JSON.stringify(renamed))).toMatchObject({ changed: [], awaited: [] });
});

test('groups pinned on the screens get keys of their own', async () => {
  const stage = await setStage();
  const rule = (id: string, name: string) =>
    stage.client.call('app.addRule', {
      id: stage.app.id,
      rule: { name, role: 'editor', when: `user.title == "${id}" || "${id}" in groups` },
    });
  for (const name of ['Éditeurs (EU)', '編集者', 'Sales']) await rule(await stage.group(name, []), name);
  const file = JSON.parse(await exported(stage.engine)) as Configuration;
  expect(file.groups.map(({ key, displayName }) => [key.replace(/-[0-9a-f]{6}$/, '-#'), displayName])).toEqual([
    ['editeurs-eu', 'Éditeurs (EU)'],
    ['group-#', '編集者'],
    ['sales', 'Sales'],
  ]);
  // Only the name of a group is a name: an equal text elsewhere stays.
  expect(file.apps[0]?.rules.at(-1)?.when).toMatch(/^user\.title == "[0-9a-f-]{36}" \|\| "sales" in groups$/);
});

test('a source that was removed comes back with a new token, and its groups are waited for anew', async () => {
  const { engine, client, idp, app } = await importedContoso();
  await asked(idp, 'POST', '/Groups', groupBody('Wiki Editors', []));
  const text = await exported(engine);
  await client.call('source.remove', { id: idp.id });
  // Rules that wait for nobody any more do not keep others from being edited.
  await client.call('app.addRule', { id: app.id, rule: { name: 'All', role: 'reader', when: 'user.active' } });
  const alone = JSON.parse(await exported(engine)) as Configuration;
  expect([alone.sources, alone.groups.length]).toEqual([[], 1]);
  expect(await imported(engine, JSON.stringify(alone))).toMatchObject({ added: [], changed: [], removed: [] });
  const back = await imported(engine, text);
  expect(back).toMatchObject({
    added: [{ kind: 'source', name: 'Contoso' }],
    changed: [{ name: 'Team Wiki', what: ['rule “Editors edit” changed', 'rule “All” removed'] }],
    awaited: [{ key: 'wiki-editors' }],
  });
  expect(back.newSources[0]?.baseUrl).not.toBe(idp.baseUrl);
  expect(await exported(engine)).toBe(text);
});

test('a rule that waits for its group keeps what it gave, until the group has come', async () => {
  const { engine, client, wiki, idp, file, quiet } = await importedContoso();
  await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  await quiet();
  const waiting = withApp(file, (app) => ({
    ...app,
    rules: [{ name: 'Sales reads', role: 'reader', when: '"wiki-editors" in groups' }],
  }));
  const { impact } = await imported(engine, waiting);
  expect(impact).toMatchObject({
    gainsCount: 0,
    losesCount: 0,
    held: [{ person: 'Person ada', role: 'reader', reason: expect.stringContaining('has not been sent yet') }],
    heldCount: 1,
  });
  await quiet();
  expect(wiki.account('ada@contoso.example')).toMatchObject({ enabled: true, roles: ['reader'] });
  // She is no member: now that it can be told, the rule takes the role back.
  await asked(idp, 'POST', '/Groups', groupBody('Wiki Editors', []));
  await quiet();
  expect(wiki.account('ada@contoso.example')).toMatchObject({ enabled: false, roles: [] });
  expect((await client.call('work.list', {})).items).toEqual([]);
});

test('a group that got the awaited name only after it was made is found by importing again', async () => {
  const { engine, client, wiki, idp, file, quiet } = await importedContoso();
  const bea = await asked(idp, 'POST', '/Users', newUser('bea@contoso.example', 'Legal'));
  const group = await asked(idp, 'POST', '/Groups', groupBody('Writers', [bea]));
  const rename = { op: 'Replace', path: 'displayName', value: 'Wiki Editors' };
  await asked(idp, 'PATCH', `/Groups/${group}`, { schemas: [patchSchema], Operations: [rename] });
  expect(wiki.account('bea@contoso.example')).toBeUndefined();
  const done = await imported(engine, file);
  expect(done).toMatchObject({ awaited: [], impact: { gainsCount: 1, losesCount: 0 } });
  await quiet();
  expect(wiki.account('bea@contoso.example')?.roles).toEqual(['editor']);
  expect((await client.call('work.list', {})).items).toEqual([]);
});

test('what says who may sign in is not exchanged unasked once there are accounts', async () => {
  const { client, wiki, idp, file, quiet } = await importedContoso();
  const exchanged = withApp(file, (app) => ({
    ...app,
    target: {
      ...app.target,
      users: { ...app.target.users, active: { column: 'enabled', on: 0, off: 1 } },
    } as ConfigurationApp['target'],
  }));
  const call = (yes: boolean, of: Configuration) =>
    client
      .call('config.import', { text: JSON.stringify(of), yes })
      .then(({ applied, problems }) => [applied, problems]);
  expect(await call(false, exchanged), 'nobody is there yet').toEqual([true, []]);
  expect(await call(false, file)).toEqual([true, []]);
  const ada = await asked(idp, 'POST', '/Users', newUser('ada@contoso.example', 'Sales'));
  await quiet();
  await asked(idp, 'PATCH', `/Users/${ada}`, replacing({ active: false }));
  await quiet();
  expect(wiki.account('ada@contoso.example')?.enabled).toBe(false);
  expect(await call(false, exchanged)).toEqual([false, []]);
  expect((await client.call('config.check', { text: JSON.stringify(exchanged) })).changed).toMatchObject([
    { name: 'Team Wiki', what: [expect.stringContaining('also who may sign in')] },
  ]);
  expect(await call(true, exchanged)).toEqual([true, []]);
});

test('who is told is a part of the file where it is set, changed by a file that says it, and left alone by one that does not', async () => {
  const { engine, client } = await importedContoso();
  const bare = await exported(engine);
  expect(bare).not.toContain('notifications');
  const email = {
    host: 'smtp.example.com',
    port: 587,
    security: 'starttls' as const,
    user: null,
    passwordFile: null,
    from: 'footbridge@example.com',
    to: ['it@example.com'],
  };
  await client.call('notification.set', { email });
  const file = JSON.parse(await exported(engine)) as Configuration;
  expect(file.notifications).toEqual({ email, webhook: null });
  // What says nothing of it leaves it; what says it changes it, and says so before.
  expect((await client.call('config.check', { text: bare })).changed).toEqual([]);
  await client.call('config.import', { text: bare });
  expect(await client.call('notification.get', {})).toEqual({ email, webhook: null });
  const webhook = { url: 'https://hooks.example.com/footbridge', secretFile: null };
  const text = JSON.stringify({ ...file, notifications: { email: null, webhook } });
  expect((await client.call('config.check', { text })).changed).toEqual([
    { kind: 'notifications', name: 'Who is told of access that should be gone', what: ['who is told'] },
  ]);
  expect((await client.call('config.import', { text })).applied).toBe(true);
  expect(await client.call('notification.get', {})).toEqual({ email: null, webhook });
  expect((await client.call('config.check', { text })).changed).toEqual([]);
  const wrong = JSON.stringify({ ...file, notifications: { webhook: { url: 'http://hooks.example.com' } } });
  expect((await client.call('config.check', { text: wrong })).problems).toMatchObject([
    { path: 'notifications.webhook.url', message: expect.stringMatching(/https:/) },
  ]);
});
