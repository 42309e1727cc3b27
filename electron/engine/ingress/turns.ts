/** After so long, in milliseconds, what is done is answered, and who came meanwhile is heard. */
const SLICE_MS = 5;
/** So many requests of one source are under way at most: as many as share a commit with those of another source. */
const UNDER_WAY = 32;
/** Or so many bytes of bodies, or one body that is longer: large ones are done one by one. */
const BYTES_UNDER_WAY = 256 * 1024;

/** Requests that are ready, done in turn: one of each source that has any, then the next one of each. */
export interface Turns {
  /**
   * Does `work` when it is its source's turn, among those that are ready to be done now.
   *
   * @param source whose it is
   * @param bytes how long the request's body is
   * @param work is under way until what it promises is settled
   * @returns what `work` returned
   * @throws what `work` threw
   */
  take<T>(source: string, bytes: number, work: () => T | Promise<T>): Promise<T>;
  /** Begins at once whatever waits, however much is under way. */
  flush(): void;
}

interface Waiting {
  readonly bytes: number;
  /** @returns what tells whoever waits for it, or when that was told */
  begin(): (() => void) | Promise<void>;
}

interface Lane {
  readonly waiting: Waiting[];
  underWay: number;
  bytesUnderWay: number;
}

/**
 * Fairness between sources: who asks much waits behind themselves. However many requests one source has ready, another's
 * waits for one of them, and for what is under way. Replies of a slice are sent together, which spares the one that reads
 * them, and us, as many awakenings.
 *
 * @param within is given each slice to be done, and does it once: such as in one transaction for all who only read. When
 *   it throws, what was done of the slice is told all the same, and the rest of it is done without
 * @param elapsed milliseconds since any moment
 */
export function createTurns(
  within: (slice: () => void) => void = (slice) => slice(),
  elapsed: () => number = () => performance.now(),
): Turns {
  /** By source, whose turn is next first; only those that wait or are under way. */
  const lanes = new Map<string, Lane>();
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      carryOut(elapsed() + SLICE_MS, false);
      if (next(false) !== null) schedule();
    });
  }

  /** Whose turn it is. @param all however much is under way */
  function next(all: boolean): [string, Lane, Waiting] | null {
    for (const [source, lane] of lanes) {
      const [first] = lane.waiting;
      if (first !== undefined && (all || mayBegin(lane, first))) return [source, lane, first];
    }
    return null;
  }

  function carryOut(until: number, all: boolean): void {
    // A slice that was scheduled may find that all was flushed, and what it would be done within is closed.
    if (next(all) === null) return;
    const tell: (() => void)[] = [];
    const slice = () => {
      for (let turn = next(all); turn !== null; turn = next(all)) {
        const [source, lane, one] = turn;
        lane.waiting.shift();
        // Behind all others.
        lanes.delete(source);
        lanes.set(source, lane);
        const begun = one.begin();
        if (typeof begun === 'function') tell.push(begun);
        else keepUnderWay(source, lane, one.bytes, begun);
        forgetIdle(source, lane);
        if (elapsed() > until) break;
      }
    };
    try {
      within(slice);
    } catch {
      // Each work says by itself what keeps it from being done: no file to read, no place on the disk.
      slice();
    }
    for (const one of tell) one();
  }

  function keepUnderWay(source: string, lane: Lane, bytes: number, told: Promise<void>): void {
    lane.underWay += 1;
    lane.bytesUnderWay += bytes;
    void told.then(() => {
      lane.underWay -= 1;
      lane.bytesUnderWay -= bytes;
      if (lane.waiting.length > 0) schedule();
      else forgetIdle(source, lane);
    });
  }

  function forgetIdle(source: string, lane: Lane): void {
    if (lane.waiting.length === 0 && lane.underWay === 0) lanes.delete(source);
  }

  return {
    take<T>(source: string, bytes: number, work: () => T | Promise<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        const begin: Waiting['begin'] = () => {
          try {
            const result = work();
            return result instanceof Promise ? result.then(resolve, reject) : () => resolve(result);
          } catch (error) {
            return () => reject(error);
          }
        };
        const lane = lanes.get(source) ?? { waiting: [], underWay: 0, bytesUnderWay: 0 };
        lanes.set(source, lane);
        lane.waiting.push({ bytes, begin });
        schedule();
      });
    },
    flush: () => carryOut(Number.POSITIVE_INFINITY, true),
  };
}

const mayBegin = (lane: Lane, { bytes }: Waiting): boolean =>
  lane.underWay === 0 || (lane.underWay < UNDER_WAY && lane.bytesUnderWay + bytes <= BYTES_UNDER_WAY);
