import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { findAppByName, listApps, removeApp } from '../../electron/engine/store/app.ts';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { migrate } from '../../electron/engine/store/migrate.ts';
import { migrations } from '../../electron/engine/store/migrations/list.ts';
import { transaction } from '../../electron/engine/store/sql.ts';
import { reopen, testFolder } from './database.ts';

const BEFORE = 2;

/** A database as the program before this migration left it, with apps and what refers to them. */
function formerDatabase(): string {
  const file = databaseFile(testFolder('former'));
  const connection = new Database(file);
  connection.pragma('foreign_keys = ON');
  connection.function('searchable', { deterministic: true }, (text) => String(text));
  migrate(
    connection,
    migrations.filter(({ version }) => version <= BEFORE),
    null,
  );
  const columns = 'id, name, state, target, roles, guard_people, guard_percent, created_at';
  connection.exec(`
    INSERT INTO app (${columns}) VALUES ('a1', 'Team Wiki', 'on', '{}', '["reader"]', 5, 10, 1);
    INSERT INTO app (${columns}) VALUES ('a2', 'Büro', 'observing', '{}', '[]', 7, 20, 2);
    INSERT INTO snapshot (id, app_pk, body, reason, created_at) VALUES ('s1', 1, '{}', 'added', 1), ('s2', 2, '{}', 'added', 2);
    UPDATE app SET snapshot_pk = pk;
  `);
  connection.close();
  return file;
}

test('apps keep everything, and a removed one frees its name', () => {
  const file = formerDatabase();
  const { db, close } = reopen(file);
  onTestFinished(close);
  expect(db.connection.pragma('foreign_key_check')).toEqual([]);
  expect(
    listApps(db).map(({ name, state, removed_at, guard_people }) => [name, state, removed_at, guard_people]),
  ).toEqual([
    ['Team Wiki', 'on', null, 5],
    ['Büro', 'observing', null, 7],
  ]);
  expect(findAppByName(db, 'BÜRO')?.id).toBe('a2');
  const again = (id: string) => {
    transaction(db, (writable) => {
      writable.connection
        .prepare(
          `INSERT INTO app (id, unique_name, name, state, target, roles, guard_people, guard_percent, created_at)
           VALUES (?, 'Team Wiki', 'Team Wiki', 'observing', '{}', '[]', 5, 10, 3)`,
        )
        .run(id);
    });
  };
  expect(() => again('a3')).toThrow('UNIQUE');
  transaction(db, (writable) => removeApp(writable, 1, 4));
  again('a3');
  expect(listApps(db).map(({ id }) => id)).toEqual(['a2']);
  expect(findAppByName(db, 'Team Wiki')?.id).toBe('a3');
});
