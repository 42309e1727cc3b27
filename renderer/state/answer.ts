import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import { createPaced, type Schedule } from './batch.ts';
import { toFailure } from './failure.ts';

export interface AnswerState<T> {
  /** The last answer; null before the first. It stays when a later question fails. */
  readonly value: T | null;
  readonly failure: ContractErrorBody | null;
}

export interface Answer<T> {
  readonly store: StoreApi<AnswerState<T>>;
  /** Asks again, soon. */
  ask(): void;
  stop(): void;
}

/** The kept answer to one question that is asked again whenever something may have changed it. */
export function createAnswer<T>(pace: Schedule, question: () => Promise<T>): Answer<T> {
  const store = createStore<AnswerState<T>>(() => ({ value: null, failure: null }));
  const paced = createPaced(pace, async () => {
    try {
      store.setState({ value: await question(), failure: null });
    } catch (error) {
      store.setState({ failure: toFailure(error) });
    }
  });
  return { store, ask: paced.ask, stop: paced.stop };
}
