import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { TimelineEntry } from '../../../shared/model/person.ts';
import { differenceInWords } from '../directory/words.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ReadDb } from '../store/sql.ts';
import {
  type TimelineChangeRow,
  type TimelineMembershipRow,
  type TimelinePlace,
  timelineChange,
  timelineDecision,
  timelineKinds,
  timelineMembership,
  timelineOf,
  timelineOperation,
} from '../store/timeline.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { existingPerson } from './person.ts';

/** What happened to a person, newest first: what the IdP said, what was done about it, what was decided. */
export function getTimeline({ db }: ApiContext, input: ParsedInput<'person.timeline'>): Output<'person.timeline'> {
  const { person } = existingPerson(db, input.id);
  const place = readCursor(input.cursor, ['number', 'number', 'number']);
  const after = place && { at: Number(place[0]), kind: Number(place[1]), pk: Number(place[2]) };
  return pageOf(
    timelineOf(db, person.pk, after, input.limit + 1),
    input.limit,
    ({ at, kind, pk }) => [at, kind, pk],
    (entry) => describe(db, entry),
  );
}

type Told = Pick<TimelineEntry, 'id' | 'text' | 'exchangeId'> & Partial<TimelineEntry>;

function describe(db: ReadDb, place: TimelinePlace): TimelineEntry {
  const kind = timelineKinds[place.kind];
  const told = kind && tell[kind](db, place.pk);
  if (!told) throw new Error(`timeline: there is nothing at ${JSON.stringify(place)}`);
  return { at: new Date(place.at).toISOString(), kind, app: null, outcome: null, proof: null, ...told };
}

/** Ids are those of the change, work item or operation; a change of a group can tell of it twice. */
const tell: Readonly<Record<(typeof timelineKinds)[number], (db: ReadDb, pk: number) => Told | undefined>> = {
  change(db, pk) {
    const row = timelineChange(db, pk);
    if (!row) return undefined;
    // The summary of a bulk request speaks of others, too.
    const text = row.path?.startsWith('/Bulk') ? changeInWords(row) : (row.summary ?? '');
    return { id: row.id, text, exchangeId: row.exchange_id };
  },
  membership(db, pk) {
    const row = timelineMembership(db, pk);
    return row && { id: `${row.id} ${pk}`, text: membershipInWords(row), exchangeId: row.exchange_id };
  },
  decision(db, pk) {
    const row = timelineDecision(db, pk);
    return (
      row && {
        id: row.id,
        text: `Decided “${row.decision}”: ${row.title} (${row.reason})`,
        exchangeId: row.exchange_id,
      }
    );
  },
  operation(db, pk) {
    const row = timelineOperation(db, pk);
    if (!row) return undefined;
    const { proof_kind: kind, proof_seen: seen, proof_at: at } = row;
    return {
      id: row.id,
      text: row.summary,
      app: row.app,
      outcome: row.outcome,
      proof: kind === null || seen === null || at === null ? null : { kind, seen, at: new Date(at).toISOString() },
      exchangeId: row.exchange_id,
    };
  },
};

const changed = { created: 'Create', updated: 'Update', deleted: 'Delete' } as const;

function changeInWords({ kind, label, before, after }: TimelineChangeRow): string {
  if (kind !== 'updated') return `${changed[kind]} ${label}`;
  const difference = { before: JSON.parse(before) as JsonObject, after: JSON.parse(after) as JsonObject };
  return `${changed[kind]} ${label}: ${differenceInWords(difference)}`;
}

function membershipInWords({ kind, label, joined }: TimelineMembershipRow): string {
  if (joined === 1) return `Added to ${label}`;
  return kind === 'deleted' ? `No longer in ${label}: the group was deleted` : `Removed from ${label}`;
}
