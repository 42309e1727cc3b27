import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BrushMove, bucketIndexAt, moveStretch, stretchOf } from '../../renderer/screens/activity/brush.ts';
import {
  bucketStep,
  countWithin,
  layOutTraffic,
  oldestArrival,
  stepOf,
  tallyTraffic,
} from '../../renderer/screens/activity/buckets.ts';
import { formatCurl } from '../../renderer/screens/activity/curl.ts';
import { decidedAt, isLoud, parkedTogether, traceSpan } from '../../renderer/screens/activity/trace-steps.ts';
import { createArrivalReader } from '../../renderer/state/arrival.ts';
import { formatRoute, parseRoute, places } from '../../renderer/state/route.ts';
import { mergeRows, replaceRows } from '../../renderer/state/rows.ts';
import { readSettings } from '../../renderer/state/settings.ts';
import { rowsWithin, type Stretch } from '../../renderer/state/stretch.ts';
import { chooseWorld } from '../../renderer/state/worlds.ts';
import { tokenizeJson } from '../../renderer/ui/json-tokens.ts';
import { formatAge, formatDuration, formatOffset } from '../../renderer/ui/time.ts';
import type { Exchange } from '../../shared/model/exchange.ts';
import type { Overview, World } from '../../shared/model/status.ts';
import { makeDetail, makeExchange, makeTrace } from './exchange-fixtures.ts';

const now = Date.UTC(2026, 10, 22, 14);
const sequences = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 80 });
const rowsOf = (numbers: readonly number[]) => numbers.map((seq) => makeExchange(seq, now + seq * 10));

/** The bars as the time strip makes them of its rows. */
function countTraffic(rows: readonly Exchange[], time: number, most: number) {
  const oldest = oldestArrival(rows);
  return layOutTraffic(tallyTraffic(rows, stepOf(oldest, time, most)), oldest, time);
}

describe('rows', () => {
  test('merged are each once, newest first, and what came later stands for what was there', () => {
    fc.assert(
      fc.property(sequences, sequences, (first, second) => {
        const existing = mergeRows([], rowsOf(first));
        const incoming = rowsOf(second).map((row) => ({ ...row, summary: 'later' }));
        const merged = mergeRows(existing, incoming);
        expect(merged.map(({ seq }) => seq)).toEqual([...new Set([...first, ...second])].sort((a, b) => b - a));
        for (const row of merged) expect(row.summary === 'later').toBe(second.includes(row.seq));
      }),
    );
  });

  test('replaced stay where they are, and none is added', () => {
    fc.assert(
      fc.property(sequences, sequences, (first, second) => {
        const existing = mergeRows([], rowsOf(first));
        const replaced = replaceRows(existing, rowsOf(second));
        expect(replaced.map(({ id }) => id)).toEqual(existing.map(({ id }) => id));
        if (!second.some((seq) => first.includes(seq))) expect(replaced).toBe(existing);
      }),
    );
  });
});

describe('traffic', () => {
  test('counts every request once, in buckets without gaps that fit', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 40 * 86_400_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(ages, fc.integer({ min: 24, max: 400 }), (list, most) => {
        const rows = list.map((age, index) => makeExchange(index + 1, now - age));
        const { buckets, step, peak } = countTraffic(rows, now, most);
        const sums = buckets.map(({ ok, refused, failed }) => ok + refused + failed);
        expect(sums.reduce((sum, each) => sum + each, 0)).toBe(rows.length);
        expect(peak).toBe(Math.max(0, ...sums));
        expect(buckets.length).toBeLessThanOrEqual(most + 1);
        expect(buckets.every(({ from }, index) => from === (buckets[0]?.from ?? 0) + index * step)).toBe(true);
      }),
    );
  });

  test.each([
    [60_000, 200, 1_000],
    [200_000, 100, 5_000],
    [86_400_000, 100, 900_000],
    [400 * 86_400_000, 100, 5 * 86_400_000],
  ])('%i ms in at most %i buckets: steps of %i ms', (length, most, step) =>
    expect(bucketStep(length, most)).toBe(step),
  );
});

test('an arrival is read as Date.parse reads it, from row to row over any days', () => {
  const times = fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true });
  const forms = fc.constantFrom(
    (date: Date) => date.toISOString(),
    (date: Date) => date.toISOString().replace('Z', '+00:00'),
    (date: Date) => date.toISOString().replace(/\.\d+/, ''),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(times, forms)), (rows) => {
      const arrival = createArrivalReader();
      for (const [date, form] of rows) expect(arrival(form(date))).toBe(Date.parse(form(date)));
    }),
  );
});

