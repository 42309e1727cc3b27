import { describe, expect, it } from 'vitest';
import { recoverUnfinished } from '../../electron/engine/recordExchanges.ts';
import { countSightings, type SeenExchange } from '../../electron/engine/sightings.ts';
import {
  addExchange,
  beginExchange,
  describeExchange,
  listExchanges,
  pruneExchanges,
} from '../../electron/engine/store/exchange.ts';
import { sightingsOf, totalOfUnrecognised, unrecognisedOf } from '../../electron/engine/store/sighting.ts';
import { addSource } from '../../electron/engine/store/source.ts';
import { transaction } from '../../electron/engine/store/sql.ts';
import { testStore } from '../store/database.ts';

function world() {
  const { db } = testStore();
  const source = { id: 's', key: 'k', name: 'S', dialect: 'generic', rate: 0, created_at: 1 } as const;
  const sourcePk = transaction(db, (writable) => addSource(writable, source));
  let ids = 0;
  const nextId = () => `id-${++ids}`;
  const see = (...batch: readonly SeenExchange[]) =>
    transaction(db, (writable) => countSightings(writable, batch, nextId));
  return { db, sourcePk, see, ids: { next: nextId } };
}

const seen = (sourcePk: number, more: Partial<SeenExchange> = {}): SeenExchange => ({
  id: 'e1',
  at: 1000,
  sourcePk,
  method: 'POST',
  path: '/Users',
  status: 201,
  headers: {},
  requestBody: '{}',
  responseBody: '{}',
  notes: [],
  ...more,
});
const note = (normaliser: string, text = '') => ({ normaliser, text });

describe('what exchanges show', () => {
  it('is counted once for each request, over batches, with its first and last time', () => {
    const { db, sourcePk, see } = world();
    const notes = [note('password'), note('password'), note('no operations')];
    see(seen(sourcePk, { notes, at: 2000, id: 'a' }), seen(sourcePk, { notes: [note('password')], at: 3000, id: 'b' }));
    see(seen(sourcePk, { notes: [note('password')], at: 1000, id: 'c' }));
    expect(sightingsOf(db, sourcePk)).toMatchObject([
      { kind: 'normaliser', name: 'password', requests: 3, first_at: 1000, last_at: 3000 },
      { kind: 'normaliser', name: 'no operations', requests: 1, first_at: 2000, last_at: 2000 },
      { kind: 'operation', name: 'POST /Users', requests: 3 },
    ]);
  });

  it('is not counted of whoever is not let in, comes too fast or asks at no source’s address', () => {
    const { db, sourcePk, see } = world();
    see(seen(sourcePk, { status: 401 }), seen(sourcePk, { status: 429 }), seen(sourcePk, { sourcePk: null }));
    expect(sightingsOf(db, sourcePk)).toEqual([]);
  });

  it('points to an example only while that is kept', () => {
    const { db, sourcePk, see } = world();
    transaction(db, (writable) =>
      beginExchange(writable, { id: 'kept', at: 1, sourcePk, method: 'GET', path: '/' }, Buffer.alloc(0)),
    );
    see(seen(sourcePk, { id: 'kept' }));
    expect(sightingsOf(db, sourcePk).map(({ example }) => example)).toEqual(['kept']);
    see(seen(sourcePk, { id: 'forgotten', at: 5000 }));
    expect(sightingsOf(db, sourcePk).map(({ example }) => example)).toEqual([null]);
  });

  it('says nothing of anybody any more once its example is forgotten', () => {
    const { db, sourcePk, see } = world();
    const add = (at: number) =>
      transaction(db, (writable) => {
        const head = { id: 'kept', at, sourcePk, method: 'GET', path: '/Users?filter=ada', status: 400, durationUs: 1 };
        addExchange(writable, { ...head, resourceType: 'User', summary: 'Refused: “ada” is none.', notes: [] });
      });
    add(1000);
    const responseBody = JSON.stringify({ scimType: 'invalidFilter', detail: '“ada” is none.' });
    see(seen(sourcePk, { id: 'kept', path: '/Users?filter=ada', status: 400, responseBody }));
    const told = () => unrecognisedOf(db, sourcePk, null, 9);
    expect(told()).toMatchObject([{ example: 'kept', summary: 'Refused: “ada” is none.' }]);
    transaction(db, (writable) => pruneExchanges(writable, 2000, 99));
    expect(told()).toMatchObject([{ example: null, summary: null, requests: 1 }]);
    const kept = db.connection.prepare('SELECT shape FROM unrecognised').pluck().all();
    expect(JSON.stringify(kept)).not.toContain('ada');
  });

  it('is no more than so many shapes, whatever a source sends', () => {
    const { db, sourcePk, see } = world();
    const dropped = (name: string) =>
      seen(sourcePk, { id: name, notes: [note('unknown attribute', `x sent “${name}”; ignored`)] });
    see(
      ...Array.from({ length: 700 }, (_, index) =>
        dropped(`x${'a'.repeat(index % 26)}b${'c'.repeat(Math.floor(index / 26))}`),
      ),
    );
    expect(totalOfUnrecognised(db, sourcePk)).toEqual({ requests: 700, shapes: 501 });
    see(dropped('onemore'), dropped('xb'));
    expect(totalOfUnrecognised(db, sourcePk)).toEqual({ requests: 702, shapes: 501 });
    const rows = unrecognisedOf(db, sourcePk, null, 1000);
    expect(rows.find(({ shape }) => shape.includes('More than 500'))?.requests).toBe(201);
  });

  it('is counted at the next start when its capture was lost, and only then', () => {
    const { db, sourcePk, ids } = world();
    transaction(db, (writable) => {
      const head = { id: 'lost', at: 7, sourcePk, method: 'PATCH', path: '/Users/1' };
      const pk = beginExchange(writable, head, Buffer.alloc(0));
      const notes = [note('boolean as text'), note('unknown attribute', 'Entra sent “shoeSize”; ignored')];
      describeExchange(writable, pk, { status: 200, resourceType: 'User', summary: 'x', notes }, true);
    });
    expect(listExchanges(db, [], 'newest first', 9)).toEqual([]);
    for (let start = 0; start < 3; start += 1) {
      recoverUnfinished(db, ids);
      expect(sightingsOf(db, sourcePk)).toMatchObject([
        { name: 'boolean as text', requests: 1, example: 'lost' },
        { name: 'unknown attribute', requests: 1 },
        { name: 'PATCH /Users/{id}', requests: 1 },
      ]);
      expect(unrecognisedOf(db, sourcePk, null, 9)).toMatchObject([{ requests: 1, example: 'lost' }]);
      expect(listExchanges(db, [], 'newest first', 9)).toHaveLength(1);
    }
  });

  it('comes in pages, the newest first', () => {
    const { db, sourcePk, see } = world();
    for (const [at, path] of [
      [1, '/A'],
      [3, '/C'],
      [2, '/B'],
      [3, '/D'],
    ] as const)
      see(seen(sourcePk, { at, path, status: 404, responseBody: '{"detail":"x"}' }));
    const pathsOf = (after: readonly [number, number] | null) =>
      unrecognisedOf(db, sourcePk, after, 2).map(
        ({ shape, last_at, pk }) => [(JSON.parse(shape) as { path: string }).path, last_at, pk] as const,
      );
    const first = pathsOf(null);
    expect(first.map(([path]) => path)).toEqual(['/D', '/C']);
    const [, at, pk] = first.at(-1) ?? ['', 0, 0];
    expect(pathsOf([at, pk]).map(([path]) => path)).toEqual(['/B', '/A']);
  });
});
