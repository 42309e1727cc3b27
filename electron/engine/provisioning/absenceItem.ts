import { howLong } from '../../../shared/kit/how-long.ts';
import type { AbsenceKind } from '../../../shared/model/absence.ts';
import type { Clock, Ids } from '../ports.ts';
import { listSources, type SourceRow } from '../store/source.ts';
import type { WriteDb } from '../store/sql.ts';
import { openWorkItem } from '../store/work.ts';
import { resends, sourceInWords } from './resend.ts';

/** Shorter ones are made good by the next try of whoever was not answered. */
const ASKED_FROM_MS = 15 * 60_000;
/** A source that was silent for longer before it is not in use. */
const IN_USE_MS = 7 * 24 * 60 * 60_000;

/** A time in which nobody could be answered. Milliseconds since the epoch. */
export interface Gap {
  readonly kind: AbsenceKind;
  readonly from: number;
  readonly to: number;
}

const kindWords: Readonly<Record<AbsenceKind, string>> = {
  'not running': 'Not running',
  asleep: 'This computer was asleep',
  stuck: 'Footbridge could do nothing',
};

/** "This computer was asleep for 8 hours." */
export const gapInWords = ({ kind, from, to }: Gap): string => `${kindWords[kind]} for ${howLong(to - from)}.`;

const isInUse = ({ last_seen_at }: SourceRow, { from }: Gap): boolean =>
  last_seen_at !== null && last_seen_at > from - IN_USE_MS;

/**
 * Asks for a look at identity providers that do not send again by themselves what they could not send: a leaver may be
 * among it. One question stands, about the newest such time.
 */
export function openAbsenceItem(
  db: WriteDb,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  gap: Gap,
): void {
  if (gap.to - gap.from < ASKED_FROM_MS) return;
  const sources = listSources(db).filter((source) => isInUse(source, gap) && !resends[source.dialect].byItself);
  if (sources.length === 0) return;
  const names = sources.map(sourceInWords).join(', ');
  openWorkItem(db, {
    id: ids.next(),
    kind: 'absence',
    subject: 'absence',
    title: `${gapInWords(gap)} No identity provider could reach Footbridge until ${new Date(gap.to).toISOString()}.`,
    affects: `What ${names} meant to send meanwhile may never have arrived: somebody who left may still have access.`,
    fix: [...new Set(sources.map(({ dialect }) => resends[dialect].words))].join(' '),
    body: '{}',
    exchange_pk: null,
    app_pk: null,
    opened_at: clock.now(),
  });
}
