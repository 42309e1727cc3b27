import type { Pause } from '../../../shared/model/pause.ts';
import type { LoadedApp } from './apps.ts';
import { isOpen, nextOpening } from './window.ts';

/** What may be done in an app at a moment. */
export interface Admission {
  readonly only: 'everything' | 'removals' | 'nothing';
  /** When that changes by itself, in milliseconds since the epoch; null: it does not. */
  readonly until: number | null;
  /** Why not everything, in a sentence; null when everything may be done. */
  readonly why: string | null;
}

const everything: Admission = { only: 'everything', until: null, why: null };

/**
 * What pauses and the schedule of an app let through. A pause ends by nothing but a person; while it stands, the schedule
 * changes nothing but that less is let through.
 *
 * @param everywhere the pause of all apps, if there is one
 */
export function admission(
  { delivery: { schedule }, pause }: Pick<LoadedApp, 'delivery' | 'pause'>,
  everywhere: Pause | null,
  now: number,
): Admission {
  const paused = [everywhere, pause].filter((one) => one !== null);
  const stricter = paused.find(({ removals }) => removals === 'wait') ?? paused[0];
  const closed = schedule !== null && !isOpen(schedule, now) ? schedule : null;
  if (closed?.removals === 'in the windows' && stricter === undefined) return closedUntil(closed, 'nothing', now);
  if (stricter !== undefined) {
    const waits = stricter.removals === 'wait';
    const what = waits ? 'nothing is delivered, not even what takes access away' : 'only access is taken away';
    return {
      only: waits || closed?.removals === 'in the windows' ? 'nothing' : 'removals',
      until: null,
      why: `Paused ${stricter === pause ? '' : 'for all apps '}since ${stricter.since}: ${what}. ${stricter.reason}`,
    };
  }
  return closed === null ? everything : closedUntil(closed, 'removals', now);
}

function closedUntil(
  schedule: NonNullable<LoadedApp['delivery']['schedule']>,
  only: 'removals' | 'nothing',
  now: number,
): Admission {
  const until = nextOpening(schedule, now);
  const what = only === 'nothing' ? 'nothing is delivered' : 'only access is taken away';
  return {
    only,
    until,
    why: `Outside its hours (${schedule.timeZone}): until ${new Date(until).toISOString()} ${what}.`,
  };
}
