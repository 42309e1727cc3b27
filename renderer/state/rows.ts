import type { Exchange } from '../../shared/model/exchange.ts';

/** Newest first, each exchange once; where both lists hold one, the row of `incoming` is the later word. */
export function mergeRows(existing: readonly Exchange[], incoming: readonly Exchange[]): readonly Exchange[] {
  if (incoming.length === 0) return existing;
  // An older page: nothing of it can be here, and looking would cost by the length of the whole list.
  const oldest = existing.at(-1);
  if (oldest && incoming.every((row) => row.seq < oldest.seq)) return [...existing, ...[...incoming].sort(newestFirst)];
  const fresh = new Map(incoming.map((row) => [row.id, row]));
  const kept = existing.map((row) => {
    const replacement = fresh.get(row.id);
    if (replacement) fresh.delete(row.id);
    return replacement ?? row;
  });
  if (fresh.size === 0) return kept;
  const added = [...fresh.values()].sort(newestFirst);
  const oldestAdded = added.at(-1);
  const newestKept = kept[0];
  if (!oldestAdded || !newestKept || oldestAdded.seq > newestKept.seq) return [...added, ...kept];
  return [...kept, ...added].sort(newestFirst);
}

/** Replaces rows in place, and nothing else: no row is added, none moves. The same array when nothing changed. */
export function replaceRows(rows: readonly Exchange[], incoming: readonly Exchange[]): readonly Exchange[] {
  const fresh = new Map(incoming.map((row) => [row.id, row]));
  if (!rows.some((row) => fresh.has(row.id))) return rows;
  return rows.map((row) => fresh.get(row.id) ?? row);
}

const newestFirst = (a: Exchange, b: Exchange): number => b.seq - a.seq;
