/** What must be closed at the end, in one place, also what opens only while the end has begun. */
export interface Closers {
  /** @param close is called at the end; at once when that has begun already */
  add(close: () => Promise<void>): void;
  /** Closes everything added so far; settles when all of it is closed. */
  close(): Promise<void>;
  readonly closing: boolean;
}

export function createClosers(): Closers {
  const added: (() => Promise<void>)[] = [];
  let closing = false;
  return {
    get closing() {
      return closing;
    },
    add(close) {
      if (closing) void close();
      else added.push(close);
    },
    async close() {
      closing = true;
      await Promise.all(added.splice(0).map((close) => close()));
    },
  };
}