describe('the brush', () => {
  const traffic = countTraffic(
    [1, 5, 6, 30].map((second) => makeExchange(second, now - 60_000 + second * 1_000)),
    now,
    400,
  );
  const second = (stretch: Stretch | null) =>
    stretch === null ? null : [stretch.from, stretch.to].map((time) => (time - now + 60_000) / 1_000);
  const press = (...moves: BrushMove[]) =>
    second(moves.reduce<Stretch | null>((stretch, move) => moveStretch(traffic, stretch, move), null));

  test.each<[string, BrushMove[], number[]]>([
    ['the first press takes the newest bar', ['earlier'], [30, 31]],
    ['earlier goes on to the next bar that holds anything', ['earlier', 'earlier'], [6, 7]],
    ['later comes back', ['earlier', 'earlier', 'earlier', 'later'], [6, 7]],
    ['beyond the newest there is none', ['earlier', 'later'], [30, 31]],
    ['beyond the oldest there is none', Array<BrushMove>(9).fill('earlier'), [1, 2]],
    ['longer reaches further back', ['earlier', 'longer', 'longer'], [28, 31]],
    ['shorter gives that up', ['earlier', 'longer', 'longer', 'shorter'], [29, 31]],
    ['shorter stops at one bar', ['earlier', 'shorter'], [30, 31]],
    ['longer stops at the oldest', ['earlier', ...Array<BrushMove>(99).fill('longer')], [0, 31]],
  ])('%s', (_, moves, expected) => expect(press(...moves)).toEqual(expected));

  test('without traffic there is nothing to choose', () =>
    expect(moveStretch(countTraffic([], now, 40), null, 'earlier')).toBeNull());

  test('covers the bars that were dragged over, either way, and counts exactly their requests', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 60 });
    const places = fc.tuple(
      fc.double({ min: -0.2, max: 1.2, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(ages, places, (list, [one, other]) => {
        const rows = list.map((age, index) => makeExchange(index + 1, now - age));
        const counted = countTraffic(rows, now, 120);
        const first = bucketIndexAt(counted, one * 600, 600);
        const last = bucketIndexAt(counted, other * 600, 600);
        const stretch = stretchOf(counted, first, last);
        expect(stretch).toEqual(stretchOf(counted, last, first));
        const { ok, refused, failed } = countWithin(counted, stretch);
        expect(rowsWithin(rows, stretch)).toHaveLength(ok + refused + failed);
      }),
    );
  });
});

describe('curl', () => {
  test('a shell reads back exactly what was sent, and no token is in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        (body) => {
          const detail = makeDetail(makeExchange(12, now));
          const sent = { ...detail, request: { headers: { Authorization: 'Bearer secret', 'X-A': "it's" }, body } };
          const command = formatCurl(sent, 'http://127.0.0.1:4100/scim/v2/a1');
          const script = `curl() { printf '%s\\0' "$@"; }; ${command}`;
          const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0');
          expect(said).toEqual([
            '-X',
            'PATCH',
            `http://127.0.0.1:4100/scim/v2/a1${detail.path}`,
            '-H',
            'Authorization: Bearer <token>',
            '-H',
            "X-A: it's",
            '--data-raw',
            body,
            '',
          ]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a source that is not known any more leaves a placeholder', () => {
    expect(formatCurl(makeDetail(makeExchange(4, now)), null)).toContain("'<base URL>/Users?");
  });
});

describe('the trace', () => {
  test('spans from the request to the last thing that happened', () => {
    const trace = makeTrace(makeExchange(12, now));
    expect(traceSpan(trace)).toEqual({ from: now, to: now + 61 });
    expect(decidedAt(trace)).toBe(now + 3);
  });

  test.each([
    [12, false],
    [10, true],
    [8, true],
    [5, false],
  ])('of exchange %i: its account asks for attention: %s', (seq, loud) => {
    expect(makeTrace(makeExchange(seq, now)).accounts.map(isLoud)).toEqual([loud]);
  });
});

