import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { putSetting } from '../../electron/engine/store/setting.ts';
import { createSharedTransactions, type Memory } from '../../electron/engine/store/sharedTransaction.ts';
import { runOne, sql, type WriteDb } from '../../electron/engine/store/sql.ts';
import { testSeed } from '../support/seed.ts';
import { testStore } from './database.ts';

/** What remembers names, as something beside the database does. */
function createNames(): Memory & { readonly names: readonly string[]; add(name: string): void } {
  const names: string[] = [];
  return {
    names,
    add: (name) => void names.push(name),
    mark() {
      const { length } = names;
      return () => void names.splice(length);
    },
    keep: () => undefined,
  };
}

const notes = sql('note', "INSERT INTO setting (key, value) VALUES (?, 'noted')");
const orphan = sql('orphan', "INSERT INTO token (source_pk, hash, last_four, created_at) VALUES (99, x'', '', 0)");

function stage() {
  const { db, file } = testStore();
  // What is committed, as another process sees it.
  const outside = new Database(file, { readonly: true });
  onTestFinished(() => void outside.close());
  const all = outside.prepare<[], { key: string }>("SELECT key FROM setting WHERE value = 'noted' ORDER BY rowid");
  const memory = createNames();
  let elapsed = 0;
  return {
    db,
    file,
    memory,
    transactions: createSharedTransactions(db, memory, () => elapsed),
    /** Lets time pass, in milliseconds. */
    pass: (ms: number) => {
      elapsed += ms;
    },
    committed: () => all.all().map(({ key }) => key),
    note(writable: WriteDb, name: string): void {
      runOne(writable, notes, [name]);
      memory.add(name);
    },
  };
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe('transactions that are shared', () => {
  it('commit once what came in the same turn, and tell nobody before that', async () => {
    const { transactions, committed, note } = stage();
    const all = names(10);
    const seen = await Promise.all(
      all.map(async (name) => {
        const before = await transactions.run((db) => {
          note(db, name);
          return committed().length;
        });
        return { before, after: committed().length };
      }),
    );
    expect(seen).toEqual(all.map(() => ({ before: 0, after: 10 })));
    expect(committed()).toEqual(all);
  });

  it('take so many at a time, in the order in which they came', async () => {
    const { transactions, committed, note } = stage();
    const all = names(150);
    const seen = await Promise.all(
      all.map((name) =>
        transactions.run((db) => {
          note(db, name);
          return committed().length;
        }),
      ),
    );
    expect([...new Set(seen)]).toEqual([0, 64, 128]);
    expect(committed()).toEqual(all);
  });

  it('take in nothing more once they have lasted long', async () => {
    const { transactions, committed, note, pass } = stage();
    const all = names(10);
    const seen = await Promise.all(
      all.map((name) =>
        transactions.run((db) => {
          note(db, name);
          pass(6);
          return committed().length;
        }),
      ),
    );
    expect(seen).toEqual([0, 0, 0, 0, 4, 4, 4, 4, 8, 8]);
    expect(committed()).toEqual(all);
  });

  it('do not keep waiting who is alone', async () => {
    const { transactions, committed, note } = stage();
    void transactions.run((db) => note(db, 'alone'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(committed()).toEqual(['alone']);
  });

  it('are done at once when they are flushed', () => {
    const { transactions, committed, note } = stage();
    for (const name of names(70)) void transactions.run((db) => note(db, name));
    transactions.flush();
    expect(committed()).toEqual(names(70));
  });

  it('that cannot begin are refused together, and the next ones go', async () => {
    const { db, file, memory, transactions, committed, note } = stage();
    db.connection.pragma('busy_timeout = 0');
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    const refused = await Promise.allSettled(names(3).map((name) => transactions.run((to) => note(to, name))));
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    other.exec('ROLLBACK');
    other.close();
    expect([committed(), memory.names]).toEqual([[], []]);
    await transactions.run((to) => note(to, 'later'));
    expect(committed()).toEqual(['later']);
  });
});

/** How work ends that has written already; all but the first have then done nothing. */
const ends = {
  well: () => undefined,
  'by a refusal of its own': () => {
    throw new Error('refused');
  },
  'by a refusal of the database': (db: WriteDb) => void runOne(db, orphan),
  'when it is committed': (db: WriteDb) => {
    db.connection.pragma('defer_foreign_keys = ON');
    runOne(db, orphan);
  },
  'and the whole transaction with it': (db: WriteDb) => {
    db.connection.exec('ROLLBACK');
    throw new Error('lost');
  },
} as const;
type End = keyof typeof ends;

describe('one that fails', () => {
  it(`takes nobody with it, in memory neither (seed ${testSeed})`, async () => {
    const end = fc.oneof(
      { weight: 6, arbitrary: fc.constant<End>('well') },
      ...(Object.keys(ends) as End[]).map((one) => ({ weight: 1, arbitrary: fc.constant(one) })),
    );
    const turns = fc.array(fc.array(end, { maxLength: 12 }), { maxLength: 5 });
    const property = fc.asyncProperty(turns, async (told) => {
      const { memory, transactions, committed, note } = stage();
      const results: Promise<{ name: string; end: End; done: boolean }>[] = [];
      for (const [turn, ofTurn] of told.entries()) {
        for (const [index, one] of ofTurn.entries()) {
          const name = `${turn}.${index}`;
          const run = transactions.run((db) => {
            note(db, name);
            ends[one](db);
          });
          results.push(
            run.then(
              () => ({ name, end: one, done: committed().includes(name) }),
              () => ({ name, end: one, done: false }),
            ),
          );
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      const all = await Promise.all(results);
      for (const { end: one, done } of all) expect(done, one).toBe(one === 'well');
      const well = all.filter(({ end: one }) => one === 'well').map(({ name }) => name);
      expect(committed()).toEqual(well);
      expect(memory.names).toEqual(well);
    });
    await fc.assert(property, { numRuns: 25, seed: testSeed, endOnFailure: true });
  });

  it('of a full disk is the one that does not fit', async () => {
    const { db, transactions, committed, note } = stage();
    const [{ page_count: pages } = { page_count: 0 }] = db.connection.pragma('page_count') as { page_count: number }[];
    db.connection.pragma(`max_page_count = ${pages + 8}`);
    const large = (to: WriteDb) => putSetting(to, 'large', 'x'.repeat(200_000));
    const results = await Promise.allSettled([
      transactions.run((to) => note(to, 'before')),
      transactions.run(large),
      transactions.run((to) => note(to, 'after')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(committed()).toEqual(['before', 'after']);
  });
});
