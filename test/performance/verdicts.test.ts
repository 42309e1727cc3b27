import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArguments, UsageFailure } from './arguments.ts';
import { type Place, readReply, requestText } from './connection.ts';
import { costsWithin } from './profile.ts';
import { summarise, tableOf } from './report.ts';
import { percentile } from './statistics.ts';
import { isRed, judge, type Measured, type Verdict } from './targets.ts';

const row = (measured: number | null, floor: number | null, more: Partial<Measured> = {}): Measured => ({
  key: 'create',
  measured,
  floor,
  ...more,
});

describe('a row is', () => {
  test.each<[string, Measured, Verdict]>([
    ['within its budget', row(0.45, 0.1), 'met'],
    ['above it on a machine that is as slow', row(0.9, 0.4), 'met by ratio'],
    ['above it and above its ratio', row(0.9, 0.3), 'missed'],
    ['above it without a floor', row(0.9, null), 'missed'],
    ['not measurable', row(null, 0.2), 'not available'],
    ['not meant for so few users', row(400, null, { key: 'memory', judged: false }), 'reported'],
    ['without a budget', row(999, null, { key: 'start-ready' }), 'reported'],
    ['fast enough', row(1500, 9999, { key: 'create-rate' }), 'met'],
    ['slow where the floor is slow', row(800, 1600, { key: 'create-rate' }), 'met by ratio'],
    ['slow', row(800, 3000, { key: 'create-rate' }), 'missed'],
  ])('%s', (_what, measured, verdict) => expect(judge(measured)).toBe(verdict));
});

test.each<[readonly Verdict[], boolean]>([
  [['missed'], false],
  [['missed', 'missed'], false],
  [['missed', 'missed', 'met'], true],
  [['missed', 'met', 'met by ratio'], false],
  [['missed', 'missed', 'missed'], true],
  [['missed', 'missed', 'met', 'met', 'met'], false],
  [['not available', 'not available', 'not available'], false],
])('%j is red: %s', (verdicts, red) => expect(isRed(verdicts)).toBe(red));

test('several runs are told by their medians and by each verdict', () => {
  const runs = [[row(0.4, 0.2)], [row(1, 0.1)], [row(2, 0.1)]];
  const rows = summarise(runs);
  expect(rows[0]).toMatchObject({ measured: 1, floor: 0.1, ratio: 10, red: true });
  expect(tableOf('scim', rows)).toContain('RED: met 1, missed 2');
});

test('a percentile is a value that at least so many are not above', () => {
  const values = fc.array(fc.double({ noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 100 }), (all, percent) => {
      const value = percentile(all, percent);
      expect(all).toContain(value);
      expect(all.filter((one) => one <= value).length * 100).toBeGreaterThanOrEqual(percent * all.length);
      expect(all.filter((one) => one < value).length * 100).toBeLessThan(percent * all.length);
    }),
  );
});

describe('what is typed', () => {
  test('nothing is everything at its smallest', () =>
    expect(readArguments([])).toEqual({
      parts: ['scim', 'startup', 'delivery', 'first-sync'],
      users: [5000],
      runs: 1,
      only: null,
      profile: false,
    }));
  test('parts keep their order, sizes are a list', () =>
    expect(readArguments(['startup', 'scim', '--users', '5000,50000', '--runs=3'])).toMatchObject({
      parts: ['scim', 'startup'],
      users: [5000, 50_000],
      runs: 3,
    }));
  test.each([['scam'], ['--users', 'many'], ['--runs', '0'], ['--run', '3'], ['--users', '5']])('%s %s', (...typed) =>
    expect(() => readArguments(typed)).toThrow(UsageFailure),
  );
});

describe('the client', () => {
  const reply = (status: number, body: string) =>
    Buffer.from(`HTTP/1.1 ${status} X\r\nContent-Length: ${Buffer.byteLength(body)}\r\nA: b\r\n\r\n${body}`);

  test('waits for the whole of a reply and takes nothing of the next one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(), (body, next, cut) => {
        const whole = reply(200, body);
        const part = whole.subarray(0, cut % whole.length);
        expect(readReply(part)).toBeNull();
        const read = readReply(Buffer.concat([whole, Buffer.from(next)]));
        expect([read?.reply.status, read?.reply.body.toString(), read?.length]).toEqual([200, body, whole.length]);
      }),
    );
  });
  test('knows that 204 has no body, and refuses what it cannot measure', () => {
    expect(readReply(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'))?.reply.status).toBe(204);
    expect(() => readReply(Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'))).toThrow(/length/);
  });
  test('says the length of a body in bytes', () => {
    const place: Place = { port: 1, prefix: '/scim/v2/key', token: 'secret' };
    expect(requestText(place, 'POST', '/Users', 'ä')).toMatch(
      /^POST \/scim\/v2\/key\/Users HTTP.*Length: 2\r\n\r\nä$/s,
    );
  });
});

test('a profile is cut to the moments of a row, and names the function and all who called it', () => {
  const frame = (functionName: string) => ({ functionName, url: '', lineNumber: 0 });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(root)'), children: [2, 4] },
      { id: 2, callFrame: frame('serve'), children: [3] },
      { id: 3, callFrame: frame('commit') },
      { id: 4, callFrame: frame('(idle)') },
    ],
    startTime: 1000,
    samples: [2, 3, 4, 3, 3],
    timeDeltas: [0, 10, 20, 30, 40],
  };
  const named = (window: [number, number]) => costsWithin(window, [profile]);
  expect(named([1000, 1059])).toEqual([
    { name: 'commit', self: 20, whole: 20 },
    { name: 'serve', self: 10, whole: 30 },
  ]);
  expect(named([1060, 1099])).toEqual([
    { name: 'commit', self: 40, whole: 40 },
    { name: 'serve', self: 0, whole: 40 },
  ]);
});
