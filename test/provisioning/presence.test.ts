import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterStop, between } from '../../electron/engine/provisioning/presence.ts';
import { howLong } from '../../shared/kit/how-long.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.parse('2026-12-01T12:00:00Z');

describe('between the last sign of life and the next start', () => {
  test.each([
    // [what, how long after, the absence in ms, the jump in ms]
    ['a restart', 3000, null, null],
    ['a short stop', 2 * MINUTE - 1, null, null],
    ['a stop', 2 * MINUTE, 2 * MINUTE, null],
    ['a weekend', 3 * DAY, 3 * DAY, null],
    ['a clock that was set a little back', -4 * MINUTE, null, null],
    ['a clock that was set back', -HOUR, null, -HOUR],
    ['a clock that says too much', 61 * DAY, 61 * DAY, 61 * DAY],
  ])('%s', (_what, after, absence, jump) => {
    const noticed = afterStop(NOON, NOON + after);
    expect(noticed).toEqual({
      absence: absence === null ? null : { kind: 'not running', from: NOON, to: NOON + absence },
      jump,
    });
  });
});

describe('between two looks, a minute apart', () => {
  test.each([
    // [what, wall clock went on, steady clock went on, the system said it slept, kind, the jump]
    ['nothing happened', MINUTE, MINUTE, false, null, null],
    ['the timer was late', 90_000, 90_000, false, null, null],
    ['the clock was set by a little', MINUTE + 90_000, MINUTE, false, null, null],
    ['the computer slept, and said so', 8 * HOUR, MINUTE, true, 'asleep', null],
    ['the computer slept, and said nothing', 8 * HOUR, MINUTE, false, 'asleep', null],
    ['it slept where the steady clock goes on', 8 * HOUR, 8 * HOUR, true, 'asleep', null],
    ['the process was stopped', 8 * HOUR, 8 * HOUR, false, 'stuck', null],
    ['it slept for a month, and said so', 30 * DAY, MINUTE, true, 'asleep', null],
    ['the clock was set forward by a month', 30 * DAY, MINUTE, false, 'asleep', 30 * DAY - MINUTE],
    ['the clock was set back', MINUTE - HOUR, MINUTE, false, null, -HOUR],
    ['the clock was set back by a little', MINUTE - 4 * MINUTE, MINUTE, false, null, null],
  ] as const)('%s', (_what, wall, steady, isTold, kind, jump) => {
    const before = { wall: NOON, steady: 5 };
    const noticed = between(before, { wall: NOON + wall, steady: 5 + steady }, MINUTE, isTold);
    expect([noticed.absence?.kind ?? null, noticed.jump]).toEqual([kind, jump]);
    if (noticed.absence) expect(noticed.absence.to).toBe(NOON + wall);
  });

  test('an absence is never longer than the time that passed, and a clock that keeps step never jumped', () => {
    fc.assert(
      fc.property(fc.nat(400 * DAY), fc.boolean(), (passed, isTold) => {
        const noticed = between({ wall: NOON, steady: 0 }, { wall: NOON + passed, steady: passed }, MINUTE, isTold);
        expect(noticed.jump).toBeNull();
        if (noticed.absence) expect(noticed.absence.to - noticed.absence.from).toBeLessThanOrEqual(passed);
        else expect(passed).toBeLessThan(4 * MINUTE);
      }),
    );
  });
});

test.each([
  [0, 'less than a minute'],
  [29_999, 'less than a minute'],
  [MINUTE, '1 minute'],
  [59 * MINUTE + 40_000, '1 hour'],
  [8 * HOUR, '8 hours'],
  [-3 * HOUR - 5 * MINUTE, '3 hours 5 minutes'],
  [DAY, '1 day'],
  [DAY + 2 * HOUR + 59 * MINUTE, '1 day 2 hours'],
  [DAY + 59 * MINUTE, '1 day'],
  [1500 * DAY, '1,500 days'],
])('%d ms are said to be “%s”', (ms, words) => {
  expect(howLong(ms)).toBe(words);
});
