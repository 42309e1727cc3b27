import { howLong } from '../../../shared/kit/how-long.ts';
import type { Clock, Ids } from '../ports.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { findOpenItem, openWorkItem } from '../store/work.ts';

const SUBJECT = 'clock';

/**
 * Whether time may be trusted to do what cannot be undone: not from when the clock jumped until a person has said that it
 * is right. What takes access away, and can be given back, never waits for it.
 */
export const isClockTrusted = (db: ReadDb): boolean => findOpenItem(db, 'clock', SUBJECT) === undefined;

/** @param jump in milliseconds; below 0: it was set back */
export function openClockItem(
  db: WriteDb,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  jump: number,
): void {
  const now = clock.now();
  const what = jump < 0 ? `was set back by ${howLong(jump)}` : `is ${howLong(jump)} further than when last seen`;
  openWorkItem(db, {
    id: ids.next(),
    kind: 'clock',
    subject: SUBJECT,
    title: `The clock of this computer ${what}: it shows ${new Date(now).toISOString()}.`,
    affects:
      'Until you have looked, nothing is done that only passing time would do and that cannot be undone. Disabling accounts and taking roles go on.',
    fix: 'See that date, time and time zone of this computer are right, then approve.',
    body: '{}',
    exchange_pk: null,
    app_pk: null,
    opened_at: now,
  });
}
