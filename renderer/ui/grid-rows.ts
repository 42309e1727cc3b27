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

/**
 * The row that type-ahead goes to: the next one after `from` (around the end) that begins with what was typed; while
 * more is typed the row of now may stay.
 *
 * @returns its index, -1 when no row begins so
 */
export function findByText(texts: readonly string[], typed: string, from: number): number {
  const wanted = fold(typed);
  const start = typed.length > 1 ? Math.max(0, from) : from + 1;
  for (let step = 0; step < texts.length; step += 1) {
    const index = (start + step) % texts.length;
    if (fold(texts[index] ?? '').startsWith(wanted)) return index;
  }
  return -1;
}

/** Letters as they are looked for: without case and marks, so that "e" finds "Élodie". */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
