import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { errorSchema, newUser, replacing } from '../support/scim.ts';
import { everything } from './rows.ts';

let engine: TestEngine;
let scim: TestSource;
let user: string;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('entra');
  const made = await scim.send('POST', '/Users', { body: newUser('ada@fabrikam.test', 'Sales') });
  user = `/Users/${made.body?.id}`;
});
afterAll(() => engine.close());

/** Somebody else holds our database, as a backup or a virus scanner does. @returns the function that lets go */
function lockDatabase(): () => void {
  const database = new Database(path.join(engine.data, 'footbridge.db'));
  database.exec('BEGIN IMMEDIATE');
  return () => database.close();
}

test('our own fault is 503 with Retry-After, changes nothing, and passes', async () => {
  const before = await everything(scim);
  const release = lockDatabase();
  const asked = [
    ['PATCH', user, replacing({ active: 'False' })],
    ['POST', '/Users', newUser('bob@fabrikam.test', 'Sales')],
  ] as const;
  for (const [method, at, body] of asked) {
    const answer = await scim.send(method, at, { body });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(answer.body).toEqual({
      schemas: [errorSchema],
      status: '503',
      detail: 'Footbridge could not answer just now; nothing was changed.',
    });
  }
  // What does not need to write is answered meanwhile, and bad input is still the sender's.
  expect(await everything(scim)).toEqual(before);
  expect((await scim.send('GET', '/Users?filter=oops')).status).toBe(400);
  release();

  const answers = [];
  for (const [method, at, body] of asked) answers.push((await scim.send(method, at, { body })).status);
  expect(answers).toEqual([200, 201]);
  expect((await scim.send('GET', user)).body).toMatchObject({ active: false });
  const failed = await until('both failures are listed', async () => {
    const { items } = await engine.client.call('exchange.list', { filter: { outcomes: ['failed'] } });
    return items.length === 2 && items;
  });
  for (const { summary, source } of failed) {
    expect(summary).toBe('Failed: Footbridge could not answer just now; nothing was changed.');
    expect(source?.id).toBe(scim.id);
  }
  // The reason is for whoever runs it, not for the IdP.
  expect(engine.log.filter((line) => line.includes('"level":"error"')).join('\n')).toMatch(
    /SQLITE_BUSY|database is locked/,
  );
}, 60_000);
