import type { Guard } from '../store/app.ts';

/** Rule 7's defaults: the larger of 5 people and 10 % of the app's people. */
export const defaultGuard: Guard = { people: 5, percent: 10 };

/** The hour over which removals add up. */
export const GUARD_WINDOW_MS = 60 * 60 * 1000;

/** How many people one cause, or all causes of an hour, may take something from. */
export const guardLimit = (guard: Guard, peopleInApp: number): number =>
  Math.max(guard.people, Math.floor((peopleInApp * guard.percent) / 100));

/**
 * Judges one cause. A cause above the limit is parked whole; below it, all of it goes at once.
 *
 * @param accounts the accounts that this cause takes something from
 * @param inWindow the accounts that something was taken from in the last hour
 * @returns why it is parked, in words; null when it may go
 */
export function judge(
  guard: Guard,
  peopleInApp: number,
  accounts: ReadonlySet<number>,
  inWindow: ReadonlySet<number>,
): string | null {
  if (accounts.size === 0) return null;
  const limit = guardLimit(guard, peopleInApp);
  if (accounts.size > limit)
    return `One cause would take access from ${accounts.size} people at once; the guard's limit is ${limit}.`;
  const together = new Set([...inWindow, ...accounts]).size;
  if (together > limit)
    return `With this, ${together} people would lose access within an hour; the guard's limit is ${limit}.`;
  return null;
}
