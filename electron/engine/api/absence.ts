import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { Absence } from '../../../shared/model/absence.ts';
import { gapInWords } from '../provisioning/absenceItem.ts';
import { resends } from '../provisioning/resend.ts';
import { type AbsenceRow, changesAfter, listAbsences } from '../store/absence.ts';
import { listSources } from '../store/source.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';

/** What comes later is taken for news of its own. */
const CAUGHT_UP_MS = 2 * 60 * 60_000;

/** Times in which no identity provider could reach us, newest first. */
export function listAbsencePage(context: ApiContext, input: ParsedInput<'absence.list'>): Output<'absence.list'> {
  const place = readCursor(input.cursor, ['number']);
  const found = listAbsences(context.db, Number(place?.[0] ?? Number.MAX_SAFE_INTEGER), input.limit + 1);
  return pageOf(
    found,
    input.limit,
    ({ pk }) => [pk],
    (row) => describeAbsence(context, row),
  );
}

function describeAbsence({ db }: ApiContext, row: AbsenceRow): Absence {
  const { id, kind, began_at, ended_at, after_exchange } = row;
  return {
    id,
    kind,
    from: new Date(began_at).toISOString(),
    to: new Date(ended_at).toISOString(),
    sentence: gapInWords({ kind, from: began_at, to: ended_at }),
    sources: listSources(db)
      .filter(({ created_at }) => created_at < ended_at)
      .map((source) => ({
        id: source.id,
        name: source.name,
        arrived: changesAfter(db, source.pk, after_exchange, ended_at + CAUGHT_UP_MS),
        expect: resends[source.dialect].words,
      })),
  };
}
