import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { recountRolesOfApp, relist } from '../../electron/engine/store/listed.ts';
import { migrate } from '../../electron/engine/store/migrate.ts';
import { ground } from '../../electron/engine/store/migrations/001-ground.ts';
import { type ReadDb, transaction } from '../../electron/engine/store/sql.ts';
import { reopen, testFolder } from './database.ts';

/** A company's first weeks as the first version kept them: joiners, leavers, a return, groups, everything that asks. */
const rows = readFileSync(new URL('../fixtures/store-1.sql', import.meta.url), 'utf8');

function formerDatabase(): string {
  const file = databaseFile(testFolder('first'));
  const connection = new Database(file);
  migrate(connection, [ground], null);
  connection.pragma('foreign_keys = OFF');
  connection.exec(rows);
  expect(connection.pragma('foreign_key_check')).toEqual([]);
  connection.close();
  return file;
}

const all = (db: ReadDb, text: string): unknown[] => db.connection.prepare(text).raw().all();
const listed = (db: ReadDb) => all(db, 'SELECT pk, name_folded, search, state, left_at, roles FROM person ORDER BY pk');

test('people, groups and work items of the first version are listed as if they had always been', () => {
  const { db, close } = reopen(formerDatabase());
  onTestFinished(close);
  expect(db.connection.pragma('foreign_key_check')).toEqual([]);
  const people = all(
    db,
    'SELECT substr(name_folded, 1), state, left_at IS NOT NULL, roles FROM person ORDER BY name_folded',
  );
  expect(people).toEqual([
    ['person ada', 'active', 0, 1],
    ['person bob', 'inactive', 1, 0],
    ['person cyd', 'gone', 1, 0],
    ['person eve', 'active', 0, 1],
    ['person idle', 'active', 0, 0],
    ['person known', 'active', 0, 1],
    ['person l1', 'active', 0, 0],
    ['person l2', 'active', 0, 0],
    ['person l3', 'active', 0, 0],
    ['zoe dee', 'inactive', 0, 0],
  ]);
  expect(all(db, "SELECT search FROM person WHERE name_folded = 'zoe dee'")).toEqual([
    ['zoe dee\ndee@example.com\ndee@example.com'],
  ]);
  // The same as the program keeps it from now on.
  const before = listed(db);
  transaction(db, (writable) => {
    for (const [pk] of all(db, 'SELECT pk FROM person') as [number][]) relist(writable, pk);
    for (const [pk] of all(db, 'SELECT pk FROM app') as [number][]) recountRolesOfApp(writable, pk);
  });
  expect(listed(db)).toEqual(before);

  expect(
    all(
      db,
      `SELECT json_extract(u.body, '$.userName'), c.label, m.joined FROM membership_change m JOIN change c ON c.pk = m.change_pk
       JOIN user_resource u ON u.pk = m.user_pk ORDER BY c.pk, m.joined DESC, u.pk`,
    ),
  ).toEqual([
    ['ada@example.com', 'Wiki Editors', 1],
    ['bob@example.com', 'Wiki Editors', 1],
    ['ada@example.com', 'Gone', 1],
    ['eve@example.com', 'Gone', 1],
    ['bob@example.com', 'Wiki Editors', 0],
    ['cyd@example.com', 'Wiki Editors', 1],
    ['ada@example.com', 'Gone', 0],
    ['eve@example.com', 'Gone', 0],
  ]);
  expect(all(db, 'SELECT kind, app_pk FROM work_item ORDER BY pk')).toEqual([
    ['conflict', 1],
    ['doubt', null],
    ['doubt', 1],
    ['guard', 1],
  ]);
  expect(all(db, 'SELECT count(*) FROM operation WHERE app_pk IS NOT 1')).toEqual([[0]]);
});
