import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { errorSchema, newUser } from '../support/scim.ts';

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

let engine: TestEngine;
let scim: TestSource;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('generic');
  for (const name of ['cleo', 'ada', 'Bert', 'dora', 'emil'])
    await scim.send('POST', '/Users', { body: newUser(`${name}@x.test`, name === 'ada' ? 'Sales' : 'Board') });
  const { body } = await scim.send('GET', '/Users?sortBy=userName&count=2');
  const found = (body?.Resources ?? []) as readonly { readonly id: string }[];
  const members = found.map(({ id }) => ({ value: id }));
  for (const displayName of ['Person c', 'Zoo'])
    await scim.send('POST', '/Groups', { body: { schemas: [groupSchema], displayName, members } });
});
afterAll(() => engine.close());

type Parameters = Readonly<Record<string, string | number>>;

const inUrl = (path: string, parameters: Parameters) =>
  `${path}?${new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]))}`;
const lists: ReadonlySet<string> = new Set(['attributes', 'excludedAttributes']);
const inBody = (parameters: Parameters) => ({
  schemas: [searchSchema],
  ...Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, lists.has(name) ? String(value).split(',') : value]),
  ),
});
const namesOf = (body: unknown) =>
  (body as { Resources: readonly { userName?: string; displayName: string }[] }).Resources.map(
    ({ userName, displayName }) => userName ?? displayName,
  );

describe('a search', () => {
  test.each<[string, Parameters]>([
    ['/Users', {}],
    ['/Users', { filter: 'userName sw "a" or title pr', attributes: 'userName,emails.value' }],
    ['/Users', { excludedAttributes: 'emails,meta', sortBy: 'userName', sortOrder: 'descending' }],
    ['/Users', { sortBy: 'department', startIndex: 2, count: 3 }],
    ['/Users', { count: 0 }],
    ['/Users', { count: -1, startIndex: -1 }],
    ['/Groups', { sortBy: 'displayName', sortOrder: 'descending' }],
    ['/Groups', { filter: 'displayName eq "zoo"', excludedAttributes: 'members' }],
  ])('of %s for %j answers as a GET does', async (path, parameters) => {
    const got = await scim.send('GET', inUrl(path, parameters));
    const found = await scim.send('POST', `${path}/.search`, { body: inBody(parameters) });
    expect([found.status, found.text]).toEqual([200, got.text]);
    expect(found.headers['content-type']).toBe('application/scim+json; charset=utf-8');
  });

  test('at the root finds users and groups in one list', async () => {
    const search = async (parameters: Parameters) =>
      (await scim.send('POST', '/.search', { body: inBody(parameters) })).body;
    const all = await search({ sortBy: 'displayName', attributes: 'displayName,members' });
    expect(all).toMatchObject({ schemas: [listSchema], totalResults: 7, startIndex: 1, itemsPerPage: 7 });
    expect(namesOf(all)).toEqual([
      'Person ada',
      'Person Bert',
      'Person c',
      'Person cleo',
      'Person dora',
      'Person emil',
      'Zoo',
    ]);
    expect(namesOf(await search({ filter: 'members pr' }))).toEqual(['Person c', 'Zoo']);
    expect(namesOf(await search({ filter: 'userName sw "a" or displayName eq "zoo"' }))).toEqual(['ada@x.test', 'Zoo']);
    expect(namesOf(await search({ startIndex: 5, count: 2 }))).toEqual(['emil@x.test', 'Person c']);
  });

  test.each(['/.search', '/Users/.search', '/Groups/.search'])('of %s goes on with its cursors', async (path) => {
    const ask = async (cursor: unknown) =>
      (await scim.send('POST', path, { body: { ...inBody({ count: 1, sortBy: 'displayName' }), cursor } })).body;
    const whole = await scim.send('POST', path, { body: inBody({ sortBy: 'displayName' }) });
    const found: string[] = [];
    for (let cursor: unknown = ''; cursor !== undefined; ) {
      const body = await ask(cursor);
      found.push(...namesOf(body));
      cursor = found.length > 7 ? undefined : body?.nextCursor;
    }
    expect(found).toEqual(namesOf(whole.body));
  });

  test.each<[string, string, unknown, number, string | null]>([
    ['no body', '/Users/.search', '', 400, 'invalidSyntax'],
    ['a list', '/Users/.search', '[]', 400, 'invalidSyntax'],
    ['half an object', '/Groups/.search', '{"filter":', 400, 'invalidSyntax'],
    ['half a filter', '/Users/.search', inBody({ filter: 'userName eq' }), 400, 'invalidFilter'],
    ['a filter by an attribute of groups', '/Users/.search', inBody({ filter: 'members pr' }), 400, 'invalidFilter'],
    ['a filter by an attribute of nobody', '/.search', inBody({ filter: 'hat pr' }), 400, 'invalidFilter'],
    ['an order by an attribute of nobody', '/.search', inBody({ sortBy: 'hat' }), 400, 'invalidValue'],
    ['a count that is no number', '/Users/.search', { ...inBody({}), count: 'ten' }, 400, 'invalidValue'],
    ['a count that is not whole', '/Users/.search', { ...inBody({}), count: 1.5, cursor: '' }, 400, 'invalidCount'],
    ['a cursor that was made up', '/Users/.search', inBody({ cursor: 'VZUTiyhEQJ94IR' }), 400, 'invalidCursor'],
    ['a cursor and a place', '/Users/.search', inBody({ cursor: '', startIndex: 3 }), 400, 'invalidValue'],
    ['more than 1 MiB', '/Groups/.search', `"${'x'.repeat(1024 * 1024)}"`, 413, null],
    ['100,001 members', '/Groups/.search', `{${'"":1,'.repeat(100_000)}"":1}`, 400, 'invalidSyntax'],
    ['a search of one user', '/Users/1/.search', inBody({}), 404, null],
    ['a search of what is no collection', '/.search/Users', inBody({}), 404, null],
    ['a search of schemas', '/Schemas/.search', inBody({}), 405, null],
  ])('%s is refused at %s', async (_name, path, body, status, scimType) => {
    const answer = await scim.send('POST', path, { body });
    expect(answer.status, answer.text).toBe(status);
    expect(answer.body).toMatchObject({ schemas: [errorSchema], ...(scimType === null ? {} : { scimType }) });
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE'])('is sent with POST, not %s', async (method) => {
    for (const path of ['/.search', '/Users/.search', '/Groups/.search']) {
      const { status, headers } = await scim.send(method, path, method === 'GET' ? {} : { body: inBody({}) });
      expect([status, headers.allow]).toEqual([405, 'POST']);
    }
  });

  test('is a read in Activity: in words, with what was understood, and no change', async () => {
    const body = { filter: 'USERNAME eq "ada@x.test"' };
    await scim.send('POST', '/Users/.search', { body });
    await scim.send('POST', '/.search', { body: inBody({}) });
    const ofSource = { sourceId: scim.id };
    const items = await until('both are listed', async () => {
      const found = await engine.client.call('exchange.list', { filter: { ...ofSource, text: 'path:/.search' } });
      const summaries = found.items.map(({ summary }) => summary);
      return summaries.includes('List users and groups: 7 in all') &&
        summaries.includes('Look up users where USERNAME eq "ada@x.test": 1 found')
        ? found.items
        : null;
    });
    const ours = items.find(({ summary }) => summary.startsWith('Look up users where USERNAME'));
    expect(ours).toMatchObject({ method: 'POST', outcome: 'ok', resourceType: 'User', effect: { state: 'none' } });
    const detail = await engine.client.call('exchange.get', { id: ours?.id ?? '' });
    expect(detail.dialectNotes.map(({ normaliser }) => normaliser)).toEqual([
      'missing SearchRequest schema',
      'case of a name',
    ]);
    expect(JSON.parse(detail.request.body ?? '')).toEqual(body);
    const changes = await engine.client.call('exchange.list', { filter: { ...ofSource, changesOnly: true } });
    expect(changes.items.filter(({ path }) => path.includes('.search'))).toEqual([]);
  });
});

