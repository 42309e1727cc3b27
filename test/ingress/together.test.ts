import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkChain } from '../../electron/engine/audit/chain.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { newUser } from '../support/scim.ts';

/*
 * Requests that come at the same time share a transaction. Whoever is refused among them is refused alone, and leaves
 * no trace but the exchange that tells of it.
 */
let engine: TestEngine;
let scim: TestSource;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('generic');
});
afterAll(() => engine.close());

const COUNT = 40;
const userName = (index: number) => `user.${index}@example.com`;

async function userNames(): Promise<string[]> {
  const { body } = await scim.send('GET', '/Users?count=100');
  const users = body?.Resources as readonly { readonly userName: string }[] | undefined;
  return (users ?? []).map((user) => user.userName);
}

test('of requests that come together each is answered by itself', async () => {
  const expected = Array.from({ length: COUNT }, (_, index) =>
    index % 4 === 1 ? 409 : index % 4 === 2 ? 404 : index % 4 === 3 ? 400 : 201,
  );
  await scim.send('POST', '/Users', { body: newUser('taken@example.com', 'Sales') });
  const answers = await Promise.all(
    expected.map((status, index) => {
      if (status === 404) return scim.send('DELETE', `/Users/nobody-${index}`);
      if (status === 400) return scim.send('POST', '/Users', { body: { displayName: 'without a userName' } });
      return scim.send('POST', '/Users', {
        body: newUser(status === 409 ? 'taken@example.com' : userName(index), 'Sales'),
      });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(expected);

  const names = await userNames();
  const created = expected.flatMap((status, index) => (status === 201 ? [userName(index)] : []));
  expect(names.toSorted()).toEqual([...created, 'taken@example.com'].toSorted());

  const database = new Database(path.join(engine.data, 'footbridge.db'), { readonly: true });
  const count = (text: string) => database.prepare<[], number>(text).pluck().get();
  await until(
    'all of them are listed',
    () => count('SELECT count(*) FROM exchange WHERE duration_us >= 0') === COUNT + 2,
  );
  // Each that was done has its change, its entry in the audit log, and nobody who was refused has either.
  expect(count('SELECT count(*) FROM change')).toBe(created.length + 1);
  expect(count('SELECT count(*) FROM exchange WHERE changed = 1')).toBe(created.length + 1);
  expect(count('SELECT count(*) FROM person')).toBe(created.length + 1);
  const entries = count("SELECT count(*) FROM audit WHERE kind = 'exchange'");
  expect(entries).toBe(created.length + 1);
  expect(checkChain({ connection: database, slow: () => undefined }).brokenAt).toBeNull();
  database.close();
});

test('a stop answers what was asked before it', async () => {
  const asked = Array.from({ length: 20 }, (_, index) =>
    scim.send('POST', '/Users', { body: newUser(`late.${index}@example.com`, 'Sales') }).catch(() => null),
  );
  await asked[0];
  await engine.stop();
  const answers = await Promise.all(asked);
  const database = new Database(path.join(engine.data, 'footbridge.db'), { readonly: true });
  const stored = database.prepare<[], string>('SELECT user_name_folded FROM user_resource').pluck().all();
  database.close();
  for (const [index, answer] of answers.entries())
    if (answer?.status === 201) expect(stored).toContain(`late.${index}@example.com`);
  expect(answers[0]?.status).toBe(201);
});
