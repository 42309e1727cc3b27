import { createHash } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../support/engine.ts';
import { newUser } from '../support/scim.ts';

/** Every digest in a database, in hexadecimal. */
function digestsIn(data: string): ReadonlySet<string> {
  const database = new Database(path.join(data, 'footbridge.db'), { readonly: true });
  const found = database.prepare(
    'SELECT lower(hex(digest)) FROM audit UNION ALL SELECT lower(hex(body_digest)) FROM exchange',
  );
  const digests = new Set(found.pluck().all() as string[]);
  database.close();
  return digests;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('no digest lets anybody try passwords, and without one it is that of the body as it came', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const idp = await engine.addSource('okta');
  const secret = JSON.stringify({ ...newUser('ada@example.com', 'Sales'), password: 'winter26' });
  const open = JSON.stringify(newUser('bob@example.com', 'Sales'));
  for (const body of [secret, open]) expect(await idp.send('POST', '/Users', { body })).toMatchObject({ status: 201 });
  await engine.stop();
  const digests = digestsIn(engine.data);
  const both = (body: string) => [digests.has(sha256(body)), digests.has(sha256(`POST /Users\n${body}`))];
  expect(both(open)).toEqual([true, true]);
  expect(both(secret)).toEqual([false, false]);
  expect(both(secret.replace('winter26', '[redacted]'))).toEqual([true, true]);
});

test.each(['passwd', 'pwd', 'userPassword', 'passphrase', 'client_secret'])(
  '%s is redacted like a password',
  async (name) => {
    const engine = await startEngine();
    onTestFinished(() => engine.close());
    const idp = await engine.addSource('okta');
    const body = { ...newUser('ada@example.com', 'Sales'), [name]: 'Canary-1' };
    expect(await idp.send('POST', '/Users', { body })).toMatchObject({ status: 201 });
    await idp.send('GET', `/Users?${name}=Canary-2&authorization=Canary-3`);
    await engine.restart();
    const { items } = await engine.client.call('exchange.list', {});
    const shown = await Promise.all(items.map((item) => engine.client.call('exchange.get', { id: item.id })));
    expect(shown).toHaveLength(2);
    expect(JSON.stringify(shown)).not.toContain('Canary');
  },
);
