import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { PlannedAccount } from '../../shared/model/plan.ts';
import { namesIn, type Stage, setStage } from '../provisioning/stage.ts';
import { enterprise, newUser, patchSchema, replacing } from '../support/scim.ts';

const ada = 'ada@example.com';
const bulkSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

const ask = async (
  { client }: Stage,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  address: string,
  body?: object | string,
) => {
  const [source] = (await client.call('source.list', {})).items;
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return client.call('plan.request', { sourceId: source?.id ?? '', method, path: address, body: text });
};

const verbs = (account: PlannedAccount | undefined) =>
  account?.operations.map(({ verb, role }) => (role === null ? verb : `${verb} ${role}`)) ?? [];

/** Every row of every table, but for what a look at the clock or a source's last sign changes. */
function contents({ engine }: Stage): Record<string, unknown[]> {
  const database = new Database(path.join(engine.data, 'footbridge.db'), { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .pluck()
      .all() as string[];
    return Object.fromEntries(tables.map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]));
  } finally {
    database.close();
  }
}

describe('the dry run of a request', () => {
  test('says what it would be answered and come to, and leaves nothing behind', async () => {
    const stage = await setStage();
    const before = contents(stage);
    const planned = await ask(stage, 'POST', '/Users', newUser(ada, 'Marketing'));
    expect(planned).toMatchObject({ status: 201, detail: null, summary: 'Create Person ada', questions: [] });
    expect(planned.total).toEqual({
      accounts: 1,
      verbs: { create: 1, addRole: 2 },
      losing: 0,
      held: 0,
      sentence: 'Create 1 account, give 2 roles.',
    });
    const [account] = planned.accounts;
    expect(account).toMatchObject({ person: { id: null, name: 'Person ada' }, app: { name: 'Team Wiki' }, why: null });
    expect(account?.operations[0]).toMatchObject({ summary: `Create ${ada} in Team Wiki`, held: false });
    expect(account?.decisions.map(({ role, effect }) => `${role} ${effect}`).sort()).toEqual([
      'editor granted',
      'reader granted',
    ]);
    expect(contents(stage)).toEqual(before);
    expect(stage.wiki.effects()).toEqual([]);

    // And then it comes to just that.
    await stage.hire(ada, 'Marketing');
    await stage.quiet();
    const done = (await stage.trace('Create Person ada')).accounts[0]?.operations.map(({ summary }) => summary);
    expect(account?.operations.map(({ summary }) => summary)).toEqual(done);
  });

  test('of what takes access away from too many says whom the guard would ask about', async () => {
    const stage = await setStage();
    const ids: string[] = [];
    for (let n = 0; n < 8; n += 1) ids.push(await stage.hire(`p${n}@example.com`, 'Legal'));
    const group = await stage.group('Wiki Team', ids);
    const rule = { name: 'Team', role: 'reader', when: `"${group}" in groups` };
    await stage.client.call('app.addRule', { id: stage.app.id, rule });
    await stage.client.call('app.setGuard', { id: stage.app.id, people: 5, percent: 10 });
    await stage.quiet();
    const before = contents(stage);
    const body = { schemas: [patchSchema], Operations: [{ op: 'Replace', path: 'members', value: [] }] };
    const planned = await ask(stage, 'PATCH', `/Groups/${group}`, body);
    expect(planned.total).toMatchObject({ accounts: 8, losing: 8, held: 8 });
    expect(planned.questions).toMatchObject([{ people: 8, title: expect.stringMatching(/8 people at once/) }]);
    expect(planned.accounts[0]?.why).toMatch(/removals are parked/);
    expect(contents(stage)).toEqual(before);
    expect(await stage.items('guard')).toEqual([]);

    const deleted = await ask(stage, 'DELETE', `/Users/${ids[0]}`);
    expect(deleted.status).toBe(204);
    expect(verbs(deleted.accounts[0])).toEqual(['disable', 'removeRole reader']);
    expect(deleted.accounts[0]?.person.id).not.toBeNull();
    expect(contents(stage)).toEqual(before);
  });

  test('of many operations at once is one answer and one cause', async () => {
    const stage = await setStage();
    const before = contents(stage);
    const operation = (n: number) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `b${n}`,
      data: newUser(`p${n}@example.com`, 'Sales'),
    });
    const planned = await ask(stage, 'POST', '/Bulk', { schemas: [bulkSchema], Operations: [0, 1, 2].map(operation) });
    expect(planned.status).toBe(200);
    expect(planned.total.sentence).toBe('Create 3 accounts, give 3 roles.');
    expect(contents(stage)).toEqual(before);
  });

  test.each([
    ['a body that is no JSON', 'POST', '/Users', '{', 400, /not JSON/],
    ['a user without a userName', 'POST', '/Users', '{"schemas":[]}', 400, /userName/],
    [
      'somebody who is not there',
      'PATCH',
      '/Users/nobody',
      JSON.stringify(replacing({ active: false })),
      404,
      /no user with this id/,
    ],
    ['a place that is none', 'POST', '/Nowhere', '{}', 404, /Nowhere/],
    ['a path below nothing', 'DELETE', 'Users/x', '', 404, /x/],
  ] as const)('of %s is the refusal', async (_what, method, address, body, status, detail) => {
    const stage = await setStage();
    const before = contents(stage);
    const planned = await ask(stage, method, address, body);
    expect(planned).toMatchObject({ status, detail: expect.stringMatching(detail), accounts: [] });
    expect(planned.total.sentence).toBe('Nothing would be done.');
    expect(contents(stage)).toEqual(before);
  });

  test('counts for no doubt: what went empty in it went empty nowhere', async () => {
    const stage = await setStage();
    const ids: string[] = [];
    for (let n = 0; n < 4; n += 1) ids.push(await stage.hire(`p${n}@example.com`, 'Sales'));
    const empty = replacing({ [`${enterprise}:department`]: '' });
    for (const id of ids.slice(0, 3)) await ask(stage, 'PATCH', `/Users/${id}`, empty);
    await stage.patchUser(ids[3] ?? '', { [`${enterprise}:department`]: '' });
    await stage.quiet();
    expect((await stage.items('doubt')).flatMap(namesIn)).toEqual([]);
  });

  test('knows its sources', async () => {
    const { client } = await setStage();
    const asked = client.call('plan.request', { sourceId: 'none', method: 'DELETE', path: '/Users/x' });
    await expect(asked).rejects.toThrow(/none/);
  });
});

