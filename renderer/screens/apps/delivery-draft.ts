import {
  DeliverySchedule,
  DeliverySettings,
  type DeliveryWindow,
  weekdays,
} from '../../../shared/model/delivery-settings.ts';
import { deliveryWords } from './delivery-words.ts';

export type Weekday = DeliveryWindow['days'][number];

/** One stretch of hours as it is written. */
export interface HoursDraft {
  /** Tells it from the others, whatever is removed meanwhile. */
  readonly key: number;
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
}

/** The form of an app's delivery, as it is written. */
export interface DeliveryDraft {
  readonly debounce: string;
  readonly concurrency: string;
  readonly perSecond: string;
  readonly when: 'any time' | 'hours';
  readonly timeZone: string;
  readonly hours: readonly HoursDraft[];
  readonly removals: DeliverySchedule['removals'];
}

export type DeliveryField =
  | 'debounce'
  | 'concurrency'
  | 'perSecond'
  | 'timeZone'
  | `${'days' | 'from' | 'to'}-${number}`;

export type ReadDelivery =
  | { readonly ok: true; readonly delivery: DeliverySettings }
  | { readonly ok: false; readonly errors: Partial<Record<DeliveryField, string>> };

/** So many stretches of hours an app can have. */
export const mostHours = 14;

const officeHours = { days: weekdays.slice(0, 5), from: '08:00', to: '18:00' };

/** The form as it begins: what is in force; where that is at any time, hours that are usual, by this computer's own clock. */
export function draftDelivery({ debounceSeconds, concurrency, perSecond, schedule }: DeliverySettings): DeliveryDraft {
  return {
    debounce: String(debounceSeconds),
    concurrency: String(concurrency),
    perSecond: perSecond === null ? '' : String(perSecond),
    when: schedule === null ? 'any time' : 'hours',
    timeZone: schedule?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    hours: (schedule?.windows ?? [officeHours]).map((hours, key) => ({ ...hours, key })),
    removals: schedule?.removals ?? 'at once',
  };
}

/** One more stretch: the hours of the last, on no day yet. */
export const addHours = ({ hours }: DeliveryDraft): HoursDraft => ({
  key: Math.max(-1, ...hours.map(({ key }) => key)) + 1,
  days: [],
  from: hours.at(-1)?.from ?? officeHours.from,
  to: hours.at(-1)?.to ?? officeHours.to,
});

/** Whether two drafts say the same. */
export const isSameDelivery = (one: DeliveryDraft, other: DeliveryDraft): boolean => said(one) === said(other);

/** What is not shown, and what only tells the parts of a form apart, says nothing. */
const said = (draft: DeliveryDraft): string => {
  const { debounce, concurrency, perSecond, when } = draft;
  const shown = when === 'hours' ? draft : { debounce, concurrency, perSecond, when };
  return JSON.stringify(shown, (name, value: unknown) => (name === 'key' ? undefined : value));
};

/** What was written as settings, or for each field what is wrong with it. */
export function readDelivery(draft: DeliveryDraft): ReadDelivery {
  const errors: Partial<Record<DeliveryField, string>> = {};
  const check = <T>(field: DeliveryField, value: T | null, error: string): T | null => {
    if (value === null) errors[field] = error;
    return value;
  };
  const { debounceSeconds, concurrency, perSecond } = DeliverySettings.shape;
  const limit = draft.perSecond.trim();
  const numbers = {
    debounceSeconds: check('debounce', readNumber(draft.debounce, debounceSeconds), deliveryWords.noDebounce),
    concurrency: check('concurrency', readNumber(draft.concurrency, concurrency), deliveryWords.noConcurrency),
    perSecond: limit === '' ? null : check('perSecond', readNumber(limit, perSecond), deliveryWords.noPerSecond),
  };
  const schedule = draft.when === 'any time' ? null : readSchedule(draft, check);
  const delivery = DeliverySettings.safeParse({ ...numbers, schedule });
  return delivery.success && Object.keys(errors).length === 0
    ? { ok: true, delivery: delivery.data }
    : { ok: false, errors };
}

type Check = <T>(field: DeliveryField, value: T | null, error: string) => T | null;

function readSchedule({ timeZone, hours, removals }: DeliveryDraft, check: Check) {
  return {
    timeZone: check('timeZone', readTimeZone(timeZone), deliveryWords.noTimeZone),
    windows: hours.map(({ key, days, from, to }) => ({
      days: check(`days-${key}`, days.length === 0 ? null : inOrder(days), deliveryWords.noDays),
      from: check(`from-${key}`, readTime(from), deliveryWords.noTime),
      to: check(`to-${key}`, readTime(to), deliveryWords.noTime),
    })),
    removals,
  };
}

interface NumberSchema {
  safeParse(value: unknown): { readonly success: boolean };
}

function readNumber(text: string, schema: NumberSchema): number | null {
  // A decimal comma is one as well.
  const written = text.trim().replace(',', '.');
  const number = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(written) ? Number(written) : null;
  return number !== null && schema.safeParse(number).success ? number : null;
}

/** A time of day: `08:00`, also written as 8, 8:00, 8.00 or 0800. @returns null when it is none */
export function readTime(text: string): string | null {
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[:.]?(\d\d))?$/.exec(text.trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** Whether hours that begin and end so end on the day after; null while they are not written yet. */
export function endsNextDay({ from, to }: Pick<HoursDraft, 'from' | 'to'>): boolean | null {
  const [begin, end] = [readTime(from), readTime(to)];
  return begin === null || end === null ? null : end <= begin;
}

/** The time zones that this computer knows, as the IANA time zone database names them. */
export const timeZones: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** The name of a time zone as it is usually written. @returns null when it is none */
function readTimeZone(text: string): string | null {
  const name = text.trim();
  if (name === '' || !DeliverySchedule.shape.timeZone.safeParse(name).success) return null;
  return timeZones.find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name;
}

const inOrder = (days: readonly Weekday[]): Weekday[] => weekdays.filter((day) => days.includes(day));
