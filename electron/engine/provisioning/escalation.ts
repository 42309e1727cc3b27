const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Rule 8: so long after it began somebody is told of a held removal, and again, while it lasts. */
const AFTER_MS: readonly number[] = [15 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS];

/** How often a removal that is held since `since` should have been told of by `now`. Milliseconds since the epoch. */
function due(since: number, now: number): number {
  const held = now - since;
  const first = AFTER_MS.filter((after) => held >= after).length;
  return first < AFTER_MS.length ? first : first + Math.floor((held - DAY_MS) / DAY_MS);
}

/** Something that is held, and what was told of it by one channel. Milliseconds since the epoch. */
export interface Standing {
  readonly since: number;
  /** null: nothing was told of it yet, since it began. */
  readonly toldAt: number | null;
}

/**
 * Whether somebody is to be told of it now: after a quarter of an hour, an hour, four hours and a day, and then every day.
 * What was missed while nobody could be told is told once.
 */
export const isToBeTold = ({ since, toldAt }: Standing, now: number): boolean =>
  due(since, now) > (toldAt === null ? 0 : due(since, Math.min(toldAt, now)));

/** What is due within this time is told along: people want one message, not one for each minute. */
const TOGETHER_MS = 10 * MINUTE_MS;

/** Of several, which are told of now; none, while none has to be. */
export function toBeTold<T extends Standing>(all: readonly T[], now: number): T[] {
  if (!all.some((one) => isToBeTold(one, now))) return [];
  return all.filter((one) => isToBeTold(one, now + TOGETHER_MS) && now - one.since >= MINUTE_MS);
}
