import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from '../support/electron/page/codec.js';

const carried = (value: unknown) => decode(encode(value));

test('what a structured clone carries arrives as it was sent', () => {
  const values = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true });
  fc.assert(
    fc.property(values, (value) => {
      expect(carried(value)).toEqual(structuredClone(value));
    }),
    { numRuns: 500 },
  );
});

test.each<[string, unknown]>([
  ['minus zero', -0],
  ['no number', Number.NaN],
  ['without end', Number.NEGATIVE_INFINITY],
  ['a large whole number', 2n ** 80n],
  ['nothing', undefined],
  ['a name that JavaScript keeps for itself', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
  ['bytes', new Uint8Array(100_000).map((_, index) => index)],
  ['a date that is none', new Date(Number.NaN)],
])('%s is carried', (_, value) => {
  expect(carried([value])).toStrictEqual([value]);
});

test('a thing that holds itself still does', () => {
  const ring: { self?: unknown; list: unknown[] } = { list: [] };
  ring.self = ring;
  ring.list.push(ring, ring.list);
  const copy = carried(ring);
  expect(copy.self).toBe(copy);
  expect(copy.list[0]).toBe(copy);
  expect(copy.list[1]).toBe(copy.list);
});

test('holes in an array become undefined', () => {
  // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
  expect(carried([1, , 3])).toStrictEqual([1, undefined, 3]);
});

test('an error keeps its name, its message and its stack', () => {
  const error = new RangeError('too far');
  const copy = carried(error);
  expect(copy).toBeInstanceOf(Error);
  expect([copy.name, copy.message, copy.stack]).toEqual([error.name, error.message, error.stack]);
});

test.each<[string, unknown]>([
  ['a function', () => 1],
  ['a symbol', Symbol('a')],
  ['a promise', Promise.resolve()],
  ['a weak map', new WeakMap()],
])('%s is refused', (_, value) => {
  expect(() => encode({ value })).toThrow('could not be cloned');
});
