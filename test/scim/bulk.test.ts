import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BulkOperation,
  bulkOperationsAtMost,
  bulkRequestSchema,
  inOrderOfReference,
  parseBulk,
  referencesOf,
  withIds,
} from '../../electron/engine/scim/bulk.ts';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';

const post = (bulkId: string | null, data: unknown = {}): BulkOperation => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  version: null,
  data,
});
const members = (...ids: string[]) => ({ members: ids.map((id) => ({ value: `bulkId:${id}` })) });

describe('a bulk request', () => {
  test('is read with names in any case, its numbers also as texts, each deviation noted', () => {
    const reading = startReading('generic');
    const parsed = parseBulk(
      { failonerrors: '2', operations: [{ METHOD: 'post', Path: '/Users', bulkID: 'a', Data: { userName: 'x' } }] },
      reading,
    );
    expect(parsed).toEqual({
      failOnErrors: 2,
      operations: [{ method: 'POST', path: '/Users', bulkId: 'a', version: null, data: { userName: 'x' } }],
    });
    expect(reading.notes.map(({ normaliser }) => normaliser)).toEqual(['missing BulkRequest schema', 'number as text']);
  });

  test('asks nothing of a version that is empty: a disable is not refused for it', () => {
    const sent = (version: unknown) =>
      parseBulk({ Operations: [{ method: 'PATCH', path: '/Users/1', version }] }, startReading());
    expect(['', ' ', null, 'W/"1"'].map((version) => sent(version).operations[0]?.version)).toEqual([
      null,
      null,
      null,
      'W/"1"',
    ]);
  });

  test.each<[string, unknown, RegExp, number]>([
    ['no object', [], /list of “Operations”/, 400],
    ['no operations', { schemas: [bulkRequestSchema] }, /list of “Operations”/, 400],
    ['an operation that is a text', { Operations: ['x'] }, /Operation 1 is no object/, 400],
    ['a bulkId twice', { Operations: [post('a'), post('b'), post('a')] }, /“a” stands at two/, 400],
    ['no error at all allowed', { Operations: [], failOnErrors: 0 }, /from 1 on/, 400],
    ['half an error allowed', { Operations: [], failOnErrors: 1.5 }, /from 1 on/, 400],
    ['too many', { Operations: Array(bulkOperationsAtMost + 1).fill({}) }, /at most 1000 operations.*not 1001/, 413],
  ])('with %s is refused as a whole', (_, body, words, status) => {
    expect(() => parseBulk(body, startReading())).toThrow(
      expect.objectContaining({ status, detail: expect.stringMatching(words) }),
    );
  });
});

describe('references', () => {
  test.each<[string, Pick<BulkOperation, 'path' | 'data'>, string[]]>([
    ['of members', { path: '/Groups', data: members('a', 'b') }, ['a', 'b']],
    ['of the path', { path: '/Groups/bulkId:g', data: { Operations: [] } }, ['g']],
    [
      'of a patch',
      {
        path: '/Groups/1',
        data: { Operations: [{ op: 'remove', path: 'members[value eq "bulkId:a" or value eq "bulkId:b"]' }] },
      },
      ['a', 'b'],
    ],
    ['of a manager', { path: '/Users', data: { urn: { manager: { value: 'bulkId:boss' } } } }, ['boss']],
    ['of none', { path: '/Users', data: { displayName: 'a bulkId:x', nickName: '"bulkId' } }, []],
  ])('%s are found', (_, operation, found) => {
    expect([...referencesOf(operation)]).toEqual(found);
  });

  test('become ids; what is not known yet is left out with whatever it is the value of', () => {
    const ids = new Map([['a', 'A-1']]);
    const data = {
      displayName: 'G',
      members: [
        { value: 'bulkId:a', type: 'User' },
        { value: 'bulkId:b', display: 'B' },
      ],
      manager: { value: 'bulkId:b', displayName: 'B' },
      Operations: [{ op: 'remove', path: 'members[value eq "bulkId:a"]' }],
    };
    expect(withIds(data, (bulkId) => ids.get(bulkId))).toEqual({
      displayName: 'G',
      members: [{ value: 'A-1', type: 'User' }],
      Operations: [{ op: 'remove', path: 'members[value eq "A-1"]' }],
    });
  });

  test('what holds none stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(!JSON.stringify(value).includes('bulkId:'));
        expect(withIds(value, () => undefined)).toEqual(value);
      }),
    );
  });
});

describe('the order', () => {
  test.each<[string, BulkOperation[], number[][]]>([
    ['is the one sent where nothing refers', [post('a'), post('b'), post(null)], [[0], [1], [2]]],
    ['puts what is referred to first', [post('a', members('c')), post('b'), post('c')], [[2], [0], [1]]],
    ['keeps circles together', [post('a', members('b')), post('x'), post('b', members('a'))], [[0, 2], [1]]],
    ['takes a group in itself for a circle of one', [post('a', members('a'))], [[0]]],
    ['heeds no reference to nobody', [post('a', members('nobody'))], [[0]]],
  ])('%s', (_, operations, order) => {
    expect(inOrderOfReference(operations)).toEqual(order);
  });

  test('of any references: each once, nothing before what it needs unless they need each other', () => {
    const graph = fc.array(fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(graph, (needs) => {
        const operations = needs.map((needed, own) => post(String(own), members(...needed.map(String))));
        const order = inOrderOfReference(operations);
        const place = new Map(order.flatMap((together, at) => together.map((position) => [position, at] as const)));
        expect([...place.keys()].toSorted((a, b) => a - b)).toEqual([...needs.keys()]);
        const reaches = (from: number, to: number, seen = new Set<number>()): boolean =>
          (needs[from] ?? []).some(
            (next) => next === to || (next < needs.length && !seen.has(next) && reaches(next, to, seen.add(next))),
          );
        for (const [own, needed] of needs.entries())
          for (const other of needed.filter((one) => one < needs.length)) {
            const [mine, its] = [place.get(own) ?? 0, place.get(other) ?? 0];
            expect(its <= mine).toBe(true);
            if (own !== other) expect(its === mine).toBe(reaches(other, own));
          }
      }),
    );
  });

  test('of a thousand in a chain', () => {
    const chain = Array.from({ length: 1000 }, (_, own) => post(String(own), members(String(own + 1))));
    expect(inOrderOfReference(chain).flat()).toEqual(Array.from({ length: 1000 }, (_, own) => 999 - own));
  });
});
