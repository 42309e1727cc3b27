import type { DeliverySettings, DeliveryWindow } from '../../../shared/model/delivery-settings.ts';

/** The days as they stand beside their boxes, and as they are spoken. */
export const dayWords: Record<DeliveryWindow['days'][number], { readonly short: string; readonly whole: string }> = {
  mon: { short: 'Mon', whole: 'Monday' },
  tue: { short: 'Tue', whole: 'Tuesday' },
  wed: { short: 'Wed', whole: 'Wednesday' },
  thu: { short: 'Thu', whole: 'Thursday' },
  fri: { short: 'Fri', whole: 'Friday' },
  sat: { short: 'Sat', whole: 'Saturday' },
  sun: { short: 'Sun', whole: 'Sunday' },
};

const counted = (number: number, one: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : `${one}s`}`;

/** What the form of an app's delivery says. */
export const deliveryWords = {
  title: 'Delivery',
  text: 'When and how fast changes are delivered. Taking access away never waits for more changes.',
  now: ({ debounceSeconds, concurrency, perSecond, schedule }: DeliverySettings) =>
    `Now: ${schedule === null ? 'at any time' : 'only in its hours'}, ${debounceSeconds === 0 ? 'without waiting for more' : `after ${counted(debounceSeconds, 'second')} without a change`}, ${counted(concurrency, 'account')} at once, ${perSecond === null ? 'as fast as it takes them' : `at most ${counted(perSecond, 'operation')} per second`}.`,
  debounce: 'Wait for more, in seconds',
  debounceHint: 'Changes of one account that come together are delivered as one. 0 to 60.',
  noDebounce: 'Write a number of seconds from 0 to 60.',
  concurrency: 'Accounts at once',
  concurrencyHint: 'On so many accounts is worked at a time. 1 to 16.',
  noConcurrency: 'Write a whole number from 1 to 16.',
  perSecond: 'Operations per second',
  perSecondHint: 'At most so many; empty: as many as the app takes.',
  noPerSecond: 'Write a number from 0.1 to 10,000, or leave it empty.',
  when: 'Deliver',
  anyTime: 'At any time',
  onlyHours: 'Only in these hours',
  timeZone: 'Time zone',
  timeZoneHint: 'The hours are read from the clocks of this place, in summer and in winter.',
  noTimeZone: 'Write a time zone as the IANA database names it, such as Europe/Vienna.',
  hours: (number: number) => `Hours ${number}`,
  days: 'Days on which they begin',
  noDays: 'Choose a day or more.',
  from: 'From',
  to: 'To',
  noTime: 'Write a time as HH:MM, from 00:00 to 23:59.',
  nextDay: 'They end on the next day.',
  add: 'Add hours',
  addFull: 'These are as many as there can be.',
  remove: 'Remove',
  removeNumber: (number: number) => `Remove hours ${number}`,
  removals: 'Taking access away',
  atOnce: 'At once, at any hour',
  inTheHours: 'Only in these hours',
  removalsWait: (name: string) =>
    `Whoever leaves outside these hours keeps access to ${name} until the next of them begin.`,
  save: 'Save the delivery',
  saved: 'Saved.',
  notSaved: 'Not saved yet.',
} as const;
