import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { settled } from '../support/engine-until.ts';
import { addWiki, type Wiki } from '../support/engine-wiki.ts';
import { newUser } from '../support/scim.ts';

/** Begins a transaction that does not fit in memory, so that half of it stands in the file, and ends at once. */
const dieInTheMiddle = `
  const Database = require('better-sqlite3');
  const database = new Database(process.argv[1]);
  database.pragma(process.argv[2]);
  database.pragma('cache_size = 2');
  database.exec('BEGIN IMMEDIATE');
  database.exec("UPDATE users SET enabled = 0, full_name = 'half written'");
  const insert = database.prepare('INSERT INTO users (username, full_name) VALUES (?, ?)');
  for (let n = 0; n < 500; n++) insert.run('stranger-' + n, 'x'.repeat(500));
  process.kill(process.pid, 'SIGKILL');
`;

describe.each([
  ['a journal', 'journal_mode = DELETE', '-journal'],
  ['a write-ahead log', 'journal_mode = WAL', '-wal'],
])('an app that was killed while it wrote, leaving %s', (_what, mode, suffix) => {
  let engine: TestEngine;
  let scim: TestSource;
  let wiki: Wiki;
  beforeEach(async () => {
    engine = await startEngine();
    ({ wiki } = await addWiki(engine.client, engine.data));
    scim = await engine.addSource('entra');
  });
  afterEach(() => engine.close());

  test('is delivered to as if nothing of it had been written', async () => {
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const killed = () =>
      execFileSync(process.execPath, ['-e', dieInTheMiddle, wiki.file, mode], { cwd, stdio: 'pipe' });
    expect(killed).toThrow();
    expect(existsSync(`${wiki.file}${suffix}`)).toBe(true);
    // Somebody tidied up the shared memory of the log: it is made again by whoever may write.
    rmSync(`${wiki.file}-shm`, { force: true });

    await scim.send('POST', '/Users', { body: newUser('ada@fabrikam.test', 'Sales') });
    await settled(engine.client, 5_000);
    expect(wiki.account('ada@fabrikam.test')).toMatchObject({ enabled: true, roles: ['reader'] });
    expect(wiki.account('wiki-admin')).toMatchObject({ enabled: true });
    expect(wiki.account('stranger-0')).toBeUndefined();
  });
});
