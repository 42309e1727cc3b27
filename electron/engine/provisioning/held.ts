import type { Held } from '../../../shared/model/pause.ts';
import type { Clock } from '../ports.ts';
import type { ReadDb } from '../store/sql.ts';
import { findOpenItem } from '../store/work.ts';
import { admission } from './admission.ts';
import type { Apps } from './apps.ts';

/** What is looked at to tell what is held, and by what. */
export interface HeldContext {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly apps: Apps;
}

/**
 * What keeps an app from being delivered to: a pause, its hours, or that it cannot be reached.
 *
 * @returns null when nothing keeps it, or there is no such app any more
 */
export function heldOf(context: HeldContext, appPk: number): Held | null {
  const app = context.apps.get(appPk);
  if (!app) return null;
  const everywhere = context.apps.pause();
  const { only, why } = admission(app, everywhere, context.clock.now());
  const isPaused = app.pause !== null || everywhere !== null;
  const unreachable = findOpenItem(context.db, 'unreachable', app.row.id);
  // A pause that lets removals pass is not what holds them.
  if (unreachable && !(isPaused && only === 'nothing'))
    return {
      removals: true,
      kind: 'unreachable',
      why: [unreachable.title, ...(why === null ? [] : [why])].map(ended).join(' '),
    };
  if (why === null) return null;
  return { removals: only === 'nothing', kind: isPaused ? 'paused' : 'closed', why: ended(why) };
}

const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

/** "23 wait, nobody lost access": what waits, and whether somebody has what they should not have any more. */
export function waitsInWords(outstanding: number, removals: number): string {
  if (outstanding === 0) return 'Nothing waits.';
  const waits = `${outstanding} ${outstanding === 1 ? 'waits' : 'wait'}`;
  if (removals === 0) return `${waits}, nobody lost access.`;
  const still = removals === 1 ? '1 of them has' : `${removals} of them have`;
  return `${waits}; ${still} access that should be gone.`;
}
