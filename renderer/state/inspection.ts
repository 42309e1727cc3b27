import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Client } from '../../shared/contract/client.ts';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { ExchangeDetail } from '../../shared/model/exchange.ts';
import type { Trace } from '../../shared/model/trace.ts';
import { createPaced, type Paced, type Schedule } from './batch.ts';
import { isCancelled, toFailure } from './failure.ts';

export interface InspectionState {
  /** The exchange under inspection; null when the inspector is closed. */
  readonly id: string | null;
  readonly trace: Trace | null;
  readonly detail: ExchangeDetail | null;
  readonly failure: ContractErrorBody | null;
}

export interface Inspection {
  readonly store: StoreApi<InspectionState>;
  /** Opens an exchange, or closes the inspector with null. */
  open(id: string | null): void;
  /** An event named these exchanges: the open one is read again when it is among them. */
  note(ids: readonly string[]): void;
  /** Reads the open exchange again. */
  reload(): void;
  stop(): void;
}

export interface InspectionOptions {
  readonly client: Client;
  /** How long the choice must rest before it is read: somebody who holds an arrow key down passes many rows. */
  readonly settle: Schedule;
  /** The pause between two readings of a trace that moves on. */
  readonly pace: Schedule;
}

const closed: InspectionState = { id: null, trace: null, detail: null, failure: null };

/** The inspected exchange with its trace, kept current while its effect moves on. */
export function createInspection({ client, settle, pace }: InspectionOptions): Inspection {
  const store = createStore<InspectionState>(() => closed);
  let aborting = new AbortController();
  let cancelSettling = () => {};
  let reader: Paced | null = null;

  const read = async (id: string, signal: AbortSignal) => {
    try {
      const [trace, detail] = await Promise.all([
        client.call('trace.get', { exchangeId: id }, { signal }),
        store.getState().detail ?? client.call('exchange.get', { id }, { signal }),
      ]);
      if (!signal.aborted) store.setState({ trace, detail, failure: null });
    } catch (error) {
      if (!signal.aborted && !isCancelled(error)) store.setState({ failure: toFailure(error) });
    }
  };

  const leave = () => {
    aborting.abort();
    aborting = new AbortController();
    cancelSettling();
    reader?.stop();
    reader = null;
  };

  return {
    store,
    open(id) {
      if (id === store.getState().id) return;
      leave();
      store.setState({ ...closed, id });
      if (id === null) return;
      const { signal } = aborting;
      const paced = createPaced(pace, () => read(id, signal));
      reader = paced;
      cancelSettling = settle(() => paced.ask());
    },
    note(ids) {
      const { id } = store.getState();
      if (id !== null && ids.includes(id)) reader?.ask();
    },
    reload: () => reader?.ask(),
    stop: leave,
  };
}