describe('what would be done', () => {
  test('in an app that only observes, for one person and for everybody, and why not yet', async () => {
    const stage = await setStage();
    await stage.client.call('app.setState', { id: stage.app.id, state: 'observing' });
    await stage.hire(ada, 'Marketing');
    for (let n = 0; n < 4; n += 1) await stage.hire(`p${n}@example.com`, 'Sales');
    const summary = await stage.client.call('plan.summary', { appId: stage.app.id });
    expect(summary).toMatchObject({ accounts: 5, held: 5, losing: 0, sentence: 'Create 5 accounts, give 6 roles.' });
    const first = await stage.client.call('plan.list', { appId: stage.app.id, limit: 3 });
    const rest = await stage.client.call('plan.list', { appId: stage.app.id, limit: 3, cursor: first.next ?? '' });
    expect([...first.items, ...rest.items].map(({ person }) => person.name)).toEqual([
      'Person ada',
      ...[0, 1, 2, 3].map((n) => `Person p${n}`),
    ]);
    expect([first.items.length, rest.next]).toEqual([3, null]);
    const { items } = await stage.client.call('person.list', { text: 'ada' });
    const person = items[0]?.id ?? '';
    const own = (await stage.client.call('plan.person', { id: person })).items;
    expect(own.map(verbs)).toEqual([['create', 'addRole editor', 'addRole reader']]);
    expect(own[0]?.why).toMatch(/only observed/);

    await stage.client.call('app.setState', { id: stage.app.id, state: 'on' });
    await stage.quiet();
    expect((await stage.client.call('plan.person', { id: person })).items).toEqual([]);
    expect((await stage.client.call('plan.summary', { appId: stage.app.id })).sentence).toBe('Nothing would be done.');

    await stage.client.call('delivery.pause', { removals: 'go on', reason: 'Migration' });
    await stage.hire('late@example.com', 'Sales');
    const [late] = (await stage.client.call('plan.list', { appId: stage.app.id })).items;
    expect(late).toMatchObject({ why: expect.stringMatching(/^Paused/), person: { name: 'Person late' } });
    expect(late?.operations.every(({ held }) => held)).toBe(true);
  });

  test('is asked of what is there', async () => {
    const { client } = await setStage();
    await expect(client.call('plan.person', { id: 'nobody' })).rejects.toThrow(/nobody/);
    await expect(client.call('plan.list', { appId: 'nothing' })).rejects.toThrow(/nothing/);
    await expect(client.call('plan.summary', { appId: 'nothing' })).rejects.toThrow(/nothing/);
  });
});
