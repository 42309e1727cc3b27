import { createTokenBucket, type TokenBucket } from '../../../shared/kit/token-bucket.ts';
import { limits } from './limits.ts';

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
  charge(sourceKey: string, more: number, now: number): void;
}

export function createRates(): Rates {
  const buckets = new Map<string, { readonly rate: number | null; readonly bucket: TokenBucket }>();
  const bucketOf = (sourceKey: string, rate: number | null): TokenBucket => {
    const known = buckets.get(sourceKey);
    if (known?.rate === rate) return known.bucket;
    const perSecond = rate ?? limits.sustainedRate;
    const bucket = createTokenBucket(perSecond, rate === null ? limits.burst : Math.max(perSecond * 4, 1));
    buckets.set(sourceKey, { rate, bucket });
    return bucket;
  };
  return {
    take(sourceKey, rate, now) {
      if (rate === 0) {
        buckets.delete(sourceKey);
        return 0;
      }
      const bucket = bucketOf(sourceKey, rate);
      const wait = bucket.waitUntilOne(now);
      if (wait > 0) return Math.ceil(wait / 1000);
      bucket.take(1, now);
      return 0;
    },
    charge(sourceKey, more, now) {
      // None for a source without a limit.
      buckets.get(sourceKey)?.bucket.take(more, now);
    },
  };
}
