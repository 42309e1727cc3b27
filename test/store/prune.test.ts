import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addExchange,
  addExchangeBody,
  beginExchange,
  describeExchange,
  getExchange,
  getExchangeBody,
  listExchanges,
  pruneExchanges,
} from '../../electron/engine/store/exchange.ts';
import { transaction, type WriteDb } from '../../electron/engine/store/sql.ts';
import { openWorkItem } from '../../electron/engine/store/work.ts';
import { testStore } from './database.ts';

interface Past {
  readonly at: number;
  readonly kind: 'read' | 'refused' | 'changed' | 'nothing changed' | 'named by a work item';
}

const past: fc.Arbitrary<Past> = fc.record({
  at: fc.integer({ min: 0, max: 20 }),
  kind: fc.constantFrom('read', 'refused', 'changed', 'nothing changed', 'named by a work item'),
});

function add(db: WriteDb, { at, kind }: Past, number: number): number {
  const head = { id: `e${number}`, at, sourcePk: null, method: 'GET', path: '/Users' };
  const result = { status: kind === 'refused' ? 404 : 200, resourceType: null, summary: kind, notes: [] };
  let pk: number;
  if (kind === 'read' || kind === 'refused') pk = addExchange(db, { ...head, ...result, durationUs: 1 });
  else {
    pk = beginExchange(db, head, Buffer.alloc(32));
    describeExchange(db, pk, result, kind !== 'nothing changed' && kind !== 'named by a work item');
  }
  addExchangeBody(db, pk, { request_headers: '{}', request_body: '1', response_headers: '{}', response_body: '2' });
  if (kind === 'named by a work item')
    openWorkItem(db, {
      id: `w${number}`,
      kind: 'removed',
      subject: `w${number}`,
      title: 't',
      affects: 'a',
      fix: 'f',
      body: '{}',
      exchange_pk: pk,
      app_pk: null,
      opened_at: at,
    });
  return pk;
}

it('forgetting old reads keeps what changed, what a work item names, and what is not old', () => {
  fc.assert(
    fc.property(
      fc.array(past, { maxLength: 30 }),
      fc.integer({ min: 0, max: 21 }),
      fc.integer({ min: 1, max: 8 }),
      (all, before, atOnce) => {
        const { db, close } = testStore();
        const pks = transaction(db, (writable) => all.map((one, number) => add(writable, one, number)));
        let rounds = 0;
        while (transaction(db, (writable) => pruneExchanges(writable, before, atOnce))) rounds += 1;
        expect(rounds).toBeLessThanOrEqual(all.length + 1);
        all.forEach(({ at, kind }, number) => {
          const pk = pks[number] ?? 0;
          const named = kind === 'named by a work item';
          const isKept = at >= before || kind === 'changed';
          expect(getExchange(db, pk) !== undefined, `${kind} of ${at}, before ${before}`).toBe(isKept || named);
          if (!named) expect(getExchangeBody(db, pk) !== undefined).toBe(isKept);
        });
        expect(db.connection.pragma('foreign_key_check')).toEqual([]);
        close();
      },
    ),
    { numRuns: 25 },
  );
});

it('what is being answered is not listed yet', () => {
  const { db } = testStore();
  transaction(db, (writable) => {
    add(writable, { at: 1, kind: 'read' }, 1);
    beginExchange(writable, { id: 'e2', at: 2, sourcePk: null, method: 'POST', path: '/Users' }, Buffer.alloc(32));
  });
  expect(listExchanges(db, [], 'newest first', 10).map((row) => row.id)).toEqual(['e1']);
});
