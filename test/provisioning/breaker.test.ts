import { describe, expect, test } from 'vitest';
import { createBreaker, isUnreachable } from '../../electron/engine/provisioning/breaker.ts';

const fail = (breaker: ReturnType<typeof createBreaker>, times: number, now: number) =>
  Array.from({ length: times }, () => breaker.failed(now));

describe('a circuit breaker', () => {
  test('opens at the fifth failure in a row, once, and not when something was answered between', () => {
    const breaker = createBreaker(false, () => 1);
    expect(fail(breaker, 4, 0)).toEqual([false, false, false, false]);
    expect(breaker.answered()).toBe(false);
    expect(fail(breaker, 4, 0)).toEqual([false, false, false, false]);
    expect(breaker.state(0)).toBe('closed');
    expect(fail(breaker, 3, 0)).toEqual([true, false, false]);
    expect(breaker.state(0)).toBe('open');
  });

  test('tries again after ten seconds, then twice as long each time, up to five minutes', () => {
    const breaker = createBreaker(false, () => 1);
    fail(breaker, 5, 0);
    const waits: number[] = [];
    for (let now = 0; waits.length < 8; ) {
      const until = breaker.until() ?? 0;
      waits.push((until - now) / 1000);
      expect(breaker.state(until - 1)).toBe('open');
      expect(breaker.state(until)).toBe('half-open');
      now = until;
      // What was still under way says nothing of its own.
      expect(fail(breaker, 3, now)).toEqual([false, false, false]);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
  });

  test('closes at the first answer, and begins anew', () => {
    const breaker = createBreaker(false, () => 0);
    fail(breaker, 5, 0);
    fail(breaker, 1, breaker.until() ?? 0);
    expect(breaker.answered()).toBe(true);
    expect([breaker.state(0), breaker.until()]).toEqual(['closed', null]);
    expect(fail(breaker, 5, 0).at(-1)).toBe(true);
    expect(breaker.until()).toBe(5000);
  });

  test('that was open when the program ended begins with one try; and a person may ask for one', () => {
    const breaker = createBreaker(true, () => 1);
    expect(breaker.state(0)).toBe('half-open');
    breaker.failed(1000);
    expect(breaker.state(1000)).toBe('open');
    breaker.tryNow(1000);
    expect(breaker.state(1000)).toBe('half-open');
    // Whoever asked hears of it, once.
    expect(fail(breaker, 2, 1000)).toEqual([true, false]);
  });

  test('does not wait for a clock that was set back', () => {
    const breaker = createBreaker(false, () => 1);
    fail(breaker, 5, 1e12);
    expect(breaker.state(1e12)).toBe('open');
    expect(breaker.state(5)).toBe('half-open');
    // And one that fails then opens it for as long as ever, by the clock as it is now.
    breaker.failed(5);
    expect([breaker.state(6), breaker.until()]).toEqual(['open', 20_005]);
  });
});

test.each([
  ['credentials', undefined, true],
  ['unknown', undefined, true],
  ['transient', undefined, true],
  ['transient', 5000, false],
  ['permanent', undefined, false],
  ['conflict', undefined, false],
] as const)('a failure “%s” (come again: %s) that says the target cannot be had: %s', (kind, retryAfter, expected) => {
  expect(isUnreachable({ kind, message: '', ...(retryAfter === undefined ? {} : { retryAfter }) })).toBe(expected);
});
