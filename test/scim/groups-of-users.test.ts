import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { newUser, patchSchema, replacing } from '../support/scim.ts';

type Json = Readonly<Record<string, unknown>>;

let engine: TestEngine;
let idp: TestSource;
let userId = '';
/** What is to be answered as `groups` of the user. */
let groups: readonly Json[] = [];

const send = async (method: string, path: string, body?: unknown): Promise<Json> => {
  const answer = await idp.send(method, path, body === undefined ? {} : { body });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer.body ?? {};
};
const patch = (path: string, ...Operations: object[]) => send('PATCH', path, { schemas: [patchSchema], Operations });

const where = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;

beforeAll(async () => {
  engine = await startEngine();
  idp = await engine.addSource('generic');
  userId = String((await send('POST', '/Users', newUser('ada@example.com', 'Sales'))).id);
  await send('POST', '/Users', newUser('nobody@example.com', 'Sales'));
  const create = async (displayName: string, member: string) =>
    String((await send('POST', '/Groups', { displayName, members: [{ value: member }] })).id);
  const inner = await create('Inner', userId);
  const outer = await create('Outer', inner);
  groups = [
    { value: inner, $ref: `${idp.baseUrl}/Groups/${inner}`, display: 'Inner', type: 'direct' },
    { value: outer, $ref: `${idp.baseUrl}/Groups/${outer}`, display: 'Outer', type: 'indirect' },
  ];
});
afterAll(() => engine.close());

const ofUser = (list: Json) => (list.Resources as readonly Json[]).find(({ id }) => id === userId)?.groups;

describe('groups of a user (RFC 7643 §4.1.2)', () => {
  it.each<[string, (query: string) => Promise<unknown>]>([
    ['a GET', async (query) => (await send('GET', `/Users/${userId}${query}`)).groups],
    ['a list', async (query) => ofUser(await send('GET', `/Users${query}`))],
    [
      'a PUT',
      async (query) => (await send('PUT', `/Users/${userId}${query}`, newUser('ada@example.com', 'Legal'))).groups,
    ],
    ['a PATCH', async (query) => (await send('PATCH', `/Users/${userId}${query}`, replacing({ title: query }))).groups],
  ])('are answered to %s, as far as they are asked for', async (_what, ask) => {
    expect(await ask('')).toEqual(groups);
    expect(await ask('?attributes=groups')).toEqual(groups);
    expect(await ask('?attributes=userName,groups.value')).toEqual(groups.map(({ value }) => ({ value })));
    expect(await ask('?attributes=userName')).toBeUndefined();
    expect(await ask('?excludedAttributes=groups')).toBeUndefined();
  });

  it('are absent of who is in none', async () => {
    const body = await send('GET', where('userName eq "nobody@example.com"'));
    expect((body.Resources as readonly Json[]).map((user) => Object.hasOwn(user, 'groups'))).toEqual([false]);
    const created = await send('POST', '/Users', newUser('new@example.com', 'Sales', { groups: [{ value: 'x' }] }));
    expect(created).not.toHaveProperty('groups');
  });

  it('are found by filters, and cannot be written', async () => {
    for (const { value, type } of groups) {
      const found = await send('GET', where(`groups[value eq "${value}" and type eq "${type}"]`));
      expect([found.totalResults, ofUser(found)]).toEqual([1, groups]);
    }
    const operation = { op: 'add', path: 'groups', value: [{ value: groups[1]?.value }] };
    const refused = await idp.send('PATCH', `/Users/${userId}`, { body: { Operations: [operation] } });
    expect([refused.status, refused.body?.scimType]).toEqual([400, 'mutability']);
    await send('PUT', `/Users/${userId}`, newUser('ada@example.com', 'Legal', { groups: [] }));
    expect((await send('GET', `/Users/${userId}`)).groups).toEqual(groups);
  });

  it('change the version of an answer that holds them, and neither the user’s own nor when it was modified', async () => {
    const own = async () => (await send('GET', `/Users/${userId}?excludedAttributes=groups`)).meta;
    const meta = await own();
    const path = `/Groups/${groups[0]?.value}`;
    const before = await send('GET', `/Users/${userId}`);
    await patch(path, { op: 'replace', path: 'displayName', value: 'Innermost' });
    const after = await send('GET', `/Users/${userId}`);
    expect(after.groups).toMatchObject([{ display: 'Innermost' }, { display: 'Outer' }]);
    await patch(path, { op: 'remove', path: 'members', value: [{ value: userId }] });
    const alone = await send('GET', `/Users/${userId}`);
    expect(alone).not.toHaveProperty('groups');
    expect(await own()).toEqual(meta);
    expect(alone.meta).toEqual(meta);
    const modified = [before, after].map((answer) => answer.meta as Readonly<Record<string, string>>);
    for (const { lastModified } of modified) expect(lastModified).toBe((meta as { lastModified: string }).lastModified);
    expect(modified[1]?.version).not.toBe(modified[0]?.version);
  });
});
