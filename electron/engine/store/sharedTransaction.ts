import { type ReadDb, savepoint, transaction, type WriteDb } from './sql.ts';

/** So much shares one transaction at most; what is over waits for the next one. */
const MOST = 64;
/** A transaction that has lasted so long, in milliseconds, takes in nothing more: every reply waits for its commit. */
const LONGEST_MS = 20;

/** What is remembered in memory by work that is done in transactions, and must be forgotten with what is undone. */
export interface Memory {
  /** @returns what forgets everything that was remembered from here on */
  mark(): () => void;
  /** What was remembered so far is committed: nobody will ask to forget it. */
  keep(): void;
}

/** Transactions that are shared by those who want to write at the same time: one commit, one wait for the disk. */
export interface SharedTransactions {
  /**
   * Does `work` soon: after what is ready to be read from the network now, so that all of it shares one commit. Work is
   * done in the order in which it came.
   *
   * @param work may be done twice, when what it shared the first time could not be committed; the first time never was
   * @returns what `work` returned, when it is durable
   * @throws what `work` threw, or why it could not be committed; then nothing of it has happened, and to nobody else
   */
  run<T>(work: (db: WriteDb) => T): Promise<T>;
  /** Does at once what waits. */
  flush(): void;
}

interface Waiting {
  /** @returns what tells whoever waits for it, once it is durable */
  work(db: WriteDb): () => void;
  reject(error: unknown): void;
}

/** @param elapsed milliseconds since any moment */
export function createSharedTransactions(
  db: ReadDb,
  memory: Memory,
  elapsed: () => number = () => performance.now(),
): SharedTransactions {
  const waiting: Waiting[] = [];
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      carryOut();
      if (waiting.length > 0) schedule();
    });
  }

  function carryOut(): void {
    const group = waiting.splice(0, MOST);
    const [only, ...others] = group;
    if (only === undefined) return;
    if (others.length === 0) alone(only);
    else together(group);
  }

  function alone({ work, reject }: Waiting): void {
    const forget = memory.mark();
    let tell: () => void;
    try {
      tell = transaction(db, work);
    } catch (error) {
      forget();
      reject(error);
      return;
    }
    memory.keep();
    tell();
  }

  function together(group: readonly Waiting[]): void {
    const began = elapsed();
    const forget = memory.mark();
    const tell: (() => void)[] = [];
    let hasBegun = false;
    try {
      transaction(db, (writable) => {
        hasBegun = true;
        for (const one of group) {
          if (elapsed() - began > LONGEST_MS) break;
          tell.push(among(writable, one));
        }
      });
    } catch (error) {
      forget();
      // It may be the fault of one of them: then the others are not hurt by it. Without a transaction it is nobody's.
      for (const one of group)
        if (hasBegun) alone(one);
        else one.reject(error);
      return;
    }
    memory.keep();
    waiting.unshift(...group.slice(tell.length));
    for (const one of tell) one();
  }

  /** @throws when the whole transaction is lost */
  function among(writable: WriteDb, { work, reject }: Waiting): () => void {
    const forget = memory.mark();
    try {
      return savepoint(writable, work);
    } catch (error) {
      if (!writable.connection.inTransaction) throw error;
      forget();
      return () => reject(error);
    }
  }

  return {
    run<T>(work: (db: WriteDb) => T): Promise<T> {
      return new Promise((resolve, reject) => {
        const done = (writable: WriteDb) => {
          const result = work(writable);
          return () => resolve(result);
        };
        waiting.push({ work: done, reject });
        schedule();
      });
    },
    flush() {
      while (waiting.length > 0) carryOut();
    },
  };
}
