import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addHours,
  type DeliveryDraft,
  type DeliveryField,
  draftDelivery,
  endsNextDay,
  isSameDelivery,
  mostHours,
  readDelivery,
  readTime,
  timeZones,
} from '../../renderer/screens/apps/delivery-draft.ts';
import { deliveryWords } from '../../renderer/screens/apps/delivery-words.ts';
import { type DeliverySettings, usualDelivery, weekdays } from '../../shared/model/delivery-settings.ts';
import { propertyRuns } from '../support/runs.ts';

const hours = { days: ['mon' as const], from: '08:00', to: '18:00' };
const withHours: DeliveryDraft = draftDelivery({
  ...usualDelivery,
  schedule: { timeZone: 'Europe/Vienna', windows: [hours], removals: 'at once' },
});

const read = (draft: Partial<DeliveryDraft>) => readDelivery({ ...withHours, ...draft });
const wrong = (draft: Partial<DeliveryDraft>): string[] => {
  const { ok, ...rest } = read(draft);
  return ok ? [] : Object.keys('errors' in rest ? rest.errors : {});
};
const setting = <K extends keyof DeliverySettings>(draft: Partial<DeliveryDraft>, name: K) => {
  const given = read(draft);
  return given.ok ? given.delivery[name] : 'refused';
};

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const settings: fc.Arbitrary<DeliverySettings> = fc.record({
  debounceSeconds: fc.double({ min: 0, max: 60, noNaN: true }),
  concurrency: fc.integer({ min: 1, max: 16 }),
  perSecond: fc.option(fc.double({ min: 0.1, max: 10_000, noNaN: true })),
  schedule: fc.option(
    fc.record({
      timeZone: fc.constantFrom(...timeZones),
      windows: fc.array(fc.record({ days: fc.subarray([...weekdays], { minLength: 1 }), from: time, to: time }), {
        minLength: 1,
        maxLength: mostHours,
      }),
      removals: fc.constantFrom('at once' as const, 'in the windows' as const),
    }),
  ),
});

test('what is in force, shown in the form and saved untouched, is what was in force', () => {
  fc.assert(
    fc.property(settings, (given) => {
      expect(readDelivery(draftDelivery(given))).toEqual({ ok: true, delivery: given });
    }),
    { numRuns: propertyRuns(200) },
  );
});

test('at any time, hours that are usual stand ready, by this computer’s own clock', () => {
  const draft = draftDelivery(usualDelivery);
  expect(draft).toMatchObject({
    when: 'any time',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    perSecond: '',
    removals: 'at once',
  });
  expect(readDelivery(draft)).toEqual({ ok: true, delivery: usualDelivery });
  const chosen = readDelivery({ ...draft, when: 'hours' });
  expect(chosen).toMatchObject({
    ok: true,
    delivery: { schedule: { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }] } },
  });
});

describe('a number', () => {
  test.each<[string, number | string]>([
    ['0', 0],
    ['60', 60],
    [' 1.5 ', 1.5],
    ['0,25', 0.25],
    ['.5', 0.5],
    ['60.01', 'refused'],
    ['-1', 'refused'],
    ['', 'refused'],
    ['ten', 'refused'],
    ['1 2', 'refused'],
    ['1,000.5', 'refused'],
    ['Infinity', 'refused'],
    ['0x10', 'refused'],
  ])('of seconds: “%s” is %s', (debounce, is) => expect(setting({ debounce }, 'debounceSeconds')).toBe(is));

  test.each<[string, number | string]>([
    ['1', 1],
    ['16', 16],
    ['0', 'refused'],
    ['17', 'refused'],
    ['1.5', 'refused'],
    ['', 'refused'],
  ])('of accounts at once: “%s” is %s', (concurrency, is) => expect(setting({ concurrency }, 'concurrency')).toBe(is));

  test.each<[string, number | string | null]>([
    ['', null],
    ['  ', null],
    ['0.1', 0.1],
    ['0.09', 'refused'],
    ['10000', 10_000],
    ['10000.5', 'refused'],
    ['0', 'refused'],
  ])('of operations: “%s” is %s', (perSecond, is) => expect(setting({ perSecond }, 'perSecond')).toBe(is));
});

