import type { Failure } from '../connectors/connector.ts';

/** So many calls in a row that do not get through open it. */
const FAILURES = 5;
const FIRST_OPEN_MS = 10_000;
const LONGEST_OPEN_MS = 5 * 60_000;

/**
 * A circuit breaker for one target. closed: calls go through; open: none is tried until `until`; half-open: one account
 * is tried, and what comes of it closes or opens it.
 */
export interface Breaker {
  state(now: number): 'closed' | 'open' | 'half-open';
  /** When it may be tried again, in milliseconds since the epoch; null while it is closed. */
  until(): number | null;
  /** The target answered, if only to refuse. @returns whether that closed it */
  answered(): boolean;
  /**
   * A call did not get through, or our login was refused.
   *
   * @returns whether a person is to hear of it: it was closed before, or they had it tried
   */
  failed(now: number): boolean;
  /** A person says that it may be tried. */
  tryNow(now: number): void;
}

/** @param wasOpen it was open when the program ended: it begins with one try */
export function createBreaker(wasOpen: boolean, random: () => number): Breaker {
  let failures = 0;
  let opened = wasOpen ? 1 : 0;
  let until = 0;
  let isAsked = false;
  // No wait is longer: where it seems so, the clock was set back.
  const isOpen = (now: number): boolean => opened > 0 && now < until && until - now <= LONGEST_OPEN_MS;
  return {
    state: (now) => (opened === 0 ? 'closed' : isOpen(now) ? 'open' : 'half-open'),
    until: () => (opened === 0 ? null : until),
    answered() {
      failures = 0;
      const closes = opened > 0;
      opened = 0;
      isAsked = false;
      return closes;
    },
    failed(now) {
      failures += 1;
      if (opened === 0 && failures < FAILURES) return false;
      // What was under way when it opened says nothing new.
      if (isOpen(now)) return false;
      const isNews = opened === 0 || isAsked;
      isAsked = false;
      const wait = Math.min(FIRST_OPEN_MS * 2 ** Math.min(opened, 20), LONGEST_OPEN_MS);
      opened += 1;
      until = now + Math.round(wait * (0.5 + random() / 2));
      return isNews;
    },
    tryNow(now) {
      isAsked = opened > 0;
      until = Math.min(until, now);
    },
  };
}

/**
 * Whether a failure says that the target cannot be had at all: it is not reached, does not answer, or refuses our login. A
 * target that names when to come again, or refuses one operation, has answered.
 */
export const isUnreachable = ({ kind, retryAfter }: Failure): boolean =>
  kind === 'credentials' || kind === 'unknown' || (kind === 'transient' && retryAfter === undefined);
