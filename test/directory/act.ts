import type { Act } from '../../electron/engine/directory/act.ts';
import { createEffort } from '../../electron/engine/directory/effort.ts';
import { createEmptied } from '../../electron/engine/directory/emptied.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { noPreconditions } from '../../electron/engine/scim/version.ts';
import { beginExchange } from '../../electron/engine/store/exchange.ts';
import { addSource } from '../../electron/engine/store/source.ts';
import { type ReadDb, transaction } from '../../electron/engine/store/sql.ts';
import type { Dialect } from '../../shared/model/source.ts';
import { testStore } from '../store/database.ts';

/** A directory on a real database, with one source; times are counted by its own clock. */
export interface Directory {
  readonly db: ReadDb;
  readonly sourcePk: number;
  /** Does one act as a request would: in a transaction of its own, which is undone when it throws. */
  act<T>(work: (act: Act) => T): T;
  /** Lets time pass, in milliseconds. */
  pass(ms: number): void;
}

export function openDirectory(dialect: Dialect = 'generic'): Directory {
  const { db } = testStore();
  let now = Date.parse('2026-01-05T08:00:00Z');
  let ids = 0;
  const source = { id: 's1', key: 'k1', name: 'IdP', dialect, rate: 0, created_at: now };
  const sourcePk = transaction(db, (writable) => addSource(writable, source));
  const emptied = createEmptied();
  const next = () => `id-${++ids}`;
  return {
    db,
    sourcePk,
    pass: (ms) => {
      now += ms;
    },
    act: (work) =>
      transaction(db, (writable) => {
        const head = { id: next(), at: now, sourcePk, method: 'POST', path: '/Users' };
        return work({
          db: writable,
          clock: { now: () => now },
          ids: { next },
          types: resourceTypes,
          source: { pk: sourcePk, name: source.name, dialect },
          exchangePk: beginExchange(writable, head, Buffer.alloc(32)),
          emptied,
          effort: createEffort(),
          preconditions: noPreconditions,
        });
      }),
  };
}
