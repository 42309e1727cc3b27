import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { getSetting, putSetting } from '../../electron/engine/store/setting.ts';
import { findSource } from '../../electron/engine/store/source.ts';
import { row, run, runOne, sql, transaction, type WriteDb } from '../../electron/engine/store/sql.ts';
import { reopen, testStore } from './database.ts';

describe('a transaction', () => {
  it('keeps all of it', () => {
    const { db, file, close } = testStore();
    const result = transaction(db, (writable) => {
      putSetting(writable, 'a', '1');
      putSetting(writable, 'b', '2');
      return 'done';
    });
    expect(result).toBe('done');
    close();
    const again = reopen(file);
    expect([getSetting(again.db, 'a'), getSetting(again.db, 'b')]).toEqual(['1', '2']);
    again.close();
  });

  it('keeps none of it when it throws, and the next one goes', () => {
    const { db } = testStore();
    const fails = () =>
      transaction(db, (writable) => {
        putSetting(writable, 'a', '1');
        throw new Error('half way');
      });
    expect(fails).toThrow('half way');
    expect(getSetting(db, 'a')).toBeNull();
    expect(db.connection.inTransaction).toBe(false);
    transaction(db, (writable) => putSetting(writable, 'a', '2'));
    expect(getSetting(db, 'a')).toBe('2');
  });

  it('keeps none of it when the database itself refuses the last part', () => {
    const { db } = testStore();
    const orphan = sql('orphan', "INSERT INTO token (source_pk, hash, last_four, created_at) VALUES (99, x'', '', 0)");
    expect(() =>
      transaction(db, (writable) => {
        putSetting(writable, 'a', '1');
        runOne(writable, orphan);
      }),
    ).toThrow('FOREIGN KEY');
    expect(getSetting(db, 'a')).toBeNull();
  });
});

describe('writing exactly one row', () => {
  const rename = sql('rename', 'UPDATE setting SET value = ? WHERE key LIKE ?');
  const write = (db: WriteDb, key: string) => runOne(db, rename, ['new', key]);

  it.each([
    ['none', 'missing'],
    ['two', 'a%'],
  ])('with %s is a fault that ends the transaction', (_how, key) => {
    const { db } = testStore();
    transaction(db, (writable) => {
      putSetting(writable, 'a1', 'old');
      putSetting(writable, 'a2', 'old');
    });
    expect(() => transaction(db, (writable) => write(writable, key))).toThrow(/^rename: \d rows changed instead of 1$/);
    expect([getSetting(db, 'a1'), getSetting(db, 'a2')]).toEqual(['old', 'old']);
  });

  it('with one gives its key', () => {
    const { db } = testStore();
    const person = sql('person', "INSERT INTO person (id, name, created_at) VALUES (?, 'Ada', 0)");
    const [first, second] = transaction(db, (writable) => [
      runOne(writable, person, ['p1']),
      runOne(writable, person, ['p2']),
    ]);
    expect(second).toBe(Number(first) + 1);
  });
});

describe('statements', () => {
  it('take what people write as values, never as SQL', () => {
    const { db } = testStore();
    const hostile = `'; DROP TABLE setting; --"\u0000`;
    transaction(db, (writable) => putSetting(writable, hostile, hostile));
    expect(getSetting(db, hostile)).toBe(hostile);
    expect(findSource(db, hostile)).toBeUndefined();
  });

  it('that take long are named', () => {
    const { db } = testStore();
    const named: string[] = [];
    const slow = { ...db, slow: (name: string) => void named.push(name) };
    // The clock moves on with the statements alone: a busy machine makes none of them long.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => void vi.restoreAllMocks());
    db.connection.function('nap', { deterministic: false }, (ms) => {
      now += Number(ms);
      return 1;
    });
    row(slow, sql('a long one', 'SELECT nap(101)'));
    row(slow, sql('a short one', 'SELECT nap(99)'));
    transaction(slow, (writable) => run(writable, sql('a long write', "INSERT INTO setting VALUES ('a', nap(101))")));
    expect(named).toEqual(['a long one', 'a long write']);
  });
});
