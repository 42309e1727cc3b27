import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { errorSchema, newUser, patchSchema, replacing, type ScimOptions } from '../support/scim.ts';

const messages = 'urn:ietf:params:scim:api:messages:2.0';
type Json = Readonly<Record<string, unknown>>;

let engine: TestEngine;
let scim: TestSource;
let adaId: string;
let groupId: string;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('generic');
  for (const name of ['ada', 'bert', 'cleo'])
    await scim.send('POST', '/Users', { body: { userName: `${name}@x.test`, displayName: name } });
  adaId = String((await list('filter=userName eq "ada@x.test"')).Resources[0]?.id);
  const body = { displayName: 'Readers', members: [{ value: adaId }] };
  groupId = String((await scim.send('POST', '/Groups', { body })).body?.id);
});
afterAll(() => engine.close());

const list = async (query: string, path = '/Users') => {
  const answer = await scim.send('GET', `${path}?${encodeURI(query)}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as Json & { readonly totalResults: number; readonly Resources: readonly Json[] };
};
const send = (method: string, path: string, body?: unknown, headers: NonNullable<ScimOptions['headers']> = {}) =>
  scim.send(method, path, { body, headers });

test('a base URL has no query, and its token 256 random bits (§1.3, §7.4)', async () => {
  const others = await Promise.all([1, 2, 3].map(() => engine.addSource('generic')));
  const tokens = [scim, ...others].map(({ token }) => token);
  for (const { baseUrl } of others) expect(baseUrl).toMatch(/^http:\/\/[^?#]+\/scim\/v2\/[0-9a-f]{16}$/);
  for (const token of tokens) expect(Buffer.from(token.slice('fb_'.length), 'base64url')).toHaveLength(32);
  expect(new Set(tokens.map((token) => token.slice(0, 10))).size).toBe(4);
});

describe('messages (§3.1)', () => {
  test('are of schemas that are not among /Schemas', async () => {
    const Operations = [{ method: 'GET', path: '/Users' }];
    const answers = [
      await send('GET', '/Users'),
      await send('GET', '/Users/nobody'),
      await send('POST', '/Bulk', { schemas: [`${messages}:BulkRequest`], Operations }),
    ];
    const uris = answers.flatMap(({ body }) => (body?.schemas ?? []) as string[]);
    expect(uris).toEqual([`${messages}:ListResponse`, errorSchema, `${messages}:BulkResponse`]);
    const told = (await list('', '/Schemas')).Resources.map(({ id }) => String(id));
    expect(told.filter((id) => id.startsWith('urn:ietf:params:scim:api:'))).toEqual([]);
    for (const uri of [...uris, patchSchema]) expect((await send('GET', `/Schemas/${uri}`)).status).toBe(404);
  });
});

describe('a PUT (§3.5.1)', () => {
  test('makes nothing', async () => {
    const before = await list('');
    for (const path of ['/Users/nobody', '/Users/0198c0de-0000-7000-8000-000000000000'])
      expect((await send('PUT', path, newUser('new@x.test', 'Sales'))).status).toBe(404);
    expect((await send('PUT', '/Groups/nobody', { displayName: 'New' })).status).toBe(404);
    expect(await list('')).toEqual(before);
  });

  test.each([
    ['userName', '/Users', { displayName: 'x' }],
    ['displayName', '/Groups', { members: [] }],
  ])('needs %s, which is required', async (_name, path, body) => {
    const answer = await send('PUT', `${path}/${path === '/Users' ? adaId : groupId}`, body);
    expect([answer.status, answer.body?.scimType]).toEqual([400, 'invalidValue']);
  });
});

describe('a list (§3.4.2)', () => {
  test.each<[string, number, object]>([
    ['', 3, { totalResults: 3, startIndex: 1, itemsPerPage: 3 }],
    ['count=2', 2, { totalResults: 3, startIndex: 1, itemsPerPage: 2 }],
    ['count=2&startIndex=3', 1, { totalResults: 3, startIndex: 3, itemsPerPage: 1 }],
    ['startIndex=9', 0, { totalResults: 3, startIndex: 9, itemsPerPage: 0 }],
    ['startIndex=0&count=1', 1, { totalResults: 3, startIndex: 1, itemsPerPage: 1 }],
    ['startIndex=-7&count=1', 1, { totalResults: 3, startIndex: 1, itemsPerPage: 1 }],
    ['count=0', 0, { totalResults: 3, itemsPerPage: 0 }],
    ['count=-1', 0, { totalResults: 3, itemsPerPage: 0 }],
    ['count=1&filter=userName ne "ada@x.test"', 1, { totalResults: 2, itemsPerPage: 1 }],
    ['filter=userName eq "nobody"', 0, { totalResults: 0, itemsPerPage: 0 }],
    ['aadOptscim062020&hat=1&Count=1', 3, { totalResults: 3 }],
  ])('of %s is found, counted and paged', async (query, length, expected) => {
    const body = await list(query);
    expect(body).toMatchObject({ schemas: [`${messages}:ListResponse`], ...expected });
    expect(body.Resources).toHaveLength(length);
  });

  test('by sortBy alone is ascending', async () => {
    const names = async (query: string) => (await list(query)).Resources.map(({ displayName }) => displayName);
    expect(await names('sortBy=displayName')).toEqual(['ada', 'bert', 'cleo']);
    expect(await names('sortBy=displayName&sortOrder=descending')).toEqual(['cleo', 'bert', 'ada']);
  });

  test('finds a default by the value that was answered', async () => {
    const { body } = await send('POST', '/Users', { userName: 'default@x.test' });
    expect(body?.active).toBe(true);
    const found = await list('filter=userName sw "default" and active eq true and active pr');
    expect(found.Resources).toEqual([body]);
    await send('DELETE', `/Users/${body?.id}`);
  });

  test('reads names of attributes and operators in any case, and URNs before them', async () => {
    const urn = 'urn:ietf:params:scim:schemas:core:2.0:User';
    for (const filter of [
      'USERNAME EQ "ada@x.test"',
      `${urn}:userName Eq "ADA@X.TEST"`,
      `${urn.toUpperCase()}:username eq "ada@x.test"`,
    ])
      expect((await list(`filter=${filter}`)).Resources.map(({ id }) => id)).toEqual([adaId]);
  });
});

describe('attributes and excludedAttributes (§3.4.2.5, §3.9)', () => {
  /** Every request that is answered with resources; each leaves them as they are. */
  const requests: readonly (readonly [string, (query: string) => Promise<unknown>])[] = [
    ['GET', async (query) => (await send('GET', `/Users/${adaId}?${query}`)).body],
    ['a list', async (query) => (await list(`filter=id eq "${adaId}"&${query}`)).Resources[0]],
    ['PUT', async (query) => (await send('PUT', `/Users/${adaId}?${query}`, ada)).body],
    [
      'PATCH',
      async (query) => (await send('PATCH', `/Users/${adaId}?${query}`, replacing({ displayName: 'ada' }))).body,
    ],
    [
      'POST',
      async (query) => {
        const { body } = await send('POST', `/Users?${query}`, { ...ada, userName: 'again@x.test' });
        await send('DELETE', `/Users/${body?.id}`);
        return body;
      },
    ],
  ];
  const ada = { userName: 'ada@x.test', displayName: 'ada', name: { givenName: 'Ada', familyName: 'L' } };
  const asked = [
    'attributes=displayName,name.givenName',
    'attributes=meta.version',
    'attributes=hat',
    'excludedAttributes=id,schemas,userName,meta,name.familyName,groups',
  ];
  const answered = [
    ['schemas', 'id', 'displayName', 'name'],
    ['schemas', 'id', 'meta'],
    ['schemas', 'id'],
    ['schemas', 'id', 'name', 'displayName', 'active'],
  ];
  test.each(requests)('choose what is answered to %s, and id and schemas always are', async (_name, request) => {
    await send('PUT', `/Users/${adaId}`, ada);
    for (const [index, query] of asked.entries()) {
      const resource = (await request(query)) as Json;
      expect(Object.keys(resource).sort(), query).toEqual([...(answered[index] ?? [])].sort());
      if ('name' in resource) expect(resource.name).toEqual({ givenName: 'Ada' });
      if (query === 'attributes=meta.version') expect(Object.keys(resource.meta as Json)).toEqual(['version']);
    }
  });

  test('with attributes a PATCH is answered 200 with them, however large the group and also when it says nothing', async () => {
    const members: Json[] = [];
    while (members.length < 201) {
      const Operations = Array.from({ length: 201 }, (_, number) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `${number}`,
        data: { userName: `large${number}@x.test` },
      }));
      const { body } = await send('POST', '/Bulk', { schemas: [`${messages}:BulkRequest`], Operations });
      for (const { location } of (body as { readonly Operations: readonly Json[] }).Operations)
        members.push({ value: String(location).split('/').at(-1) });
    }
    const { id } = (await send('POST', '/Groups', { displayName: 'Large', members })).body as Json;
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const rename = (query: string) => send('PATCH', `/Groups/${id}${query}`, replacing({ displayName: 'Larger' }));
    expect((await rename('')).status).toBe(204);
    expect((await rename('?excludedAttributes=members')).status).toBe(204);
    const renamed = await rename('?attributes=displayName');
    expect([renamed.status, renamed.body]).toEqual([200, { schemas, id, displayName: 'Larger' }]);
    expect((await rename('?attributes=members.value')).body?.members).toHaveLength(201);
    const nothing = { schemas: [patchSchema], Operations: [] };
    expect((await send('PATCH', `/Groups/${id}`, nothing)).status).toBe(204);
    const answer = await send('PATCH', `/Groups/${id}?attributes=externalId`, nothing);
    expect([answer.status, answer.body]).toEqual([200, { schemas, id }]);
    await send('DELETE', `/Groups/${id}`);
  });
});

describe('a PATCH (§3.5.2)', () => {
  test.each<[string, object]>([
    ['adds what is there', { op: 'add', path: 'displayName', value: 'ada' }],
    ['replaces something by itself', { op: 'replace', value: { displayName: 'ada', active: true } }],
    ['removes what is not there', { op: 'remove', path: 'nickName' }],
  ])('that %s changes nothing, nor when it was changed', async (_name, operation) => {
    await send('PATCH', `/Users/${adaId}`, replacing({ displayName: 'ada', active: true }));
    const before = await send('GET', `/Users/${adaId}`);
    const answer = await send('PATCH', `/Users/${adaId}`, { schemas: [patchSchema], Operations: [operation] });
    expect([answer.status, answer.text]).toEqual([200, before.text]);
  });

  test('does its operations in order, each on what the one before left', async () => {
    const Operations = [
      { op: 'add', path: 'emails', value: [{ value: 'one@x.test', type: 'work', primary: true }] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'two@x.test' },
      { op: 'add', path: 'emails', value: [{ value: 'home@x.test', type: 'home', primary: true }] },
      { op: 'remove', path: 'emails[value eq "home@x.test"]' },
    ];
    const { body } = await send('PATCH', `/Users/${adaId}`, { schemas: [patchSchema], Operations });
    expect(body?.emails).toEqual([{ value: 'two@x.test', type: 'work', primary: false }]);
  });
});

describe('a DELETE (§3.6)', () => {
  test.each([
    ['/Users', newUser('gone@x.test', 'Sales'), 'userName eq "gone@x.test"'],
    ['/Groups', { displayName: 'Gone' }, 'displayName eq "gone"'],
  ])('in %s is answered 204, and then there is nothing to find, change or collide with', async (path, body, filter) => {
    const { id } = (await send('POST', path, body)).body as Json;
    const gone = await send('DELETE', `${path}/${id}`);
    expect([gone.status, gone.text]).toEqual([204, '']);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const sent = method === 'PUT' ? body : method === 'PATCH' ? replacing({ displayName: 'x' }) : undefined;
      expect([method, (await send(method, `${path}/${id}`, sent)).status]).toEqual([method, 404]);
    }
    expect((await list(`filter=${filter}`, path)).totalResults).toBe(0);
    expect((await list('count=200', path)).Resources.map((one) => one.id)).not.toContain(id);
    const again = await send('POST', path, body);
    expect(again.status).toBe(201);
    await send('DELETE', `${path}/${again.body?.id}`);
  });
});

describe('formats (§3.8)', () => {
  test.each([
    ['application/scim+json'],
    ['application/json'],
    ['application/scim+json;q=0.9, */*;q=0.1'],
    ['*/*'],
    [null],
  ])('Accept: %s is answered in JSON of UTF-8', async (accept) => {
    const { status, headers, body } = await send('GET', `/Users/${adaId}`, undefined, { accept });
    expect([status, headers['content-type'], body?.id]).toEqual([200, 'application/scim+json; charset=utf-8', adaId]);
  });

  test('text of every script goes in, is found and comes out as it is', async () => {
    const displayName = 'Zoë Ångström 李雷 🙂 \u202ba';
    for (const type of ['application/scim+json', 'application/json; charset=utf-8', null]) {
      const body = { userName: 'scripts@x.test', displayName };
      const made = await send('POST', '/Users', body, { 'content-type': type });
      expect([made.status, made.body?.displayName]).toEqual([201, displayName]);
      const query = `filter=${encodeURIComponent(`displayName eq "${displayName}"`)}`;
      expect((await send('GET', `/Users?${query}`)).body).toMatchObject({
        totalResults: 1,
        Resources: [{ displayName }],
      });
      await send('DELETE', `/Users/${made.body?.id}`);
    }
  });
});

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('%s of /Me is answered 501 (§3.11)', async (method) => {
  const answer = await send(method, '/Me', method === 'GET' ? undefined : {});
  expect([answer.status, answer.body?.status]).toEqual([501, '501']);
});

test.each(['/v1/Users', '/v3/Users', '/v2/Users'])(
  'a version below the base URL is refused: %s (§3.13)',
  async (path) => {
    expect((await send('GET', path)).status).toBe(404);
  },
);

describe('discovery (§4)', () => {
  const one = 'urn:ietf:params:scim:schemas:core:2.0:Group';
  test.each(['/ServiceProviderConfig', '/Schemas', `/Schemas/${one}`, '/ResourceTypes', '/ResourceTypes/User'])(
    '%s cannot be filtered, and other parameters change nothing',
    async (path) => {
      const plain = await send('GET', path);
      expect(plain.status).toBe(200);
      const query =
        'startIndex=2&count=1&sortBy=id&sortOrder=descending&attributes=id&excludedAttributes=name&cursor=x';
      expect((await send('GET', `${path}?${query}`)).text).toBe(plain.text);
      const refused = await send('GET', `${path}?filter=name%20eq%20%22User%22`);
      expect([refused.status, refused.body?.schemas, refused.body?.status]).toEqual([403, [errorSchema], '403']);
    },
  );

  test('is of the schemas that the RFC names, whole in a ListResponse', async () => {
    const core = 'urn:ietf:params:scim:schemas:core:2.0';
    expect((await send('GET', '/ServiceProviderConfig')).body?.schemas).toEqual([`${core}:ServiceProviderConfig`]);
    for (const [path, schema] of [
      ['/Schemas', `${core}:Schema`],
      ['/ResourceTypes', `${core}:ResourceType`],
    ] as const) {
      const body = await list('', path);
      expect(body).toMatchObject({ schemas: [`${messages}:ListResponse`], totalResults: body.Resources.length });
      for (const resource of body.Resources) {
        expect(resource.schemas).toEqual([schema]);
        expect((await send('GET', `${path}/${resource.id}`)).body).toEqual(resource);
      }
    }
  });
});

describe('names in the forms of Unicode (§5, §7.8)', () => {
  test.each([
    ['composed', 'zo\u00eb@x.test'],
    ['decomposed', 'zoe\u0308@x.test'],
    ['in capitals, decomposed', 'ZOE\u0308@X.TEST'],
    ['in another width', '\uff3a\uff4f\u00cb@x.test'],
  ])('one that is %s is the same', async (_how, userName) => {
    const body = { userName: 'Zo\u00eb@x.test', name: { familyName: '\u212bngstro\u0308m' } };
    const { id } = (await send('POST', '/Users', body)).body as Json;
    const again = await send('POST', '/Users', { userName });
    expect([again.status, again.body?.scimType]).toEqual([409, 'uniqueness']);
    for (const filter of [
      `userName eq "${userName}"`,
      `userName sw "${userName.slice(0, 4)}"`,
      'name.familyName eq "\u00e5ngstr\u00f6m"',
      'name.familyName co "STRO\u0308"',
    ])
      expect((await list(`filter=${filter}`)).Resources, filter).toMatchObject([{ id, ...body }]);
    await send('DELETE', `/Users/${id}`);
  });

  test('that only look alike are two', async () => {
    const ids: unknown[] = [];
    for (const userName of ['straße@x.test', 'strasse@x.test', 'ﬁn@x.test', 'fin@x.test', 'раул@x.test'])
      ids.push((await send('POST', '/Users', { userName })).body?.id);
    expect(new Set(ids.filter((id) => typeof id === 'string')).size).toBe(5);
    for (const id of ids) await send('DELETE', `/Users/${id}`);
  });
});

describe('pages by cursor (RFC 9865)', () => {
  const walk = async (ask: (cursor: string) => Promise<Json | null>) => {
    const pages: (Json & { readonly Resources: readonly Json[] })[] = [];
    for (let cursor: unknown = ''; cursor !== undefined && pages.length < 9; cursor = pages.at(-1)?.nextCursor)
      pages.push((await ask(String(cursor))) as (typeof pages)[number]);
    return pages;
  };
  test.each<[string, (cursor: string) => Promise<Json | null>]>([
    ['GET', async (cursor) => (await send('GET', `/Users?cursor=${cursor}&${question}`)).body],
    ['.search', async (cursor) => (await send('POST', '/Users/.search', { ...searched, cursor })).body],
  ])('with %s are sorted, as long as asked for, and linked but at their ends', async (_how, ask) => {
    const pages = await walk(ask);
    expect(pages.map(({ Resources }) => Resources.map(({ displayName }) => displayName))).toEqual([
      ['cleo', 'bert'],
      ['ada'],
    ]);
    for (const [index, page] of pages.entries()) {
      expect(page).toMatchObject({ totalResults: 3, itemsPerPage: page.Resources.length });
      expect(['previousCursor' in page, 'nextCursor' in page]).toEqual([index > 0, index < pages.length - 1]);
      for (const cursor of [page.previousCursor, page.nextCursor].filter((one) => one !== undefined))
        expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/);
    }
    const back = await ask(String(pages[1]?.previousCursor));
    expect(back?.Resources).toEqual(pages[0]?.Resources);
  });
  const filter = 'displayName pr and not (userName sw "large")';
  const searched = {
    schemas: [`${messages}:SearchRequest`],
    count: 2,
    sortBy: 'displayName',
    sortOrder: 'descending',
    filter,
  };
  const question = `count=2&sortBy=displayName&sortOrder=descending&filter=${encodeURIComponent(filter)}`;

  test('of somebody else are refused in the very words of those that were made up', async () => {
    const other = await engine.addSource('generic');
    const { body } = await send('GET', `/Users?cursor=&${question}`);
    const stolen = await other.send('GET', `/Users?cursor=${body?.nextCursor}&${question}`);
    const invented = await other.send('GET', `/Users?cursor=VZUTiyhEQJ94IR&${question}`);
    expect([stolen.status, stolen.body?.scimType]).toEqual([400, 'invalidCursor']);
    expect(stolen.text).toBe(invented.text);
  });
});
