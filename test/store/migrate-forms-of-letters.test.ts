import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { migrate } from '../../electron/engine/store/migrate.ts';
import { migrations } from '../../electron/engine/store/migrations/list.ts';
import { findUserByName } from '../../electron/engine/store/user.ts';
import { reopen, testFolder } from './database.ts';

const BEFORE = 6;

/** A database as the program before this migration left it: names folded by their case alone. */
function formerDatabase(userNames: readonly string[]): string {
  const file = databaseFile(testFolder('former'));
  const connection = new Database(file);
  connection.function('searchable', { deterministic: true }, (text) => String(text));
  migrate(
    connection,
    migrations.filter(({ version }) => version <= BEFORE),
    null,
  );
  connection.exec(`INSERT INTO source (pk, id, key, name, dialect, rate, created_at)
    VALUES (1, 's1', 'k1', 'Entra', 'entra', 0, 1)`);
  for (const [index, userName] of userNames.entries()) {
    connection
      .prepare('INSERT INTO person (pk, id, name, created_at) VALUES (?, ?, ?, 1)')
      .run(index, `p${index}`, 'x');
    connection
      .prepare(
        `INSERT INTO user_resource (id, source_pk, person_pk, user_name_folded, display_name_folded, active, body,
           version, created_at, modified_at) VALUES (?, 1, ?, ?, ?, 1, '{}', 1, 1, 1)`,
      )
      .run(`u${index}`, index, userName, userName);
  }
  connection.close();
  return file;
}

test('names that were kept in another form are found again', () => {
  const { db, close } = reopen(formerDatabase(['zoe\u0308', 'plain', '\uff41da']));
  onTestFinished(close);
  expect(['zo\u00eb', 'plain', 'ada'].map((name) => findUserByName(db, 1, name)?.id)).toEqual(['u0', 'u1', 'u2']);
  expect(findUserByName(db, 1, 'zoe\u0308')).toBeUndefined();
  expect(findUserByName(db, 1, 'ada')?.display_name_folded).toBe('ada');
});

test('two names that are one by now stay two, and stop nobody from starting', () => {
  const { db, close } = reopen(formerDatabase(['zo\u00eb', 'zoe\u0308']));
  onTestFinished(close);
  expect(findUserByName(db, 1, 'zo\u00eb')?.id).toBe('u0');
  expect(findUserByName(db, 1, 'zoe\u0308')?.id).toBe('u1');
});
