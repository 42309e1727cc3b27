import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import { serve } from './serve.ts';
import type { SharedTransactions } from './store/sharedTransaction.ts';
import { type ReadDb, transaction } from './store/sql.ts';
import type { WriteContext } from './write.ts';

/** What undoes a transaction that was never meant to last. */
class Undone extends Error {}

/**
 * Carries out a request by the way that every request takes, and undoes all of it: what was written with the transaction,
 * what was remembered with it. Nobody is told, and nothing is delivered.
 *
 * @param look at what it came to, before it is undone; not asked when it is refused, or has no transaction
 * @throws ScimError what would be refused
 */
export async function rehearse<T>(
  context: WriteContext,
  request: ScimRequest,
  look: (db: ReadDb) => T,
): Promise<{ readonly reply: ScimReply; readonly seen: T | null }> {
  let seen: T | null = null;
  const transactions: SharedTransactions = {
    async run<R>(work: (db: Parameters<Parameters<typeof transaction>[1]>[0]) => R): Promise<R> {
      const forget = context.emptied.mark();
      const done: R[] = [];
      try {
        transaction(context.db, (db) => {
          done.push(work(db));
          seen = look(db);
          throw new Undone();
        });
      } catch (error) {
        if (!(error instanceof Undone)) throw error;
      } finally {
        forget();
      }
      return done[0] as R;
    },
    flush: () => undefined,
  };
  const reply = await serve({ ...context, transactions, changed: () => undefined }, request);
  return { reply, seen };
}
