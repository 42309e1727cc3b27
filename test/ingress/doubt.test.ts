import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { newUser } from '../support/scim.ts';

/* What could be taken either way where somebody may keep access by it. */
let engine: TestEngine;
let scim: TestSource;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('generic');
});
afterAll(() => engine.close());

async function hire(name: string): Promise<string> {
  const { body } = await scim.send('POST', '/Users', { body: newUser(`${name}@a.example`, 'Sales') });
  return String(body?.id);
}

describe('“active” in two spellings', () => {
  const user = { ...newUser('ada@a.example', 'Sales'), active: true };

  test('with two values is refused, and nothing is changed', async () => {
    const id = await hire('ada');
    for (const body of [
      { ...user, Active: false },
      { ...user, 'urn:ietf:params:scim:schemas:core:2.0:User:active': false },
    ]) {
      const answer = await scim.send('PUT', `/Users/${id}`, { body });
      expect([answer.status, answer.body?.scimType]).toEqual([400, 'invalidSyntax']);
      expect(answer.body?.detail).toMatch(/“active” is sent twice/);
    }
    expect((await scim.send('GET', `/Users/${id}`)).body).toMatchObject({ active: true, meta: { version: 'W/"1"' } });
  });

  test('with one value is what it says', async () => {
    const id = await hire('bob');
    const body = { ...newUser('bob@a.example', 'Sales'), active: false, ACTIVE: false };
    expect((await scim.send('PUT', `/Users/${id}`, { body })).body?.active).toBe(false);
  });
});

test('a path that ends with a slash is the same without it, also for who leaves', async () => {
  const id = await hire('eve');
  expect((await scim.send('GET', '/Users/')).status).toBe(200);
  expect((await scim.send('GET', `/Users/${id}/`)).body?.id).toBe(id);
  expect((await scim.send('DELETE', `/Users/${id}/`)).status).toBe(204);
  expect((await scim.send('GET', `/Users/${id}`)).status).toBe(404);
});
