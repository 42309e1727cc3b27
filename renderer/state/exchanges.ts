import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/contract/client.ts';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { Exchange } from '../../shared/model/exchange.ts';
import { createPaced, type Schedule } from './batch.ts';
import { isCancelled, toFailure } from './failure.ts';
import { type ListFilter, noFilter, toExchangeFilter } from './list-filter.ts';
import { mergeRows, replaceRows } from './rows.ts';
import type { Stretch } from './stretch.ts';

/** What arrived since this list was made, for the spoken summary. */
export interface Arrivals {
  readonly total: number;
  readonly refused: number;
  readonly failed: number;
}

export interface ExchangesState {
  /** Newest first. */
  readonly rows: readonly Exchange[];
  /** Newer than `rows`, kept back while somebody reads; newest first. */
  readonly held: readonly Exchange[];
  /** More came than is kept back: showing them begins the list anew. */
  readonly heldOverflow: boolean;
  /** Cursor of the next older page; null when the oldest is here. */
  readonly next: string | null;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: ContractErrorBody | null;
  readonly older: 'idle' | 'loading' | 'failed';
  readonly filter: ListFilter;
  /** Held by the admin's own wish (Space). */
  readonly paused: boolean;
  /** Held because the pointer or the focus is in the list, or it is scrolled away from its top. */
  readonly reading: boolean;
  /** Only rows of this stretch are shown, and new ones wait: chosen on the time strip; null shows all. */
  readonly stretch: Stretch | null;
  readonly arrivals: Arrivals;
}

export interface Exchanges {
  readonly store: StoreApi<ExchangesState>;
  /** Begins anew with the newest page. */
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  /** An event named these exchanges: as new ones, or because their effect moved on. */
  note(ids: readonly string[], kind: 'new' | 'changed'): void;
  /** Asks for everything newer than what is here: after a lost stream. */
  catchUp(): Promise<void>;
  setFilter(change: Partial<ListFilter>): void;
  setPaused(paused: boolean): void;
  setReading(reading: boolean): void;
  setStretch(stretch: Stretch | null): void;
  /** Lets in what waits; with it all times are shown again. */
  showHeld(): void;
  stop(): void;
}

export const pageSize = 200;
const olderSize = 500;
const followSize = 500;
/** How far back, by `seq`, an exchange that was slow to finish is looked for. */
const lateness = 200;
/** Rows kept back before the list gives up counting them one by one. */
export const heldLimit = 2_000;
/** A list that grew beyond this while nobody read it begins anew, so that memory and frames stay bounded. */
export const rowLimit = 10_000;

export interface ExchangesOptions {
  readonly client: Client;
  /** The pause between two questions for new rows. */
  readonly followPace: Schedule;
}

