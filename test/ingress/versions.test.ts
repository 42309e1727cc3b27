import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { errorSchema, newUser, patchSchema, replacing } from '../support/scim.ts';

let engine: TestEngine;
let scim: TestSource;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('generic');
});
afterAll(() => engine.close());

let people = 0;
const hire = async () => {
  people += 1;
  const answer = await scim.send('POST', '/Users', { body: newUser(`v${people}@x.test`, 'Sales') });
  return { id: String(answer.body?.id), etag: String(answer.headers.etag), answer };
};
const versionOf = (body: unknown) => (body as { meta: { version: string } }).meta.version;
const group = async (displayName: string, members: readonly string[]) => {
  const answer = await scim.send('POST', '/Groups', {
    body: { displayName, members: members.map((value) => ({ value })) },
  });
  return { id: String(answer.body?.id), etag: String(answer.headers.etag), answer };
};
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => scim.send('GET', path, { headers });

describe('the entity tag', () => {
  test('is meta.version, of every answer that holds one resource', async () => {
    const { id, answer } = await hire();
    const answers = [
      answer,
      await get(`/Users/${id}`),
      await scim.send('PUT', `/Users/${id}`, { body: newUser('v1@x.test', 'Board') }),
      await scim.send('PATCH', `/Users/${id}`, { body: replacing({ title: 'Chair' }) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200]);
    for (const { body, headers } of answers) expect(versionOf(body)).toBe(headers.etag);
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(3);
    expect((await get('/Users?count=1')).headers.etag).toBeUndefined();
  });

  test('stays when nothing changed, and is told where a large group is not', async () => {
    const { id, etag } = await hire();
    const same = await scim.send('PATCH', `/Users/${id}`, { body: replacing({ active: 'True' }) });
    expect([same.status, same.headers.etag]).toEqual([200, etag]);
    const ids: string[] = [];
    while (ids.length < 201) ids.push((await hire()).id);
    const large = await group('Large', ids);
    const answer = await scim.send('PATCH', `/Groups/${large.id}`, { body: replacing({ displayName: 'Larger' }) });
    expect(answer.status).toBe(204);
    expect(answer.headers.etag).toBe((await get(`/Groups/${large.id}?excludedAttributes=members`)).headers.etag);
  });

  test('of a user changes with its groups where these are answered, and else does not', async () => {
    const { id, etag } = await hire();
    const { id: groupId } = await group('Editors', [id]);
    const within = await get(`/Users/${id}`);
    expect(versionOf(within.body)).toBe(within.headers.etag);
    expect(within.headers.etag).not.toBe(etag);
    expect((await get(`/Users/${id}?excludedAttributes=groups`)).headers.etag).toBe(etag);
    await scim.send('PATCH', `/Groups/${groupId}`, { body: replacing({ displayName: 'Authors' }) });
    expect((await get(`/Users/${id}`, { 'if-none-match': String(within.headers.etag) })).status).toBe(200);
    // Whoever kept an answer from before they were taken out of the group learns of it.
    const again = String((await get(`/Users/${id}`)).headers.etag);
    await scim.send('DELETE', `/Groups/${groupId}`);
    const after = await get(`/Users/${id}`, { 'if-none-match': again });
    expect([after.status, after.body?.groups, after.headers.etag]).toEqual([200, undefined, etag]);
  });
});

describe('If-None-Match', () => {
  test('is answered 304, without a body, to who has it already', async () => {
    const { id, etag } = await hire();
    const known = await get(`/Users/${id}`, { 'if-none-match': `W/"0", ${etag}` });
    expect([known.status, known.text, known.headers.etag]).toEqual([304, '', etag]);
    expect(known.headers['content-type']).toBeUndefined();
    await scim.send('PATCH', `/Users/${id}`, { body: replacing({ title: 'Chair' }) });
    expect((await get(`/Users/${id}`, { 'if-none-match': etag })).status).toBe(200);
    const { id: groupId, etag: groupTag } = await group('Readers', [id]);
    expect((await get(`/Groups/${groupId}`, { 'if-none-match': groupTag })).status).toBe(304);
    await scim.send('PATCH', `/Groups/${groupId}`, {
      body: { schemas: [patchSchema], Operations: [{ op: 'remove', path: 'members' }] },
    });
    expect((await get(`/Groups/${groupId}`, { 'if-none-match': groupTag })).status).toBe(200);
  });

  test.each(['Users', 'Groups'])('hides not that a member is gone from a group with its own of /%s', async (place) => {
    const { id } = place === 'Users' ? await hire() : await group('Within', []);
    const { id: groupId } = await group(`Holder of ${place}`, [id]);
    const before = await get(`/Groups/${groupId}`);
    await scim.send('DELETE', `/${place}/${id}`);
    const after = await get(`/Groups/${groupId}`, { 'if-none-match': String(before.headers.etag) });
    expect([after.status, after.body?.members]).toEqual([200, undefined]);
    const unheld = await get(`/Groups/${groupId}`, { 'if-none-match': String(after.headers.etag) });
    expect(unheld.status).toBe(304);
  });
});

describe('If-Match', () => {
  test.each(['PUT', 'PATCH', 'DELETE'])(
    'a %s of another version is refused with 412, and nothing is done',
    async (method) => {
      const { id, etag } = await hire();
      await scim.send('PATCH', `/Users/${id}`, { body: replacing({ title: 'Chair' }) });
      const before = await get(`/Users/${id}`);
      const body =
        method === 'DELETE'
          ? undefined
          : method === 'PUT'
            ? newUser('other@x.test', 'Board')
            : replacing({ active: false });
      const refused = await scim.send(method, `/Users/${id}`, { body, headers: { 'if-match': etag } });
      expect(refused.status).toBe(412);
      expect(refused.body).toMatchObject({
        schemas: [errorSchema],
        status: '412',
        detail: expect.stringContaining('version W/"2"'),
      });
      expect(refused.body).not.toHaveProperty('scimType');
      expect((await get(`/Users/${id}`)).text).toBe(before.text);
      const done = await scim.send(method, `/Users/${id}`, {
        body,
        headers: { 'if-match': String(before.headers.etag) },
      });
      expect(done.status).toBe(method === 'DELETE' ? 204 : 200);
    },
  );

  test('with the tag of an answer that held groups changes the user', async () => {
    const { id } = await hire();
    const { id: groupId } = await group('Writers', [id]);
    const etag = String((await get(`/Users/${id}`)).headers.etag);
    // What is done to the group is no change of the user.
    await scim.send('DELETE', `/Groups/${groupId}`);
    const answer = await scim.send('PATCH', `/Users/${id}`, {
      body: replacing({ active: false }),
      headers: { 'if-match': etag },
    });
    expect(answer.status).toBe(200);
  });

  test('of groups sees their members', async () => {
    const { id } = await hire();
    const { id: groupId, etag } = await group('Sellers', []);
    const add = { schemas: [patchSchema], Operations: [{ op: 'add', path: 'members', value: [{ value: id }] }] };
    expect((await scim.send('PATCH', `/Groups/${groupId}`, { body: add, headers: { 'if-match': etag } })).status).toBe(
      200,
    );
    expect((await scim.send('DELETE', `/Groups/${groupId}`, { headers: { 'if-match': etag } })).status).toBe(412);
    expect((await scim.send('DELETE', '/Groups/nobody', { headers: { 'if-match': '*' } })).status).toBe(404);
  });

  test('ETags are offered', async () => {
    expect((await get('/ServiceProviderConfig')).body).toMatchObject({ etag: { supported: true } });
  });
});
