import type { StartFailureCode } from '../engine/thread.ts';

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

/** What befell one world's engine, as far as it still counts. */
export interface EngineTroubles {
  /** When it ended by itself, in milliseconds since the epoch. */
  readonly deaths: readonly number[];
  /** How often it could not be started since it last ran. */
  readonly failedStarts: number;
}

export const noTroubles: EngineTroubles = { deaths: [], failedStarts: 0 };

/** What is done about an engine that does not run. */
export interface EngineDecision {
  readonly troubles: EngineTroubles;
  /** In how many milliseconds it is started again; null: not any more. */
  readonly again: number | null;
}

const countedFor = 10 * 60_000;
/** Before the first, second and third start within that time: the first at once, so that the SCIM door is back. */
const pausesAfterDeath = [0, 1_000, 10_000] as const;
/** After the first, second, third … start that failed. */
const pausesAfterFailedStart = [1_000, 10_000, 60_000] as const;

/** What does not pass by itself. A disk is emptied, a port is given back, a locked folder is let go. */
const lasting: ReadonlySet<StartFailureCode> = new Set(['folder-unwritable', 'database-newer', 'database-corrupt']);

/** An engine that ended by itself is started again, at most three times in ten minutes. */
export function afterEngineDeath(before: EngineTroubles, now: number): EngineDecision {
  const deaths = [...before.deaths.filter((at) => now - at < countedFor), now];
  return { troubles: { deaths, failedStarts: 0 }, again: pausesAfterDeath[deaths.length - 1] ?? null };
}

/** An engine that could not be started again is tried again for ever, unless the reason is one that stays. */
export function afterFailedStart(before: EngineTroubles, code: StartFailureCode): EngineDecision {
  const failedStarts = before.failedStarts + 1;
  const pause = pausesAfterFailedStart[failedStarts - 1] ?? pausesAfterFailedStart[2];
  return { troubles: { ...before, failedStarts }, again: lasting.has(code) ? null : pause };
}

/** Whether a person is told now: once for all failed starts in a row, and not of what is over in a second. */
export const isTold = ({ failedStarts }: EngineTroubles): boolean => failedStarts === 2;
