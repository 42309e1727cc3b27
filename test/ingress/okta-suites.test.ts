import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { type Body, core, expectError, patch, resources } from './suites.ts';

/* What Okta's SPEC and CRUD tests check of a server, in their words, and what they leave out. */

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

describe('Okta’s SPEC and CRUD tests', () => {
  let scim: TestSource;
  const newOne = () => ({
    schemas: [core],
    userName: `runscope.${randomUUID()}@okta.test`,
    name: { givenName: 'Runscope', familyName: 'Test' },
    emails: [{ primary: true, value: `${randomUUID()}@okta.test`, type: 'work' }],
    displayName: 'Runscope Test',
    locale: 'en-US',
    externalId: randomUUID(),
    groups: [],
    password: 'Placeholder-1',
    active: true,
  });
  beforeAll(async () => {
    scim = await engine.addSource('okta');
    for (let made = 0; made < 3; made += 1) await scim.send('POST', '/Users', { body: newOne() });
  });

  test('a list of one: numbers are numbers, and its first user is whole', async () => {
    const { status, body } = await scim.send('GET', '/Users?startIndex=1&count=1');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      itemsPerPage: 1,
      startIndex: 1,
      totalResults: expect.any(Number),
    });
    const [first] = (body as { Resources: readonly Body[] }).Resources;
    expect(first).toMatchObject({
      id: expect.stringMatching(/./),
      name: { familyName: expect.stringMatching(/./), givenName: expect.stringMatching(/./) },
      userName: expect.stringMatching(/./),
      active: expect.any(Boolean),
      emails: [{ value: expect.stringMatching(/@/) }],
    });
    const { body: one, status: got } = await scim.send('GET', `/Users/${first?.id}`);
    expect([got, one?.id]).toEqual([200, first?.id]);
  });

  test('who is not there is not found, in words', async () => {
    const absent = await scim.send(
      'GET',
      `/Users?filter=${encodeURIComponent(`userName eq "${randomUUID()}@abc.com"`)}`,
    );
    expect([absent.status, absent.body?.totalResults]).toEqual([200, 0]);
    expectError(await scim.send('GET', `/Users/${randomUUID()}`), 404);
    expectError(await scim.send('GET', '/Users/00919288221112222'), 404);
  });

  test('a user is created, read, refused a second time and found in another case', async () => {
    const body = newOne();
    const made = await scim.send('POST', '/Users', {
      body,
      headers: { 'content-type': 'application/scim+json; charset=utf-8' },
    });
    expect([made.status, made.body]).toMatchObject([201, { active: true, userName: body.userName, name: body.name }]);
    expect(made.text).not.toContain('Placeholder-1');
    expect((await scim.send('GET', `/Users/${made.body?.id}`)).body).toMatchObject({
      id: made.body?.id,
      userName: body.userName,
    });
    expectError(await scim.send('POST', '/Users', { body }), 409);
    const upper = encodeURIComponent(`userName eq "${body.userName.toUpperCase()}"`);
    expect(resources(await scim.send('GET', `/Users?filter=${upper}`))).toHaveLength(1);
  });

  test('groups are listed soon', async () => {
    const took: number[] = [];
    for (let asked = 0; asked < 5; asked += 1) {
      const before = performance.now();
      expect((await scim.send('GET', '/Groups?startIndex=1&count=100')).status).toBe(200);
      took.push(performance.now() - before);
    }
    expect(Math.min(...took)).toBeLessThan(600);
  });

  test('whoever has no token gets nothing, in words', async () => {
    for (const authorization of [null, 'non-token', 'Bearer 1234567890', 'Basic Zm9vOmJhcg=='])
      expectError(await scim.send('GET', '/Users', { headers: { authorization } }), 401);
  });

  test('a life: assigned, updated, deactivated and back, as a reader sees it', async () => {
    const body = newOne();
    const { body: made } = await scim.send('POST', '/Users', { body });
    const path = `/Users/${made?.id}`;
    const { password: _, ...profile } = body;
    const put = async (more: object) => {
      const { status } = await scim.send('PUT', path, { body: { ...profile, id: made?.id, ...more } });
      expect(status).toBe(200);
      return (await scim.send('GET', path)).body;
    };
    expect(await put({ name: { givenName: 'Another', familyName: 'Test' } })).toMatchObject({
      name: { givenName: 'Another' },
      active: true,
    });
    expect(await put({ active: false })).toMatchObject({ active: false, userName: body.userName });
    const filter = encodeURIComponent(`userName eq "${body.userName}"`);
    expect(resources(await scim.send('GET', `/Users?filter=${filter}`))).toMatchObject([
      { id: made?.id, active: false },
    ]);
    expect(await put({ active: true })).toMatchObject({ id: made?.id, active: true });
    // The catalogue's way of the same.
    for (const active of [false, true]) {
      const { body: answered } = await scim.send('PATCH', path, { body: patch({ op: 'replace', value: { active } }) });
      expect(answered?.active).toBe(active);
    }
  });
});
