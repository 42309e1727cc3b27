import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { countSightings, type SeenExchange } from '../../electron/engine/sightings.ts';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { migrate } from '../../electron/engine/store/migrate.ts';
import { migrations } from '../../electron/engine/store/migrations/list.ts';
import { sightingsOf } from '../../electron/engine/store/sighting.ts';
import { transaction } from '../../electron/engine/store/sql.ts';
import { reopen, testFolder, testStore } from './database.ts';

const BEFORE = 3;
const addSource = `INSERT INTO source (pk, id, key, name, dialect, rate, created_at)
  VALUES (1, 's1', 'k1', 'Entra', 'entra', 0, 1), (2, 's2', 'k2', 'Okta', 'okta', 0, 1)`;

/** A database as the program before this migration left it, with these exchanges. */
function formerDatabase(exchanges: readonly (SeenExchange & { readonly isWhole: boolean })[]): string {
  const file = databaseFile(testFolder('former'));
  const connection = new Database(file);
  connection.pragma('foreign_keys = ON');
  connection.function('searchable', { deterministic: true }, (text) => String(text));
  migrate(
    connection,
    migrations.filter(({ version }) => version <= BEFORE),
    null,
  );
  connection.exec(addSource);
  const add = connection.prepare(
    `INSERT INTO exchange (id, at, source_pk, method, path, status, duration_us, summary, notes, note_count, changed)
     VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, ?, 0)`,
  );
  for (const { id, at, sourcePk, method, path, status, notes, isWhole } of exchanges)
    add.run(id, at, sourcePk, method, path, status, isWhole ? 1 : -1, JSON.stringify(notes), notes.length);
  connection.close();
  return file;
}

const exchange = fc.record({
  sourcePk: fc.constantFrom(1, 2, null),
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
  place: fc.constantFrom(
    '/',
    '',
    '/Users',
    '/Users/',
    '/Groups',
    '/Users/1',
    '/Groups/.search',
    '/.search',
    '/.search/',
    '/.search/x',
    '/Users/.search',
    '/Users/1/2',
    '/Users//2',
    '/Usersx/1',
    '/ServiceProviderConfig',
    '/ServiceProviderConfigs',
    '/Schemas/urn:x',
    '/Schemas/',
    '/ResourceTypes',
    '/Me',
    '/Bulk',
    '/Devices/1',
  ),
  query: fc.constantFrom('', '?filter=x', '?count=1&filter=x', '?xfilter=x', '?a=/Users/1', '?'),
  status: fc.constantFrom(200, 400, 401, 404, 429),
  notes: fc.array(fc.constantFrom('boolean as text', 'password', 'no operations'), { maxLength: 4 }),
  isWhole: fc.boolean(),
});

test('what was kept before is counted as it is counted from now on, once for each request', () => {
  fc.assert(
    fc.property(fc.array(exchange, { maxLength: 20 }), (told) => {
      const exchanges = told.map(({ place, query, notes, ...more }, position) => ({
        ...more,
        id: `e${position}`,
        at: 1000 + position,
        path: `${place}${query}`,
        // Only what was let in has notes.
        notes: more.status === 200 ? notes.map((normaliser) => ({ normaliser, text: 'x' })) : [],
        headers: {},
        requestBody: null,
        responseBody: null,
      }));
      const migrated = reopen(formerDatabase(exchanges));
      const counted = testStore();
      try {
        counted.db.connection.exec(addSource);
        for (const one of exchanges.filter(({ isWhole }) => isWhole))
          counted.db.connection
            .prepare(
              `INSERT INTO exchange (id, at, method, path, status, duration_us, summary, notes, note_count, changed)
               VALUES (?, 1, '', '', 1, 1, '', '', 0, 0)`,
            )
            .run(one.id);
        const whole = exchanges.filter(({ isWhole }) => isWhole);
        transaction(counted.db, (db) => countSightings(db, whole, randomUUID));
        for (const sourcePk of [1, 2])
          expect(sightingsOf(migrated.db, sourcePk)).toEqual(sightingsOf(counted.db, sourcePk));
      } finally {
        migrated.close();
        counted.close();
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('the tables refer to nothing that is not there', () => {
  const { db, close } = reopen(formerDatabase([]));
  onTestFinished(close);
  expect(db.connection.pragma('foreign_key_check')).toEqual([]);
  expect(sightingsOf(db, 1)).toEqual([]);
});
