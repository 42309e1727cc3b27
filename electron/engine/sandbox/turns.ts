/** Lets one thing happen at a time, in the order in which they were asked for. */
export interface Turns {
  /** Does the work when everything asked for before is done. @returns or throws what the work does */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when nothing is under way and nothing waits. */
  rest(): Promise<void>;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const turn = last.then(work);
      // Whoever asked is told of a failure; the next one's turn comes all the same.
      last = turn.catch(() => undefined);
      return turn;
    },
    async rest() {
      for (let seen: unknown = null; seen !== last; ) {
        seen = last;
        await last;
      }
    },
  };
}
