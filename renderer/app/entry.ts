import { createStore, type StoreApi } from 'zustand/vanilla';

/** Whether the host still lets this window in. */
export type Entry = StoreApi<{ readonly refused: boolean }>;

export const createEntry = (): Entry => createStore(() => ({ refused: false }));
