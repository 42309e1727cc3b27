/** When the page crashed last, in milliseconds since the epoch; null: not yet. */
export type LastCrash = number | null;

/** What to do about a page that crashed. `close`: even the page that says so crashes; the window can be opened again. */
export type CrashDecision = 'reload' | 'say so' | 'close';

/** After so long without a crash, in milliseconds, one is taken for the first again. */
const quietFor = 60_000;

/**
 * A page that crashed is loaded again once; if that does not hold for a minute, a page without any script says so.
 *
 * @param saying whether it was that page which crashed
 */
export function afterPageCrash(last: LastCrash, now: number, saying: boolean): CrashDecision {
  if (saying) return 'close';
  return last === null || now - last > quietFor ? 'reload' : 'say so';
}

/** Deaths of one world's engine that still count, in milliseconds since the epoch. */
export type Deaths = readonly number[];

const restarts = 3;
const restartsWithin = 10 * 60_000;

/** An engine that ended by itself is started again at once, at most three times in ten minutes. */
export function afterEngineDeath(before: Deaths, now: number): { readonly deaths: Deaths; readonly restart: boolean } {
  const deaths = [...before.filter((at) => now - at < restartsWithin), now];
  return { deaths, restart: deaths.length <= restarts };
}
