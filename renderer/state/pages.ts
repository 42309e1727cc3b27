import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import { createPaced, type Schedule } from './batch.ts';
import { isCancelled, toFailure } from './failure.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Asks for one page: the first without a cursor. */
export type AskPage<T> = (cursor: string | undefined, limit: number, signal: AbortSignal) => Promise<Page<T>>;

export interface PagesState<T> {
  readonly rows: readonly T[];
  /** Cursor of the next page; null when the last is here. */
  readonly next: string | null;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: ContractErrorBody | null;
  readonly more: 'idle' | 'loading' | 'failed';
}

/** A list that is loaded page by page as it is scrolled, and asked for again when something may have changed it. */
export interface Pages<T> {
  readonly store: StoreApi<PagesState<T>>;
  loadMore(): Promise<void>;
  /** Asks again for what is shown, soon; rows stay until the answer is here. */
  ask(): void;
  stop(): void;
}

const pageSize = 200;
const largestPage = 500;

/** @param keyOf what tells two rows apart */
export function createPages<T>(pace: Schedule, keyOf: (row: T) => string, askPage: AskPage<T>): Pages<T> {
  const store = createStore<PagesState<T>>(() => ({
    rows: [],
    next: null,
    phase: 'loading',
    failure: null,
    more: 'idle',
  }));
  const stopping = new AbortController();
  /** Rises with each new beginning: a further page of an earlier one is dropped. */
  let beginning = 0;

  const paced = createPaced(pace, async () => {
    beginning += 1;
    const shown = store.getState().rows.length;
    try {
      const first = await askPage(undefined, Math.min(largestPage, Math.max(pageSize, shown)), stopping.signal);
      let { items, next } = first;
      while (next !== null && items.length < shown) {
        const further = await askPage(next, largestPage, stopping.signal);
        items = [...items, ...further.items];
        next = further.next;
      }
      store.setState({ rows: items, next, phase: 'ready', failure: null, more: 'idle' });
    } catch (error) {
      if (!isCancelled(error)) store.setState({ phase: 'failed', failure: toFailure(error) });
    }
  });

  return {
    store,
    async loadMore() {
      const { next, more, phase } = store.getState();
      if (next === null || more === 'loading' || phase !== 'ready') return;
      const mine = beginning;
      store.setState({ more: 'loading' });
      try {
        const page = await askPage(next, pageSize, stopping.signal);
        if (mine !== beginning) return;
        const { rows } = store.getState();
        const known = new Set(rows.map(keyOf));
        store.setState({
          rows: [...rows, ...page.items.filter((row) => !known.has(keyOf(row)))],
          next: page.next,
          more: 'idle',
        });
      } catch (error) {
        if (mine === beginning && !isCancelled(error)) store.setState({ more: 'failed' });
      }
    },
    ask: paced.ask,
    stop() {
      paced.stop();
      stopping.abort();
    },
  };
}
