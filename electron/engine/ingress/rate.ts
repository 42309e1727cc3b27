import { limits } from './limits.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each source: one that sends too fast waits, the others do not notice. */
export interface Rates {
  /**
   * @param rate requests per second; 0 is no limit, null the default
   * @returns 0 when the request may pass, else after how many seconds to try again
   */
  take(sourceKey: string, rate: number | null, now: number): number;
  /**
   * Counts what came within a request that was let in: the requests after it wait until that is made up for.
   *
   * @param more how many requests it was worth besides itself
   */
  charge(sourceKey: string, more: number): void;
}

export function createRates(): Rates {
  const buckets = new Map<string, Bucket>();
  return {
    take(sourceKey, rate, now) {
      if (rate === 0) return 0;
      const perSecond = rate ?? limits.sustainedRate;
      const burst = rate === null ? limits.burst : Math.max(perSecond * 4, 1);
      const bucket = buckets.get(sourceKey) ?? { tokens: burst, at: now };
      buckets.set(sourceKey, bucket);
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(now - bucket.at, 0) / 1000) * perSecond);
      bucket.at = now;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    },
    charge(sourceKey, more) {
      // None for a source without a limit.
      const bucket = buckets.get(sourceKey);
      if (bucket) bucket.tokens -= more;
    },
  };
}
