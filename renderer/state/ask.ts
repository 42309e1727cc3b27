import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Input, Output, ProcedureName } from '../../shared/contract/contract.ts';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { EventType } from '../../shared/contract/event.ts';
import { createAnswer } from './answer.ts';
import { afterDelay } from './batch.ts';
import { useWorld } from './context.tsx';
import { toFailure } from './failure.ts';
import { createPages, type Page, type Pages, type PagesState } from './pages.ts';

/** The pause between two questions whose answer may have changed, in ms. */
const pace = afterDelay(300);

/** The procedures that answer with a page of rows. */
type PagedName = {
  [N in ProcedureName]: Output<N> extends Page<unknown> ? N : never;
}[ProcedureName];
type Row<N extends PagedName> = Output<N>['items'][number];

export interface Asked<T> {
  /** null before the first answer; it stays when a later question fails. */
  readonly value: T | null;
  readonly failure: ContractErrorBody | null;
  readonly ask: () => void;
}

/**
 * The answer to one question, asked again whenever an event of these types says that it may have changed, and anew when
 * the question is another one.
 */
export function useAnswer<N extends ProcedureName>(
  name: N,
  input: Input<N>,
  follows: readonly EventType[],
): Asked<Output<N>> {
  const { client, listen } = useWorld();
  const question = JSON.stringify(input);
  const types = follows.join();
  const answer = useMemo(
    () => createAnswer(pace, () => client.call(name, JSON.parse(question) as Input<N>)),
    [client, name, question],
  );
  useEffect(() => {
    answer.ask();
    return listen(types.split(',') as EventType[], answer.ask);
  }, [answer, listen, types]);
  const { value, failure } = useStore(answer.store);
  return { value, failure, ask: answer.ask };
}

export interface AskedPages<T> extends PagesState<T> {
  readonly loadMore: () => void;
  readonly ask: () => void;
}

/** A list of a paged procedure: as `useAnswer`, page by page. While another question is asked the former rows stay. */
export function usePages<N extends PagedName>(
  name: N,
  input: Omit<Input<N>, 'cursor' | 'limit'>,
  keyOf: (row: Row<N>) => string,
  follows: readonly EventType[],
): AskedPages<Row<N>> {
  const { client, listen } = useWorld();
  const question = JSON.stringify(input);
  const types = follows.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what tells two rows apart does not change
  const pages: Pages<Row<N>> = useMemo(
    () =>
      createPages(pace, keyOf, (cursor, limit, signal) => {
        const asked = { ...JSON.parse(question), limit, ...(cursor === undefined ? {} : { cursor }) } as Input<N>;
        return client.call(name, asked, { signal }) as Promise<Page<Row<N>>>;
      }),
    [client, name, question],
  );
  useEffect(() => {
    pages.ask();
    return listen(types.split(',') as EventType[], pages.ask);
  }, [pages, listen, types]);
  const state = useStore(pages.store);
  const [former, setFormer] = useState(state);
  useEffect(() => {
    if (state.phase !== 'loading') setFormer(state);
  }, [state]);
  const shown = state.phase === 'loading' ? { ...former, phase: state.phase, next: null } : state;
  return { ...shown, loadMore: () => void pages.loadMore(), ask: pages.ask };
}

export interface Doing<A extends readonly unknown[]> {
  readonly busy: boolean;
  /** Why the last try failed; null while it did not. */
  readonly failure: ContractErrorBody | null;
  /** @returns whether it was done */
  readonly run: (...given: A) => Promise<boolean>;
  readonly clear: () => void;
}

/** Something that is done when it is asked for: whether it is under way, and why it failed. */
export function useDoing<A extends readonly unknown[]>(work: (...given: A) => Promise<unknown>): Doing<A> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ContractErrorBody | null>(null);
  const run = async (...given: A): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      await work(...given);
      return true;
    } catch (error) {
      setFailure(toFailure(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const clear = useCallback(() => setFailure(null), []);
  return { busy, failure, run, clear };
}
