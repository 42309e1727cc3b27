import type { AbsenceKind } from '../../../shared/model/absence.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A shorter absence is none that anybody has to hear of: whoever was not answered tries again. */
const SHORTEST_ABSENCE_MS = 2 * MINUTE_MS;
/** Clocks are set by less than that all the time. */
const SMALLEST_JUMP_MS = 5 * MINUTE_MS;
/** A clock that is so much further, without a sleep that the system told of, may be wrong. */
const LONGEST_SILENCE_MS = 7 * DAY_MS;
/** So long a program may not have run; a clock that says more may be wrong. */
const LONGEST_STOP_MS = 60 * DAY_MS;

/** The time by two clocks, in milliseconds: one that people set, and one that only goes on. */
export interface Look {
  readonly wall: number;
  readonly steady: number;
}

/** What is found out by looking at the clocks again. */
export interface Noticed {
  /** In which nobody could be answered; null: there was no such time. */
  readonly absence: { readonly kind: AbsenceKind; readonly from: number; readonly to: number } | null;
  /** By how much the clock jumped, in milliseconds, forward or (below 0) back; null: as far as is known it did not. */
  readonly jump: number | null;
}

const nothing: Noticed = { absence: null, jump: null };
const absent = (kind: AbsenceKind, from: number, to: number): Noticed['absence'] =>
  to - from >= SHORTEST_ABSENCE_MS ? { kind, from, to } : null;

/**
 * What happened between the last sign of life of a program that ended and its next start. A clock that shows an earlier
 * time was set back.
 *
 * @param alive the last sign of life, in milliseconds since the epoch
 */
export function afterStop(alive: number, now: number): Noticed {
  if (now < alive - SMALLEST_JUMP_MS) return { absence: null, jump: now - alive };
  return { absence: absent('not running', alive, now), jump: now - alive > LONGEST_STOP_MS ? now - alive : null };
}

/**
 * What happened between two looks of a running program. Where a computer sleeps, the steady clock stands still (or, on
 * some systems, goes on while nothing is done).
 *
 * @param every how often it is looked, in milliseconds
 * @param isTold the system said that the computer slept
 */
export function between(before: Look, now: Look, every: number, isTold: boolean): Noticed {
  const steady = now.steady - before.steady;
  const drift = now.wall - before.wall - steady;
  if (drift < -SMALLEST_JUMP_MS) return { absence: null, jump: drift };
  if (drift > SHORTEST_ABSENCE_MS) {
    const jump = !isTold && drift > LONGEST_SILENCE_MS ? drift : null;
    return { absence: absent('asleep', before.wall, now.wall), jump };
  }
  if (steady - every < SHORTEST_ABSENCE_MS) return nothing;
  return { absence: absent(isTold ? 'asleep' : 'stuck', before.wall + every, now.wall), jump: null };
}