describe('what is parked', () => {
  const parkedBy = (workItemId: string | null) =>
    makeTrace(makeExchange(8, now)).accounts.map((account) => ({
      ...account,
      parked: workItemId === null ? null : { workItemId, reason: `because of ${workItemId}` },
    }));

  test.each<[string, (string | null)[], string[]]>([
    ['nothing', [null, null], []],
    ['one account alone keeps its own decision', ['a', null], []],
    ['several behind one decision have it once', ['a', null, 'a', 'a'], ['a']],
    ['each decision of several once, in their order', ['b', 'a', 'c', 'a', 'b'], ['b', 'a']],
  ])('%s', (_, items, expected) =>
    expect(parkedTogether(items.flatMap(parkedBy)).map(({ workItemId }) => workItemId)).toEqual(expected),
  );
});

describe('the address', () => {
  test('leads back to what it was made from', () => {
    const world = fc.constantFrom<World | null>('live', 'sandbox', null);
    const path = fc.array(fc.string({ minLength: 1 }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...places), path, world, (place, path, world) => {
        const route = { place, path, world };
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  test.each(['', '#', '#/', '#/nowhere', '#/nowhere/at-all', '#/activity?world=other', '#/activity/%E0%A4%A?x'])(
    '%s names no other world, and a place only when there is one',
    (hash) =>
      expect(parseRoute(hash)).toMatchObject({ place: hash.startsWith('#/activity') ? 'activity' : null, world: null }),
  );
});

describe('settings', () => {
  const standard = {
    theme: 'auto',
    world: null,
    inspectorShare: 46,
    appShare: 62,
    inspectorTab: 'trace',
    letterKeys: true,
  };

  test.each([
    ['nothing', null, {}],
    ['no JSON', '{', {}],
    ['no object', '7', {}],
    [
      'what does not fit falls back alone',
      '{"theme":"mint","world":"live","inspectorShare":99,"appShare":"wide","letterKeys":false}',
      { world: 'live', letterKeys: false },
    ],
    [
      'what fits',
      '{"theme":"dark","inspectorShare":30.5,"appShare":55,"inspectorTab":"raw"}',
      { theme: 'dark', inspectorShare: 30.5, appShare: 55, inspectorTab: 'raw' },
    ],
  ])('%s', (_, stored, expected) => expect(readSettings(stored)).toEqual({ ...standard, ...expected }));
});

describe('the world to begin in', () => {
  const overview = (sources: number) => ({ sources }) as Overview;
  const only = (world: World) => new Map<World, Overview>([[world, overview(1)]]);
  const both = (live: number, sandbox: number) =>
    new Map<World, Overview>([
      ['live', overview(live)],
      ['sandbox', overview(sandbox)],
    ]);

  test.each([
    ['live, when it has a source', both(1, 1), null, null, 'live'],
    ['the sandbox, when live is empty and it is not', both(0, 1), null, null, 'sandbox'],
    ['live, when both are empty', both(0, 0), null, null, 'live'],
    ['the remembered one', both(1, 1), null, 'sandbox', 'sandbox'],
    ['the linked one before the remembered one', both(1, 1), 'live', 'sandbox', 'live'],
    ['no world that does not run', only('live'), 'sandbox', 'sandbox', 'live'],
    ['the sandbox, when only it runs', only('sandbox'), null, null, 'sandbox'],
  ] as const)('%s', (_, running, linked, remembered, world) =>
    expect(chooseWorld(running, linked, remembered)).toBe(world),
  );
});

describe('what is shown of text and time', () => {
  test('JSON cut into tokens is the same text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(
          tokenizeJson(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test.each([
    [0, 'now'],
    [2_999, 'now'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [86_399_999, '23 h'],
    [86_400_000 * 9, '9 d'],
  ])('an age of %i ms: %s', (age, text) => expect(formatAge(age)).toBe(text));

  test.each([
    [0, '+0 ms'],
    [999.4, '+999 ms'],
    [1_240, '+1.24 s'],
    [179_999, '+2 min 59 s'],
    [185_000, '+3 min 5 s'],
    [7_440_000, '+2 h 4 min'],
  ])('an offset of %d ms: %s', (offset, text) => expect(formatOffset(offset)).toBe(text));

  test.each([
    [0.44, '0.4'],
    [12.4, '12'],
    [1_204, '1\u202f204'],
  ])('a duration of %d ms: %s', (duration, text) => expect(formatDuration(duration)).toBe(text));
});
