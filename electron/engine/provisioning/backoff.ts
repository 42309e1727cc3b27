const FIRST_MS = 1000;
const LONGEST_MS = 15 * 60 * 1000;
/** The longest that a target may make us wait. */
export const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * When to try again: exponential with jitter, at most a quarter of an hour; what the target asked for is honoured, up to a
 * day.
 *
 * @param failures how many tries in a row have failed, from 1
 * @param random in [0, 1)
 * @param retryAfter what the target asked for, in milliseconds
 * @returns milliseconds to wait
 */
export function backoff(failures: number, random: number, retryAfter?: number): number {
  const grown = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  return Math.max(Math.round(grown * (0.5 + random / 2)), Math.min(retryAfter ?? 0, LONGEST_WAIT_MS));
}
