/** Lets so much through in a second, and a burst after a rest. Times in milliseconds since any moment. */
export interface TokenBucket {
  /** How long until one may pass; 0: now. */
  waitUntilOne(now: number): number;
  /** Counts what passes. More than there is makes the next ones wait until it is made up for. */
  take(count: number, now: number): void;
}

/**
 * @param perSecond how many pass in a second, in the long run
 * @param burst how many pass at once after a rest, at least 1
 */
export function createTokenBucket(perSecond: number, burst: number): TokenBucket {
  let tokens = burst;
  let at: number | null = null;
  const refill = (now: number): void => {
    // A clock that is set back gives nothing, and takes nothing.
    tokens = Math.min(burst, tokens + (Math.max(now - (at ?? now), 0) / 1000) * perSecond);
    at = now;
  };
  return {
    waitUntilOne(now) {
      refill(now);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
    take(count, now) {
      refill(now);
      tokens -= count;
    },
  };
}
