import { Cron } from 'croner';
import { type DeliverySchedule, type DeliveryWindow, weekdays } from '../../../shared/model/delivery-settings.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Whether changes are delivered at a moment, by the clocks of the schedule's place. @param now ms since the epoch */
export function isOpen({ timeZone, windows }: DeliverySchedule, now: number): boolean {
  const { day, minute } = localTime(timeZone, now);
  return windows.some((window) => {
    const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
    if (from < to) return begins(window, day) && minute >= from && minute < to;
    // Over midnight: the evening of its day, or the morning of the day after.
    return (begins(window, day) && minute >= from) || (begins(window, day + 6) && minute < to);
  });
}

/**
 * When a schedule that is closed opens next: its first window's first minute that clocks there show, also where summer time
 * begins then.
 *
 * @returns milliseconds since the epoch; never before `now`
 */
export function nextOpening({ timeZone, windows }: DeliverySchedule, now: number): number {
  const openings = windows.map(({ days, from }) => {
    const [hours, minutes] = from.split(':').map(Number);
    const pattern = `${minutes} ${hours} * * ${days.map((day) => weekdays.indexOf(day) + 1).join(',')}`;
    const next = new Cron(pattern, { timezone: timeZone, paused: true }).nextRun(new Date(now));
    // No calendar has a week without one of its days.
    return next?.getTime() ?? now + 7 * DAY_MINUTES * MINUTE_MS;
  });
  return Math.max(Math.min(...openings), now);
}

const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** @param day from Monday, 0; may count on into the next week */
const begins = ({ days }: DeliveryWindow, day: number): boolean => {
  const name = weekdays[day % 7];
  return name !== undefined && days.includes(name);
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks and calendars show somewhere. @returns the day from Monday, 0, and the minute of it */
function localTime(timeZone: string, at: number): { readonly day: number; readonly minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = weekdays.indexOf(parts.weekday?.toLowerCase() as (typeof weekdays)[number]);
  return { day, minute: (Number(parts.hour) % 24) * 60 + Number(parts.minute) };
}
