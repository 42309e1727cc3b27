import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { migrate } from '../../electron/engine/store/migrate.ts';
import { migrations } from '../../electron/engine/store/migrations/list.ts';
import { countHeldRemovals, listHeldRemovals } from '../../electron/engine/store/removal.ts';
import { transaction } from '../../electron/engine/store/sql.ts';
import { reopen, testFolder } from './database.ts';

const BEFORE = 8;
const DELIVERIES = 100_000;
const has = (active: boolean, ...roles: string[]) => JSON.stringify({ active, login: 'x', attributes: {}, roles });

/** [what, confirmed, wanted, whether it is settled, whether something is to be taken] */
const cases: [string, string | null, string, boolean, boolean][] = [
  ['a leaver', has(true, 'r'), has(false), false, true],
  ['a leaver who is out', has(false), has(false), true, false],
  ['a leaver who is out, with a role left', has(false, 'r'), has(false), false, true],
  ['a role to be taken', has(true, 'r', 's'), has(true, 'r'), false, true],
  ['a role to be given', has(true, 'r'), has(true, 'r', 's'), false, false],
  ['a new one', null, has(true, 'r'), false, false],
];

/** A database as the program before this migration left it; every delivery has an old cause and one that takes. */
function formerDatabase(): string {
  const file = databaseFile(testFolder('former'));
  const connection = new Database(file);
  connection.function('searchable', { deterministic: true }, (text) => String(text));
  connection.function('fold', { deterministic: true }, (text) => String(text));
  const former = migrations.filter(({ version }) => version <= BEFORE);
  migrate(connection, former, null);
  connection.exec(`INSERT INTO app (pk, id, unique_name, name, state, target, roles, guard_people, guard_percent, created_at)
    VALUES (1, 'a1', 'Wiki', 'Wiki', 'on', '{}', '[]', 5, 10, 1)`);
  const person = connection.prepare(`INSERT INTO person (pk, id, name, created_at) VALUES (@pk, 'p' || @pk, 'x', 1)`);
  const account = connection.prepare(
    `INSERT INTO account (pk, id, app_pk, person_pk, state, created_at) VALUES (@pk, 'c' || @pk, 1, @pk, 'active', 1)`,
  );
  const delivery = connection.prepare(
    `INSERT INTO delivery (pk, account_pk, app_pk, wanted, confirmed, generation, confirmed_generation, due_at, failures)
     VALUES (@pk, @pk, 1, @wanted, @confirmed, 3, @reached, 7, 0)`,
  );
  const cause = connection.prepare(
    `INSERT INTO delivery_cause (delivery_pk, generation, decisions, removal, parked, at) VALUES (?, ?, '[]', ?, 0, ?)`,
  );
  connection.transaction(() => {
    for (const [index, [, confirmed, wanted, settled]] of cases.entries()) {
      const pk = index + 1;
      person.run({ pk });
      account.run({ pk });
      delivery.run({ pk, wanted, confirmed, reached: settled ? 3 : 1 });
      cause.run(pk, 1, 0, 10);
      cause.run(pk, 2, 1, 20 + pk);
      cause.run(pk, 3, 1, 1000);
    }
    for (let pk = cases.length + 1; pk <= DELIVERIES; pk++) {
      person.run({ pk });
      account.run({ pk });
      delivery.run({ pk, wanted: has(true, 'r'), confirmed: null, reached: 1 });
    }
  })();
  connection.close();
  return file;
}

test('since when something is to be taken is known of former deliveries, and found at once among 100,000', () => {
  const { db, close } = reopen(formerDatabase());
  onTestFinished(close);
  const expected = cases.flatMap(([, , , , taken], index) => (taken ? [[index + 1, 21 + index]] : []));
  const started = performance.now();
  const held = listHeldRemovals(db, null, 100);
  expect(countHeldRemovals(db)).toEqual({ people: 3, accounts: 3, since: 21 });
  expect(performance.now() - started).toBeLessThan(50);
  expect(held.map(({ pk, removal_since }) => [pk, removal_since])).toEqual(expected);

  // Whoever writes it: what is confirmed ends it, what is wanted begins it, with its newest cause.
  const set = (pk: number, column: 'confirmed' | 'wanted', value: string | null) =>
    transaction(db, (writable) =>
      writable.connection.prepare(`UPDATE delivery SET ${column} = ? WHERE pk = ?`).run(value, pk),
    );
  const since = () => listHeldRemovals(db, null, 100).map(({ pk, removal_since }) => [pk, removal_since]);
  set(1, 'confirmed', has(false, 'r'));
  expect(since(), 'a role is left').toEqual(expected);
  set(1, 'confirmed', has(false));
  set(3, 'confirmed', null);
  expect(since(), 'out, and gone').toEqual([[4, 24]]);
  set(5, 'wanted', has(false));
  expect(since()).toEqual([
    [4, 24],
    [5, 1000],
  ]);
  set(5, 'wanted', has(true, 'r'));
  expect(since(), 'taken back').toEqual([[4, 24]]);
});
