import type { Captured } from './exchange.ts';

/** How long an exchange may wait before it is written and told to whoever watches. */
const FLUSH_MS = 50;
/** So many are written together at once. */
const FLUSH_COUNT = 200;
/** When they cannot be written (a full disk), so many are kept in memory and tried again after this long. */
const KEPT_UNWRITTEN = 5_000;
const RETRY_MS = 1_000;
/** Refusals kept per minute; the others are counted, so that a flood of bad requests fills no disk. */
const REFUSALS_PER_MINUTE = 300;

export interface Capture {
  add(exchange: Captured): void;
  /** Writes what waits. */
  flush(): void;
  stop(): void;
}

/**
 * Collects finished exchanges and hands them over in batches, after the reply has gone out.
 *
 * @param write must be durable when it returns; `suppressed` counts refusals that were left out since the last batch
 * @param failed is told why a batch could not be written; it is tried again
 */
export function createCapture(
  write: (batch: readonly Captured[], suppressed: number) => void,
  failed: (error: unknown) => void,
): Capture {
  let waiting: Captured[] = [];
  let timer: NodeJS.Timeout | undefined;
  let minute = 0;
  let refusals = 0;
  let suppressed = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0 && suppressed === 0) return;
    const batch = waiting;
    const left = suppressed;
    waiting = [];
    suppressed = 0;
    try {
      write(batch, left);
    } catch (error) {
      failed(error);
      waiting = [...batch, ...waiting].slice(-KEPT_UNWRITTEN);
      suppressed += left;
      timer ??= setTimeout(flush, RETRY_MS);
    }
  }

  return {
    add(exchange) {
      if (exchange.reply.status === 401 || exchange.reply.status === 429) {
        const now = Math.floor(exchange.at / 60_000);
        if (now !== minute) {
          minute = now;
          refusals = 0;
        }
        refusals += 1;
        if (refusals > REFUSALS_PER_MINUTE) {
          suppressed += 1;
          return;
        }
      }
      waiting.push(exchange);
      if (waiting.length >= FLUSH_COUNT) setImmediate(flush);
      timer ??= setTimeout(flush, FLUSH_MS);
    },
    flush,
    stop() {
      flush();
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
