import { useState } from 'react';

/** What stands in a grid, and whether something waits to be let in. */
export interface HeldRows<T> {
  readonly rows: readonly T[];
  /** Rows came, went or changed places since, and are kept back. */
  readonly waiting: boolean;
}

/**
 * Brings what is shown up to date without moving a row: every row keeps its place and takes its new content; rows that
 * were added at the end are let in. Anything else waits.
 */
export function holdRows<T>(shown: readonly T[], incoming: readonly T[], keyOf: (row: T) => string): HeldRows<T> {
  if (shown.every((row, index) => index < incoming.length && isSame(row, incoming[index], keyOf)))
    return { rows: incoming, waiting: false };
  const fresh = new Map(incoming.map((row) => [keyOf(row), row]));
  return { rows: shown.map((row) => fresh.get(keyOf(row)) ?? row), waiting: true };
}

const isSame = <T>(row: T, other: T | undefined, keyOf: (row: T) => string): boolean =>
  other !== undefined && keyOf(row) === keyOf(other);

/** The part of a list that decides whether its rows may come in. */
interface Answered<T> {
  readonly rows: readonly T[];
  readonly phase: 'loading' | 'ready' | 'failed';
}

/** The rows of a list as they may be shown now: held in their places while somebody reads. */
export function useHeldRows<T>(list: Answered<T>, rowKey: (row: T) => string, question: string, reading: boolean) {
  const [kept, setKept] = useState({ rows: list.rows, question });
  const isHeld = reading && kept.question === question && kept.rows.length > 0;
  const isAnswered = list.phase === 'ready';
  const held: HeldRows<T> = isHeld
    ? holdRows(kept.rows, list.rows, rowKey)
    : { rows: isAnswered || list.rows.length > 0 ? list.rows : kept.rows, waiting: false };
  // Derived while rendering: what is shown now is what the next rows are compared with.
  const settled = isAnswered ? question : kept.question;
  const isChanged = held.rows.length !== kept.rows.length || held.rows.some((row, index) => row !== kept.rows[index]);
  if (isChanged || settled !== kept.question) setKept({ rows: held.rows, question: settled });
  return { ...held, show: () => setKept({ rows: list.rows, question }) };
}