describe('a list', () => {
  test('is in the order that is asked for, whatever the case', async () => {
    const { body } = await scim.send('GET', '/Users?sortBy=userName');
    expect(namesOf(body)).toEqual(['ada@x.test', 'Bert@x.test', 'cleo@x.test', 'dora@x.test', 'emil@x.test']);
  });

  test('has no cursors unless they are asked for', async () => {
    const { body } = await scim.send('GET', '/Users?count=2');
    expect(body).not.toHaveProperty('nextCursor');
    expect(body).toMatchObject({ totalResults: 5, startIndex: 1, itemsPerPage: 2 });
  });

  test('by cursor goes on over restarts, and not with another question', async () => {
    const { body } = await scim.send('GET', '/Users?cursor&count=2&sortBy=userName');
    expect(body).toMatchObject({ totalResults: 5, itemsPerPage: 2 });
    expect(body).not.toHaveProperty('startIndex');
    const { nextCursor } = body as { readonly nextCursor: string };
    await engine.restart();
    const next = await until('it is back', () =>
      scim.send('GET', `/Users?cursor=${nextCursor}&count=2&sortBy=userName`),
    );
    expect(namesOf(next.body)).toEqual(['cleo@x.test', 'dora@x.test']);
    const other = await scim.send('GET', `/Users?cursor=${nextCursor}&count=2`);
    expect([other.status, other.body?.scimType]).toEqual([400, 'invalidCursor']);
  });

  test('a cursor of another source is none', async () => {
    const { body } = await scim.send('GET', '/Users?cursor=&count=2');
    const stranger = await engine.addSource('generic');
    const answer = await stranger.send('GET', `/Users?cursor=${body?.nextCursor}&count=2`);
    expect([answer.status, answer.body?.scimType]).toEqual([400, 'invalidCursor']);
  });

  test('what can be done is said', async () => {
    const { body } = await scim.send('GET', '/ServiceProviderConfig');
    expect(body).toMatchObject({ sort: { supported: true }, pagination: { cursor: true, index: true } });
  });
});
