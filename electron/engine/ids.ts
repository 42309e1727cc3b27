import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import type { Ids } from './ports.ts';

/** Bytes of randomness of one id. */
const BYTES = 16;
/** For so many ids randomness is fetched at once: asking the system costs more than making an id. */
const FETCHED_FOR = 256;

/**
 * UUIDs of version 7 (RFC 9562), rising also within one millisecond, so that the index of an id grows at its end and a
 * commit writes fewer pages.
 *
 * @param now milliseconds since the epoch; ids go on rising when it jumps back
 */
export function createIds(now: () => number): Ids {
  const pool = new Uint8Array(BYTES * FETCHED_FOR);
  let used = pool.length;
  let msecs = 0;
  /** RFC 9562 §6.2, method 1: 32 bits that count within a millisecond, beginning at random in their lower half. */
  let seq = 0;
  return {
    next() {
      if (used === pool.length) {
        randomFillSync(pool);
        used = 0;
      }
      const random = pool.subarray(used, used + BYTES);
      used += BYTES;
      const at = now();
      if (at > msecs) {
        msecs = at;
        seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1;
      } else {
        seq = (seq + 1) >>> 0;
        if (seq === 0) msecs += 1;
      }
      return v7({ random, msecs, seq });
    },
  };
}
