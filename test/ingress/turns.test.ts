import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTurns } from '../../electron/engine/ingress/turns.ts';

/** Waits until everything that is ready was done. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('one of each source is done, then the next one of each', async () => {
  const turns = createTurns();
  const done: string[] = [];
  const ask = (source: string, count: number) =>
    Array.from({ length: count }, (_, n) => turns.take(source, 0, () => done.push(`${source}${n}`)));
  await Promise.all([...ask('a', 4), ...ask('b', 2), ...ask('c', 1)]);
  expect(done.join(' ')).toBe('a0 b0 c0 a1 b1 a2 a3');
});

test('who comes while another source floods waits for one of its requests', async () => {
  let now = 0;
  // Each takes longer than a slice lasts.
  const turns = createTurns(undefined, () => now);
  const done: string[] = [];
  const work = (name: string) => () => {
    now += 50;
    done.push(name);
    // Its request becomes ready while the third of the flood is done.
    if (name === 'flood 2') void turns.take('other', 0, work('other'));
  };
  await Promise.all(Array.from({ length: 20 }, (_, n) => turns.take('flood', 0, work(`flood ${n}`))));
  expect(done.indexOf('other')).toBeLessThanOrEqual(4);
  expect(done).toHaveLength(21);
});

test('of one source no more is under way than shares a commit, and long bodies are done one by one', async () => {
  const turns = createTurns();
  const begun: string[] = [];
  const endings: (() => void)[] = [];
  const ask = (source: string, bytes: number) =>
    void turns.take(source, bytes, () => {
      begun.push(source);
      return new Promise<void>((resolve) => endings.push(resolve));
    });
  for (let n = 0; n < 100; n += 1) ask('small', 1000);
  for (let n = 0; n < 3; n += 1) ask('large', 8_000_000);
  await settled();
  const count = (source: string) => begun.filter((name) => name === source).length;
  expect([count('small'), count('large')]).toEqual([32, 1]);
  for (const end of endings.splice(0)) end();
  await settled();
  expect([count('small'), count('large')]).toEqual([64, 2]);
  // Whoever ends the door waits for nobody.
  turns.flush();
  expect([count('small'), count('large')]).toEqual([100, 3]);
});

test('what is done in a slice is told after it, and a failure to its own asker alone', async () => {
  const told: string[] = [];
  const turns = createTurns((slice) => {
    slice();
    told.push('end of slice');
  });
  const ask = (name: string, work: () => unknown) =>
    turns.take(name, 0, work).then(
      () => told.push(name),
      (error: Error) => told.push(error.message),
    );
  await Promise.all([
    ask('one', () => 1),
    ask('two', () => {
      throw new Error('two failed');
    }),
    ask('three', () => 3),
  ]);
  expect(told).toEqual(['end of slice', 'one', 'two failed', 'three']);
});

test('a slice with nothing to do opens nothing: what it would be done within may be closed', async () => {
  let slices = 0;
  const turns = createTurns((slice) => {
    slices += 1;
    slice();
  });
  const done = turns.take('a', 0, () => 1);
  turns.flush();
  expect(await done).toBe(1);
  await settled();
  expect(slices).toBe(1);
});

test.each([
  ['cannot begin', () => undefined],
  ['cannot end', (slice: () => void) => slice()],
])('everything is done once and told though what it is done within %s', async (_name, first) => {
  const turns = createTurns((slice) => {
    first(slice);
    throw new Error('disk I/O error');
  });
  const done: number[] = [];
  const answers = [1, 2, 3].map((n) => turns.take('a', 0, () => done.push(n)));
  expect(await Promise.all(answers)).toEqual([1, 2, 3]);
  expect(done).toEqual([1, 2, 3]);
});

test('everything is done once, each source’s in the order in which it came, whatever comes', async () => {
  const requests = fc.array(
    fc.record({
      source: fc.constantFrom('a', 'b', 'c'),
      bytes: fc.constantFrom(0, 1000, 300_000),
      later: fc.boolean(),
    }),
    { maxLength: 120 },
  );
  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const turns = createTurns();
      const done: number[] = [];
      await Promise.all(
        given.map(({ source, bytes, later }, index) =>
          turns.take(source, bytes, () => {
            done.push(index);
            return later ? new Promise<void>((resolve) => setImmediate(resolve)) : undefined;
          }),
        ),
      );
      expect(done.toSorted((one, other) => one - other)).toEqual(given.map((_, index) => index));
      for (const source of ['a', 'b', 'c']) {
        const own = done.filter((index) => given[index]?.source === source);
        expect(own).toEqual(own.toSorted((one, other) => one - other));
      }
    }),
    { numRuns: 200 },
  );
});
