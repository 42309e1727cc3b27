import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff } from '../../electron/engine/provisioning/backoff.ts';
import { defaultGuard, guardLimit, judge } from '../../electron/engine/provisioning/guard.ts';

const accounts = (from: number, to: number): ReadonlySet<number> =>
  new Set(Array.from({ length: to - from }, (_, index) => from + index));

describe('the guard', () => {
  it.each([
    // [people in the app, limit]: the larger of 5 people and 10 %
    [0, 5],
    [50, 5],
    [59, 5],
    [60, 6],
    [1000, 100],
  ])('of an app with %i people lets %i pass', (people, limit) => {
    expect(guardLimit(defaultGuard, people)).toBe(limit);
  });

  it.each([
    // [case, people in the app, this cause, the hour before, parked]
    ['nothing taken', 30, accounts(0, 0), accounts(0, 9), false],
    ['one', 30, accounts(0, 1), accounts(0, 0), false],
    ['the limit', 30, accounts(0, 5), accounts(0, 0), false],
    ['one too many at once', 30, accounts(0, 6), accounts(0, 0), true],
    ['one too many within the hour', 30, accounts(5, 6), accounts(0, 5), true],
    ['the same people again', 30, accounts(0, 5), accounts(0, 5), false],
    ['ten percent', 200, accounts(0, 20), accounts(0, 0), false],
    ['over ten percent', 200, accounts(0, 21), accounts(0, 0), true],
  ])('%s', (_case, people, losing, before, parked) => {
    const reason = judge(defaultGuard, people, losing, before);
    expect(reason !== null).toBe(parked);
    if (reason !== null) expect(reason).toMatch(/\d+ people .* the guard's limit is \d+\./);
  });

  it('set to nothing parks whatever takes something', () => {
    expect(judge({ people: 0, percent: 0 }, 30, accounts(0, 1), accounts(0, 0))).not.toBeNull();
  });

  it('never lets more people lose something within an hour than its limit', () => {
    const cause = fc.uniqueArray(fc.nat(30), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(cause), fc.nat(100), (causes, people) => {
        const passed = new Set<number>();
        for (const losing of causes)
          if (judge(defaultGuard, people, new Set(losing), passed) === null) for (const one of losing) passed.add(one);
        expect(passed.size).toBeLessThanOrEqual(guardLimit(defaultGuard, people));
      }),
    );
  });
});

describe('waiting after a failure', () => {
  it.each([
    // [failures, random, asked for, ms]
    [1, 0, undefined, 500],
    [1, 0.999, undefined, 1000],
    [2, 0, undefined, 1000],
    [5, 0, undefined, 8000],
    [100, 0, undefined, 450_000],
    [1, 0, 30_000, 30_000],
    [100, 0, 1, 450_000],
  ])('%i failures, random %d, the target asked for %s: %i ms', (failures, random, asked, ms) => {
    expect(backoff(failures, random, asked)).toBe(ms);
  });

  it('lies between half a second and a quarter of an hour, and never before what the target asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.option(fc.nat(3_600_000), { nil: undefined }),
        (failures, random, asked) => {
          const wait = backoff(failures, random, asked);
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(Math.max(500, asked ?? 0));
          expect(wait).toBeLessThanOrEqual(Math.max(900_000, asked ?? 0));
        },
      ),
    );
  });
});