test.each<[string, string | null]>([
  ['08:00', '08:00'],
  ['8', '08:00'],
  ['8:05', '08:05'],
  ['8.30', '08:30'],
  ['0830', '08:30'],
  ['800', '08:00'],
  [' 23:59 ', '23:59'],
  ['0:00', '00:00'],
  ['24:00', null],
  ['12:60', null],
  ['8:5', null],
  ['', null],
  ['noon', null],
])('as a time of day “%s” is %s', (text, is) => expect(readTime(text)).toBe(is));

test.each<[string, string, boolean | null]>([
  ['08:00', '18:00', false],
  ['22:00', '06:00', true],
  ['08:00', '08:00', true],
  ['00:00', '0', true],
  ['22', '', null],
])('from %s to %s ends on the next day: %s', (from, to, is) => expect(endsNextDay({ from, to })).toBe(is));

describe('hours', () => {
  test.each<[string, Partial<DeliveryDraft>, DeliveryField[]]>([
    ['as they should be', {}, []],
    ['without a time zone', { timeZone: ' ' }, ['timeZone']],
    ['of a time zone that is none', { timeZone: 'Europe/Wien' }, ['timeZone']],
    ['of an offset, which knows no summer', { timeZone: '+01:00' }, ['timeZone']],
    ['on no day', { hours: [{ ...hours, key: 0, days: [] }] }, ['days-0']],
    ['without times', { hours: [{ ...hours, key: 3, from: '', to: '25' }] }, ['from-3', 'to-3']],
    [
      'of which the second is wrong, and a number',
      {
        debounce: 'x',
        hours: [
          { ...hours, key: 0 },
          { ...hours, key: 7, to: 'late' },
        ],
      },
      ['debounce', 'to-7'],
    ],
    ['that are wrong, but not asked for', { when: 'any time', timeZone: '', hours: [] }, []],
  ])('%s', (_, draft, fields) => {
    expect(wrong(draft)).toEqual(fields);
  });

  test('are read as they are usually written: the name of the zone, the days in the order of the week', () => {
    const given = read({
      timeZone: ' europe/vienna ',
      hours: [{ key: 0, days: ['sun', 'mon'], from: '7', to: '1930' }],
    });
    expect(given).toMatchObject({
      delivery: {
        schedule: { timeZone: 'Europe/Vienna', windows: [{ days: ['mon', 'sun'], from: '07:00', to: '19:30' }] },
      },
    });
  });

  test('that are added take the times of the last, on no day yet, and none takes another’s key', () => {
    const one = addHours(withHours);
    expect(one).toEqual({ key: 1, days: [], from: '08:00', to: '18:00' });
    const rest = { ...withHours, hours: [{ ...one, key: 9 }] };
    expect(addHours(rest).key).toBe(10);
    expect(addHours({ ...withHours, hours: [] }).key).toBe(0);
  });

  test('that are removed and written again are no change; hidden ones are none either', () => {
    expect(isSameDelivery(withHours, { ...withHours, hours: [{ ...hours, key: 5 }] })).toBe(true);
    expect(isSameDelivery(withHours, { ...withHours, hours: [{ ...hours, key: 0, to: '19:00' }] })).toBe(false);
    const anyTime: DeliveryDraft = { ...withHours, when: 'any time' };
    expect(isSameDelivery(anyTime, { ...anyTime, timeZone: 'UTC', removals: 'in the windows' })).toBe(true);
    expect(isSameDelivery(anyTime, withHours)).toBe(false);
  });
});

test('every time zone that is proposed is taken', () => {
  for (const timeZone of timeZones) expect(wrong({ timeZone })).toEqual([]);
});

test('what is in force is said in a sentence', () => {
  expect(deliveryWords.now(usualDelivery)).toBe(
    'Now: at any time, after 1 second without a change, 4 accounts at once, as fast as it takes them.',
  );
  const slow = { ...usualDelivery, debounceSeconds: 0, concurrency: 1, perSecond: 0.5 };
  expect(deliveryWords.now(slow)).toBe(
    'Now: at any time, without waiting for more, 1 account at once, at most 0.5 operations per second.',
  );
});
