const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Rule 9: so long after something was seen to be taken away it is looked at again. */
const AFTER_MS: readonly number[] = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS];

/**
 * When to look again.
 *
 * @param doneAt when it was seen first
 * @returns the first of the times that is still to come, in milliseconds since the epoch; null after the last
 */
export function nextReread(doneAt: number, now: number): number | null {
  const after = AFTER_MS.find((ms) => doneAt + ms > now);
  return after === undefined ? null : doneAt + after;
}

/** "after 7 days": which of the times had passed when it was looked at again. */
export function inWords(doneAt: number, lookedAt: number): string {
  const after = AFTER_MS.findLast((ms) => doneAt + ms <= lookedAt) ?? HOUR_MS;
  if (after === HOUR_MS) return 'after 1 hour';
  const days = after / DAY_MS;
  return `after ${days} ${days === 1 ? 'day' : 'days'}`;
}
