import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkChain, digest, enter } from '../../electron/engine/audit/chain.ts';
import { auditEntries } from '../../electron/engine/store/audit.ts';
import { transaction } from '../../electron/engine/store/sql.ts';
import { testStore } from '../store/database.ts';

const ENTRIES = 6;

/** A log of six entries. */
function log() {
  const store = testStore();
  transaction(store.db, (db) => {
    for (let number = 1; number <= ENTRIES; number++)
      enter(db, { at: number * 1000, kind: 'exchange', subject: `subject ${number}`, content: `content ${number}` });
  });
  return store.db;
}

describe('the audit log', () => {
  it('is unbroken when empty, and when entries are added to it', () => {
    expect(checkChain(testStore().db)).toEqual({ entries: 0, brokenAt: null });
    expect(checkChain(log())).toEqual({ entries: ENTRIES, brokenAt: null });
  });

  it('keeps digests, not contents', () => {
    const db = log();
    const [first] = auditEntries(db);
    expect(first?.digest.toString('hex')).toBe(createHash('sha256').update('content 1').digest('hex'));
    const kept = JSON.stringify([...auditEntries(db)].map((entry) => ({ ...entry, text: entry.digest.toString() })));
    expect(kept).not.toContain('content 1');
  });

  it('can be checked by anybody: each hash is over the one before, the digest, and what it is about', () => {
    let previous = Buffer.alloc(32);
    for (const entry of auditEntries(log())) {
      const about = JSON.stringify([entry.at, entry.kind, entry.subject]);
      const hash = createHash('sha256')
        .update(Buffer.concat([previous, entry.digest]))
        .update(about)
        .digest();
      expect(entry.hash.equals(hash)).toBe(true);
      previous = hash;
    }
  });

  it('digests text as its UTF-8', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => digest(text).equals(digest(Buffer.from(text)))));
  });

  // The key at which it no longer fits: the entry itself, or the one behind a gap.
  it.each([
    ['another time', 'UPDATE audit SET at = at + 1 WHERE pk = 3', 3],
    ['another kind', "UPDATE audit SET kind = 'proof' WHERE pk = 3", 3],
    ['another subject', "UPDATE audit SET subject = 'somebody else' WHERE pk = 3", 3],
    ['another content', 'UPDATE audit SET digest = zeroblob(32) WHERE pk = 3', 3],
    ['another hash', 'UPDATE audit SET hash = zeroblob(32) WHERE pk = 3', 3],
    ['another predecessor', 'UPDATE audit SET previous = zeroblob(32) WHERE pk = 3', 3],
    ['the first edited', 'UPDATE audit SET at = at + 1 WHERE pk = 1', 1],
    ['the last edited', 'UPDATE audit SET at = at + 1 WHERE pk = 6', 6],
    ['the first removed', 'DELETE FROM audit WHERE pk = 1', 2],
    ['one removed', 'DELETE FROM audit WHERE pk = 3', 4],
    [
      'two exchanged',
      'UPDATE audit SET pk = CASE pk WHEN 3 THEN -4 ELSE -3 END WHERE pk IN (3, 4); UPDATE audit SET pk = -pk WHERE pk < 0',
      3,
    ],
    [
      'one put in twice',
      'INSERT INTO audit SELECT 7, at, kind, subject, digest, previous, hash FROM audit WHERE pk = 3',
      7,
    ],
  ])('tells %s', (_what, change, brokenAt) => {
    const db = log();
    db.connection.exec(change);
    expect(checkChain(db)).toEqual({ entries: expect.any(Number), brokenAt });
  });

  it('tells any byte of any entry that was changed', () => {
    const db = log();
    const column = fc.constantFrom('digest', 'previous', 'hash');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: ENTRIES }),
        column,
        fc.nat(255),
        fc.integer({ min: 1, max: 255 }),
        (pk, name, at, flip) => {
          const read = db.connection.prepare<[number], Buffer>(`SELECT ${name} FROM audit WHERE pk = ?`).pluck();
          const write = db.connection.prepare(`UPDATE audit SET ${name} = ? WHERE pk = ?`);
          const before = read.get(pk) ?? Buffer.alloc(0);
          const after = Buffer.from(before);
          after[at % after.length] = (after[at % after.length] ?? 0) ^ flip;
          write.run(after, pk);
          const { brokenAt } = checkChain(db);
          write.run(before, pk);
          expect(brokenAt).toBe(pk);
        },
      ),
    );
    expect(checkChain(db)).toEqual({ entries: ENTRIES, brokenAt: null });
  });

  it('keeps nothing of an act that did not happen', () => {
    const db = log();
    expect(() =>
      transaction(db, (writable) => {
        enter(writable, { at: 9, kind: 'decision', subject: 'x', content: 'y' });
        throw new Error('refused');
      }),
    ).toThrow('refused');
    expect(checkChain(db)).toEqual({ entries: ENTRIES, brokenAt: null });
  });
});
