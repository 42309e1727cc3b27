import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { namesIn, setStage } from '../provisioning/stage.ts';
import { startEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { enterprise, errorSchema, newUser, patchSchema, replacing } from '../support/scim.ts';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
const post = (path: string, bulkId: string, data: object) => ({ method: 'POST', path, bulkId, data });
const user = (bulkId: string, more: object = {}) => post('/Users', bulkId, newUser(`${bulkId}@x.test`, 'Sales', more));
const group = (bulkId: string, ...members: string[]) =>
  post('/Groups', bulkId, { displayName: bulkId, members: members.map((value) => ({ value })) });

interface Result {
  readonly method: string;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: JsonObject;
}

async function door(rate = 0) {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const scim = await engine.addSource('generic', { rate });
  return { engine, scim };
}

async function bulk(scim: TestSource, Operations: readonly object[], more: object = {}): Promise<readonly Result[]> {
  const { status, body, text, headers } = await scim.send('POST', '/Bulk', { body: { schemas, Operations, ...more } });
  expect(status, text).toBe(200);
  expect(headers['content-type']).toBe('application/scim+json; charset=utf-8');
  expect(body?.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  return body?.Operations as readonly Result[];
}

const idOf = ({ location = '' }: Result | undefined = { method: '', status: '' }) => location.split('/').at(-1) ?? '';
const statuses = (results: readonly Result[]) => results.map(({ status }) => status);
const membersOf = async (scim: TestSource, id: string) =>
  (((await scim.send('GET', `/Groups/${id}`)).body?.members ?? []) as { value: string }[])
    .map(({ value }) => value)
    .sort();

describe('a bulk request', () => {
  test('does every kind of operation, and says of each what came of it', async () => {
    const { scim } = await door();
    const made = await bulk(scim, [user('ada'), user('bert'), user('cleo')]);
    expect(made).toMatchObject(
      ['ada', 'bert', 'cleo'].map((bulkId) => ({ method: 'POST', bulkId, status: '201', version: 'W/"1"' })),
    );
    const [ada, bert, cleo] = made.map(idOf);
    for (const { location = '' } of made) expect(location.startsWith(`${scim.baseUrl}/Users/`)).toBe(true);
    const results = await bulk(scim, [
      { method: 'PATCH', path: `/Users/${ada}`, data: replacing({ title: 'Chair' }), version: 'W/"1"' },
      { method: 'PUT', path: `/Users/${bert}`, data: newUser('bert@x.test', 'Board') },
      { method: 'DELETE', path: `/Users/${cleo}` },
      { method: 'PATCH', path: `/Users/${ada}`, data: replacing({ title: 'No' }), version: 'W/"1"' },
      { method: 'PATCH', path: '/Users/nobody', data: replacing({ title: 'No' }) },
      { method: 'GET', path: `/Users/${ada}` },
      { method: 'POST', path: '/Users', data: newUser('dora@x.test', 'Sales') },
      { method: 'POST', path: '/Devices', bulkId: 'd', data: {} },
      post('/Users', 'again', newUser('ADA@x.test', 'Sales')),
    ]);
    expect(statuses(results)).toEqual(['200', '200', '204', '412', '404', '405', '400', '404', '409']);
    expect(results[0]).toEqual({
      method: 'PATCH',
      location: `${scim.baseUrl}/Users/${ada}`,
      version: 'W/"2"',
      status: '200',
    });
    expect(results[2]).toEqual({ method: 'DELETE', location: `${scim.baseUrl}/Users/${cleo}`, status: '204' });
    for (const { response, status } of results.slice(3))
      expect(response).toMatchObject({ schemas: [errorSchema], status, detail: expect.stringMatching(/\.$/) });
    expect(results[8]).toMatchObject({ bulkId: 'again', response: { scimType: 'uniqueness' } });
    expect(results[8]).not.toHaveProperty('location');
    for (const { location } of results.slice(3, 6)) expect(location).toMatch(/\/Users\/./);
    expect((await scim.send('GET', `/Users/${ada}`)).body).toMatchObject({
      title: 'Chair',
      meta: { version: 'W/"2"' },
    });
    expect((await scim.send('GET', `/Users/${cleo}`)).status).toBe(404);
  });

  test('resolves references in any order, in members, managers, paths and filters', async () => {
    const { scim } = await door();
    const results = await bulk(scim, [
      {
        method: 'PATCH',
        path: '/Groups/bulkId:team',
        data: {
          Operations: [
            { op: 'remove', path: 'members[value eq "bulkId:bert"]' },
            { op: 'add', path: 'members', value: [{ value: 'bulkId:cleo' }] },
          ],
        },
      },
      group('team', 'bulkId:ada', 'bulkId:bert'),
      user('ada', { [enterprise]: { manager: { value: 'bulkId:cleo' } } }),
      user('bert'),
      user('cleo'),
    ]);
    expect(statuses(results)).toEqual(['200', '201', '201', '201', '201']);
    const [, team, ada, , cleo] = results.map(idOf);
    expect(idOf(results[0])).toBe(team);
    expect(await membersOf(scim, team ?? '')).toEqual([ada, cleo].sort());
    expect((await scim.send('GET', `/Users/${ada}`)).body?.[enterprise]).toMatchObject({ manager: { value: cleo } });
  });

  test('resolves circles: groups in each other and in themselves, managers of each other', async () => {
    const { scim } = await door();
    const results = await bulk(scim, [
      group('a', 'bulkId:b', 'bulkId:self'),
      group('b', 'bulkId:a', 'bulkId:eva'),
      group('self', 'bulkId:self'),
      user('eva', { [enterprise]: { department: 'Sales', manager: { value: 'bulkId:udo' } } }),
      user('udo', { [enterprise]: { department: 'Sales', manager: { value: 'bulkId:eva' } } }),
    ]);
    expect(statuses(results)).toEqual(['201', '201', '201', '201', '201']);
    const [a = '', b = '', self = '', eva = '', udo = ''] = results.map(idOf);
    expect(await membersOf(scim, a)).toEqual([b, self].sort());
    expect(await membersOf(scim, b)).toEqual([a, eva].sort());
    expect(await membersOf(scim, self)).toEqual([self]);
    for (const [one, other] of [
      [eva, udo],
      [udo, eva],
    ] as const)
      expect((await scim.send('GET', `/Users/${one}`)).body?.[enterprise]).toMatchObject({
        department: 'Sales',
        manager: { value: other },
      });
    // The version told is the one that is there.
    for (const { location = '', version } of results)
      expect(
        (await scim.send('GET', `${location.slice(scim.baseUrl.length)}?excludedAttributes=groups`)).headers.etag,
      ).toBe(version);
  });

  test('refuses what refers to what was refused, a whole circle, and to nobody, and nothing else', async () => {
    const { scim } = await door();
    const results = await bulk(scim, [
      group('team', 'bulkId:broken', 'bulkId:ada'),
      post('/Users', 'broken', { displayName: 'without a userName' }),
      user('ada'),
      post('/Groups', 'x', { members: [{ value: 'bulkId:y' }] }),
      group('y', 'bulkId:x'),
      group('z', 'bulkId:nobody'),
      group('w', 'no-such-id'),
    ]);
    expect(statuses(results)).toEqual(['409', '400', '201', '400', '409', '409', '400']);
    expect(results[0]?.response?.detail).toMatch(/“bulkId:broken”, and the operation of that bulkId was refused/);
    expect(results[4]?.response?.detail).toMatch(/in a circle to operation 4/);
    expect(results[5]?.response?.detail).toMatch(/no POST of this request has that bulkId/);
    expect((await scim.send('GET', '/Groups')).body?.totalResults).toBe(0);
    expect((await scim.send('GET', '/Users')).body?.totalResults).toBe(1);
  });

  test('a bulkId that something else than a POST carries means nothing', async () => {
    const { scim } = await door();
    const [, team = ''] = (await bulk(scim, [user('ada'), group('team', 'bulkId:ada')])).map(idOf);
    const replacingMembers = (bulkId: string, value: string) => ({
      method: 'PATCH',
      path: `/Groups/${team}`,
      bulkId,
      data: { Operations: [{ op: 'replace', path: 'members', value: [{ value }] }] },
    });
    const results = await bulk(scim, [
      user('bert'),
      // It fails, and what bears the same id in this request is still known.
      { method: 'PATCH', path: '/Users/nobody', bulkId: 'bert', data: replacing({ title: 'No' }) },
      group('other', 'bulkId:bert'),
      // Nobody makes what it refers to: it must not empty the group.
      replacingMembers('p', 'bulkId:p'),
      post('/Users', 'q', {}),
      replacingMembers('q', 'bulkId:q'),
    ]);
    expect(statuses(results)).toEqual(['201', '404', '201', '409', '400', '409']);
    expect(await membersOf(scim, idOf(results[2]))).toEqual([idOf(results[0])]);
    expect(await membersOf(scim, team)).toHaveLength(1);
  });

  test('stops at failOnErrors, keeps what was done, and is silent of what was not begun', async () => {
    const { scim } = await door();
    const wrong = (bulkId: string) => post('/Users', bulkId, {});
    const results = await bulk(scim, [user('ada'), wrong('1'), user('bert'), wrong('2'), user('cleo')], {
      failOnErrors: 2,
    });
    expect(statuses(results)).toEqual(['201', '400', '201', '400']);
    expect((await scim.send('GET', '/Users')).body?.totalResults).toBe(2);
    expect(statuses(await bulk(scim, [wrong('3'), wrong('4'), user('cleo')]))).toEqual(['400', '400', '201']);
  });

  test('an operation that is refused leaves nothing of itself', async () => {
    const { scim } = await door();
    const [ada] = (await bulk(scim, [user('ada'), group('team', 'bulkId:ada')])).map(idOf);
    const [, team = ''] = (await bulk(scim, [user('bert'), group('other', 'bulkId:bert')])).map(idOf);
    const [half] = await bulk(scim, [
      {
        method: 'PATCH',
        path: `/Groups/${team}`,
        data: {
          Operations: [
            { op: 'replace', path: 'displayName', value: 'Renamed' },
            { op: 'add', path: 'members', value: [{ value: ada }, { value: 'nobody' }] },
          ],
        },
      },
    ]);
    expect(half?.status).toBe('400');
    expect((await scim.send('GET', `/Groups/${team}`)).body).toMatchObject({ displayName: 'other', members: [{}] });
  });

  test('takes 1,000 operations and 8 MB, and says the limit to who sends more', async () => {
    const { scim } = await door();
    const users = Array.from({ length: 1000 }, (_, at) => user(`u${at}`, { title: 'x'.repeat(2000) }));
    expect(new Set(statuses(await bulk(scim, users)))).toEqual(new Set(['201']));
    const over = await scim.send('POST', '/Bulk', { body: { schemas, Operations: Array(1001).fill(user('x')) } });
    expect([over.status, over.body?.detail]).toEqual([413, expect.stringContaining('1000')]);
    const long = await scim.send('POST', '/Bulk', {
      body: { schemas, Operations: [user('x', { title: 'x'.repeat(8_500_000) })] },
    });
    expect([long.status, long.body?.detail]).toEqual([413, expect.stringContaining('8388608 bytes')]);
    const { body } = await scim.send('GET', '/ServiceProviderConfig');
    expect(body?.bulk).toEqual({ supported: true, maxOperations: 1000, maxPayloadSize: 8_388_608 });
  });

  test('goes not through large resources for so long that others wait; what costs little is done all the same', async () => {
    const { scim } = await door();
    const emails = Array.from({ length: 2000 }, (_, at) => ({ value: `e${at}@x.test`, type: 'work' }));
    const [large, small] = (await bulk(scim, [user('large', { emails }), user('small')])).map(idOf);
    const Operations = Array.from({ length: 1000 }, (_, at) => ({
      op: 'replace',
      path: `emails[value eq "e${at}@x.test"].display`,
      value: 'x',
    }));
    const long = { method: 'PATCH', path: `/Users/${large}`, data: { schemas: [patchSchema], Operations } };
    const results = await bulk(scim, [
      ...Array(5).fill(long),
      { method: 'PATCH', path: `/Users/${small}`, data: replacing({ active: false }) },
    ]);
    expect(statuses(results)).toEqual(['200', '413', '413', '413', '413', '200']);
    expect(results[1]?.response?.detail).toContain('Send it in several');
    expect((await scim.send('GET', `/Users/${small}`)).body?.active).toBe(false);
  });

  test('counts at the source’s rate for what it holds', async () => {
    const { scim } = await door(10);
    // A burst of forty: the next requests wait until the rest is made up for.
    const operations = Array.from({ length: 60 }, (_, at) => user(`u${at}`));
    // In whatever case it is written.
    expect((await scim.send('POST', '/Bulk', { body: { schemas, operations } })).status).toBe(200);
    const waits = await scim.send('GET', '/Users');
    expect([waits.status, Number(waits.headers['retry-after'])]).toEqual([
      429,
      expect.toSatisfy((s: number) => s >= 2 && s <= 3),
    ]);
  });

  test('that is refused for how much it holds keeps its source waiting for one request', async () => {
    const { scim } = await door(10);
    const operations = Array.from({ length: 20_000 }, () => ({ method: 'DELETE', path: '/Users/x' }));
    expect((await scim.send('POST', '/Bulk', { body: { schemas, operations } })).status).toBe(413);
    expect((await scim.send('GET', '/Users')).status).toBe(200);
  });

  test('is one exchange, with every change in its trace and each person told of their own', async () => {
    const { engine, scim } = await door();
    await bulk(scim, [user('ada'), user('bert'), user('cleo'), user('dora'), post('/Users', 'x', {})]);
    const exchange = await until('the exchange is listed', async () =>
      (await engine.client.call('exchange.list', { limit: 5 })).items.find(({ path }) => path === '/Bulk'),
    );
    expect(exchange).toMatchObject({ summary: 'Bulk: 4 operations done; 1 refused', status: 200 });
    const { changes } = await engine.client.call('trace.get', { exchangeId: exchange.id });
    expect(changes.map(({ kind, label }) => `${kind} ${label}`)).toEqual(
      ['ada', 'bert', 'cleo', 'dora'].map((name) => `created Person ${name}`),
    );
    const { items } = await engine.client.call('person.list', { text: 'bert' });
    const timeline = await engine.client.call('person.timeline', { id: items[0]?.id ?? '' });
    expect(timeline.items.map(({ text }) => text)).toEqual(['Create Person bert']);
  });

  test('never keeps a password, however deep it stands', async () => {
    const { engine, scim } = await door();
    await bulk(scim, [user('ada', { password: 'hunter2-canary' })]);
    const exchange = await until('the exchange is listed', async () =>
      (await engine.client.call('exchange.list', { limit: 5 })).items.find(({ path }) => path === '/Bulk'),
    );
    const detail = await engine.client.call('exchange.get', { id: exchange.id });
    expect(JSON.stringify(detail)).not.toContain('hunter2-canary');
  });
});

describe('people of a bulk request', () => {
  test('get and lose access by it, as one cause', async () => {
    const { client, idp, app, wiki, quiet, item, engine } = await setStage();
    const names = ['ada', 'bert', 'cleo'];
    const ids = (
      await bulk(
        idp,
        names.map((name) => user(name)),
      )
    ).map(idOf);
    await quiet();
    for (const name of names)
      expect(wiki.account(`${name}@x.test`)).toMatchObject({ enabled: true, roles: ['reader'] });
    await client.call('app.setGuard', { id: app.id, people: 2, percent: 0 });
    // Below the limit one by one, above it together: all of it is parked, none of it slips through.
    await bulk(
      idp,
      ids.map((id) => ({ method: 'PATCH', path: `/Users/${id}`, data: replacing({ active: 'False' }) })),
    );
    const parked = await item('guard');
    expect(namesIn(parked).sort()).toEqual(names.map((name) => `Person ${name}`));
    expect(parked.title).toMatch(/3 people at once/);
    for (const name of names) expect(wiki.account(`${name}@x.test`)?.enabled).toBe(true);
    await client.call('work.decide', { id: parked.id, decision: 'approve', reason: 'They have left.' });
    await quiet();
    for (const name of names) expect(wiki.account(`${name}@x.test`)).toMatchObject({ enabled: false, roles: [] });
    expect(engine.log.filter((line) => line.includes('"error"'))).toEqual([]);
  });

  test('who is said to have left and to be back by the same request keeps everything', async () => {
    const { idp, wiki, quiet, items } = await setStage();
    const [ada] = (await bulk(idp, [user('ada')])).map(idOf);
    await quiet();
    await bulk(
      idp,
      ['False', 'True'].map((active) => ({ method: 'PATCH', path: `/Users/${ada}`, data: replacing({ active }) })),
    );
    await quiet();
    expect(wiki.effects()).toEqual(['ada@x.test: created', 'ada@x.test: role added reader']);
    expect(await items('guard')).toEqual([]);
  });
});