/** The live list of exchanges of one world: pages by key, follows what is new, refreshes what moved on. */
export function createExchanges({ client, followPace }: ExchangesOptions): Exchanges {
  const store = createStore<ExchangesState>(() => ({
    rows: [],
    held: [],
    heldOverflow: false,
    next: null,
    phase: 'loading',
    failure: null,
    older: 'idle',
    filter: noFilter,
    paused: false,
    reading: false,
    stretch: null,
    arrivals: { total: 0, refused: 0, failed: 0 },
  }));
  /** Rises with each new beginning: an answer to a question of an earlier one is dropped. */
  let beginning = 0;
  let aborting = new AbortController();
  let newestSeq = 0;
  const noted = new Set<string>();
  /** Announced as new and not seen yet. */
  const arrived = new Set<string>();
  /** The stream came to stand while the first page was on its way: what lies between them is asked for afterwards. */
  let catchUpWanted = false;

  const asFilter = () => toExchangeFilter(store.getState().filter);

  const load = async () => {
    beginning += 1;
    const mine = beginning;
    aborting.abort();
    aborting = new AbortController();
    noted.clear();
    arrived.clear();
    store.setState({ phase: 'loading', failure: null, older: 'idle' });
    try {
      const page = await client.call(
        'exchange.list',
        { filter: asFilter(), limit: pageSize },
        { signal: aborting.signal },
      );
      if (mine !== beginning) return;
      newestSeq = page.items.reduce((newest, row) => Math.max(newest, row.seq), 0);
      const rows = mergeRows([], page.items);
      store.setState({ rows, held: [], heldOverflow: false, next: page.next, phase: 'ready', stretch: null });
      if (noted.size > 0 || catchUpWanted) follower.ask();
      catchUpWanted = false;
    } catch (error) {
      if (mine === beginning && !isCancelled(error)) store.setState({ phase: 'failed', failure: toFailure(error) });
    }
  };

  const loadOlder = async () => {
    const { next, older, phase } = store.getState();
    if (next === null || older === 'loading' || phase !== 'ready') return;
    const mine = beginning;
    store.setState({ older: 'loading' });
    try {
      const page = await client.call(
        'exchange.list',
        { filter: asFilter(), cursor: next, limit: olderSize },
        { signal: aborting.signal },
      );
      if (mine !== beginning) return;
      store.setState(({ rows }) => ({ rows: mergeRows(rows, page.items), next: page.next, older: 'idle' }));
    } catch (error) {
      if (mine === beginning && !isCancelled(error)) store.setState({ older: 'failed' });
    }
  };

  const knownIds = (): ReadonlySet<string> => {
    const { rows, held } = store.getState();
    return new Set([...rows, ...held].map((row) => row.id));
  };

  const isHolding = (): boolean => {
    const { paused, reading, stretch } = store.getState();
    return paused || reading || stretch !== null;
  };

  /** Puts new rows where they belong: into the list, or behind the button while somebody reads. */
  const admit = (items: readonly Exchange[]): void => {
    const { rows, held, heldOverflow, arrivals } = store.getState();
    newestSeq = items.reduce((newest, row) => Math.max(newest, row.seq), newestSeq);
    const known = knownIds();
    const fresh = items.filter((row) => !known.has(row.id));
    const counted: Arrivals = {
      total: arrivals.total + fresh.length,
      refused: arrivals.refused + fresh.filter((row) => row.outcome === 'refused').length,
      failed: arrivals.failed + fresh.filter((row) => row.outcome === 'failed').length,
    };
    if (isHolding()) {
      const collected = mergeRows(replaceRows(held, items), fresh);
      const overflow = heldOverflow || collected.length > heldLimit;
      store.setState({
        rows: replaceRows(rows, items),
        held: overflow ? collected.slice(0, heldLimit) : collected,
        heldOverflow: overflow,
        arrivals: counted,
      });
    } else if (rows.length + fresh.length > rowLimit) {
      store.setState({ arrivals: counted });
      void load();
    } else if (items.length > 0) {
      store.setState({ rows: mergeRows(rows, items), arrivals: counted });
    }
  };

  /** Everything newer than what is here, or than `after`, page after page. */
  const followNew = async (after = newestSeq): Promise<void> => {
    const mine = beginning;
    const page = await client.call(
      'exchange.list',
      { filter: asFilter(), after, limit: followSize },
      { signal: aborting.signal },
    );
    if (mine !== beginning) return;
    for (const row of page.items) {
      noted.delete(row.id);
      arrived.delete(row.id);
    }
    const before = beginning;
    admit(page.items);
    // Oldest first, so that a full page has left newer rows behind; but not for a list that has just begun anew.
    if (page.items.length === followSize && before === beginning) await followNew();
  };

  /**
   * An exchange is listed when it is complete, so that one may come after another with a higher `seq`: what was
   * announced and did not come is looked for a little further back.
   */
  const followLate = async () => {
    if (arrived.size === 0) return;
    const known = knownIds();
    const missing = [...arrived].some((id) => !known.has(id));
    arrived.clear();
    if (missing) await followNew(Math.max(0, newestSeq - lateness));
  };

  /** Rows that events named and that are here: asked for again. Those that are not here are let go. */
  const refreshNoted = async () => {
    if (noted.size === 0) return;
    const known = knownIds();
    for (const id of noted) if (!known.has(id)) noted.delete(id);
    const ids = [...noted].slice(0, 200);
    for (const id of ids) noted.delete(id);
    if (ids.length === 0) return;
    const mine = beginning;
    const page = await client.call('exchange.list', { ids, limit: ids.length }, { signal: aborting.signal });
    if (mine === beginning) admit(page.items);
  };

  const follower = createPaced(followPace, async () => {
    if (store.getState().phase !== 'ready') return;
    try {
      await followNew();
      await followLate();
      await refreshNoted();
    } catch {
      // The stream says in the frame that the host is gone; the next event or the return of the stream asks again.
      return;
    }
    if (noted.size > 0) follower.ask();
  });

  const release = () => {
    const { rows, held, heldOverflow } = store.getState();
    if (heldOverflow || rows.length + held.length > rowLimit) void load();
    else if (held.length > 0) store.setState({ rows: mergeRows(rows, held), held: [] });
  };

  return {
    store,
    load,
    loadOlder,
    note(ids, kind) {
      for (const id of ids) noted.add(id);
      if (kind === 'new') for (const id of ids) arrived.add(id);
      follower.ask();
    },
    async catchUp() {
      const { phase } = store.getState();
      if (phase === 'loading') catchUpWanted = true;
      if (phase === 'failed') void load();
      if (phase !== 'ready') return;
      try {
        await followNew();
      } catch {
        // As with the follower: the frame says that the host is gone, and the stream's next return asks again.
      }
    },
    setFilter(change) {
      store.setState(({ filter }) => ({ filter: { ...filter, ...change }, stretch: null }));
      void load();
    },
    setPaused(paused) {
      store.setState({ paused });
      if (!isHolding()) release();
    },
    setReading(reading) {
      if (store.getState().reading === reading) return;
      store.setState({ reading });
      if (!isHolding()) release();
    },
    setStretch(stretch) {
      store.setState({ stretch });
      if (!isHolding()) release();
    },
    showHeld() {
      store.setState({ stretch: null });
      release();
    },
    stop() {
      follower.stop();
      aborting.abort();
    },
  };
}
