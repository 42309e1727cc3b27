import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOpen, nextOpening } from '../../electron/engine/provisioning/window.ts';
import { DeliverySchedule, type DeliveryWindow, weekdays } from '../../shared/model/delivery-settings.ts';

const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const schedule = (timeZone: string, ...windows: DeliveryWindow[]): DeliverySchedule => ({
  timeZone,
  windows,
  removals: 'at once',
});
const office = schedule('Europe/Vienna', { days: [...workdays], from: '08:00', to: '17:30' });
const night = schedule('Europe/Vienna', { days: ['fri'], from: '22:00', to: '06:00' });

describe('by the clocks of its place a schedule', () => {
  test.each([
    // Vienna is an hour ahead of UTC in winter and two in summer.
    [office, '2026-12-01T06:59:59Z', false, '2026-12-01T07:00:00Z'],
    [office, '2026-12-01T07:00:00Z', true, null],
    [office, '2026-12-01T16:29:59Z', true, null],
    [office, '2026-12-01T16:30:00Z', false, '2026-12-02T07:00:00Z'],
    [office, '2026-12-05T10:00:00Z', false, '2026-12-07T07:00:00Z'],
    [office, '2026-07-01T05:59:00Z', false, '2026-07-01T06:00:00Z'],
    // Over midnight, and into a day that is not named.
    [night, '2026-12-04T20:59:00Z', false, '2026-12-04T21:00:00Z'],
    [night, '2026-12-04T21:00:00Z', true, null],
    [night, '2026-12-05T04:59:00Z', true, null],
    [night, '2026-12-05T05:00:00Z', false, '2026-12-11T21:00:00Z'],
    // The whole day.
    [schedule('UTC', { days: ['sun'], from: '00:00', to: '00:00' }), '2026-12-06T23:59:00Z', true, null],
    [
      schedule('UTC', { days: ['sun'], from: '00:00', to: '00:00' }),
      '2026-12-07T00:00:00Z',
      false,
      '2026-12-13T00:00:00Z',
    ],
    // Half past two does not exist there on 29 March 2026: it opens when clocks have passed it.
    [
      schedule('Europe/Vienna', { days: ['sun'], from: '02:30', to: '05:00' }),
      '2026-03-29T00:59:00Z',
      false,
      '2026-03-29T01:00:00Z',
    ],
  ] as const)('%j at %s: open %s, opens %s', (given, at, open, opens) => {
    const now = Date.parse(at);
    expect(isOpen(given, now)).toBe(open);
    if (opens !== null) expect(nextOpening(given, now)).toBe(Date.parse(opens));
  });

  test('is open at its next opening, wherever it is', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const window = fc.record({
      days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
      from: time,
      to: time,
    });
    const zones = ['UTC', 'Europe/Vienna', 'America/St_Johns', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(window, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') }),
        (timeZone, windows, now) => {
          const given = schedule(timeZone, ...windows);
          if (isOpen(given, now)) return;
          const opening = nextOpening(given, now);
          expect(opening).toBeGreaterThan(now);
          expect(opening).toBeLessThanOrEqual(now + 8 * 24 * 3_600_000);
          expect(isOpen(given, opening) || isInGap(given, opening)).toBe(true);
        },
      ),
    );
  });
});

/** Where summer time skips a whole window, there is nothing to open into. */
const isInGap = (given: DeliverySchedule, at: number): boolean =>
  given.windows.some(
    ({ from, to }) => from < to && Date.parse(`1970-01-01T${to}Z`) - Date.parse(`1970-01-01T${from}Z`) <= 3_600_000,
  ) && !isOpen(given, at);

test.each([
  ['Europe/Wien', /IANA time zone/],
  ['+01:00', /IANA time zone/],
  ['', /IANA time zone/],
])('a time zone “%s” is refused in words', (timeZone, words) => {
  const read = DeliverySchedule.safeParse({ ...office, timeZone });
  expect(read.success ? '' : read.error.message).toMatch(words);
});
