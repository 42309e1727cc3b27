import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { migrate } from '../../electron/engine/store/migrate.ts';
import { migrations } from '../../electron/engine/store/migrations/list.ts';
import { reopen, testFolder } from './database.ts';

const BEFORE = 7;

interface Former {
  readonly wanted: object;
  readonly confirmed: object | null;
  readonly isConfirmed?: boolean;
  readonly isUnknown?: boolean;
}

/** A database as the program before this migration left it, with these deliveries under way. */
function formerDatabase(deliveries: readonly Former[]): string {
  const file = databaseFile(testFolder('former'));
  const connection = new Database(file);
  connection.function('searchable', { deterministic: true }, (text) => String(text));
  connection.function('fold', { deterministic: true }, (text) => String(text));
  migrate(
    connection,
    migrations.filter(({ version }) => version <= BEFORE),
    null,
  );
  connection.exec(`INSERT INTO app (pk, id, unique_name, name, state, target, roles, guard_people, guard_percent, created_at)
    VALUES (1, 'a1', 'Wiki', 'Wiki', 'on', '{}', '[]', 5, 10, 1)`);
  for (const [index, { wanted, confirmed, isConfirmed, isUnknown }] of deliveries.entries()) {
    const pk = index + 1;
    connection.exec(`INSERT INTO person (pk, id, name, created_at) VALUES (${pk}, 'p${pk}', 'x', 1);
      INSERT INTO account (pk, id, app_pk, person_pk, state, created_at) VALUES (${pk}, 'c${pk}', 1, ${pk}, 'active', 1)`);
    connection
      .prepare(
        `INSERT INTO delivery (pk, account_pk, app_pk, wanted, confirmed, generation, confirmed_generation, due_at, failures)
         VALUES (?, ?, 1, ?, ?, 2, ?, ?, 0)`,
      )
      .run(
        pk,
        pk,
        JSON.stringify(wanted),
        confirmed === null ? null : JSON.stringify(confirmed),
        isConfirmed ? 2 : 1,
        isConfirmed ? null : 7,
      );
    if (isUnknown)
      connection.exec(`INSERT INTO operation (pk, id, delivery_pk, app_pk, verb, summary, state, generation, created_at)
          VALUES (${pk}, 'o${pk}', ${pk}, 1, 'create', 'x', 'waiting', 2, 1);
        INSERT INTO intent (operation_pk, body, at) VALUES (${pk}, '{}', 1)`);
  }
  connection.close();
  return file;
}

test('what takes access away, or may have to, is urgent from then on; nothing else is', () => {
  const has = (active: boolean, ...roles: string[]) => ({ active, login: 'x', attributes: {}, roles });
  const cases: [string, Former, 0 | 1][] = [
    ['a leaver', { confirmed: has(true, 'r'), wanted: has(false) }, 1],
    ['a role less', { confirmed: has(true, 'r', 's'), wanted: has(true, 's') }, 1],
    ['a role more', { confirmed: has(true, 'r'), wanted: has(true, 'r', 's') }, 0],
    ['somebody new', { confirmed: null, wanted: has(true, 'r') }, 0],
    ['a return', { confirmed: has(false), wanted: has(true) }, 0],
    ['a leaver who is gone', { confirmed: has(false), wanted: has(false), isConfirmed: true }, 0],
    ['somebody who may have been made', { confirmed: null, wanted: has(true), isUnknown: true }, 1],
  ];
  const { db, close } = reopen(formerDatabase(cases.map(([, former]) => former)));
  onTestFinished(close);
  const rows = db.connection.prepare('SELECT urgent FROM delivery ORDER BY pk').all() as { urgent: number }[];
  expect(rows.map(({ urgent }, index) => [cases[index]?.[0], urgent])).toEqual(
    cases.map(([what, , urgent]) => [what, urgent]),
  );
  expect(db.connection.prepare('SELECT delivery FROM app').get()).toEqual({ delivery: '{}' });
});
