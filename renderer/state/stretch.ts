import type { Exchange } from '../../shared/model/exchange.ts';
import { createArrivalReader } from './arrival.ts';

/** A stretch of time: from its first millisecond (since the epoch) up to, not with, its last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The rows that arrived within a stretch, in their order; the same array when all of them did. */
export function rowsWithin(rows: readonly Exchange[], stretch: Stretch | null): readonly Exchange[] {
  if (stretch === null) return rows;
  const arrival = createArrivalReader();
  const found = rows.filter(({ at }) => {
    const time = arrival(at);
    return time >= stretch.from && time < stretch.to;
  });
  return found.length === rows.length ? rows : found;
}
