import type { WorkItem } from '../../../shared/model/work.ts';
import { readParked, writeParked } from '../provisioning/account.ts';
import { GUARD_WINDOW_MS } from '../provisioning/guard.ts';
import { getAccount } from '../store/account.ts';
import { deliveriesParkedBy, setGuardItem } from '../store/delivery.ts';
import { findPerson } from '../store/person.ts';
import { peopleWithRemovalSince } from '../store/removal.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { getWorkItem, movePersonToItem, openWorkItem, peopleOfItem, type WorkItemRow } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { conflict, invalid } from './refuse.ts';

/** Who was not asked about is named up to here; all of them are counted. */
const NAMED = 50;

/** Who lost something of the app without being asked about, in the hour that the guard looked at and since. */
export function goneBeside(db: ReadDb, item: WorkItemRow): WorkItem['gone'] {
  if (item.kind !== 'guard' || item.app_pk === null) return null;
  const waiting = new Set(peopleOfItem(db, item.pk));
  const gone = peopleWithRemovalSince(db, item.app_pk, item.opened_at - GUARD_WINDOW_MS).filter(
    ({ pk }) => !waiting.has(pk),
  );
  return { people: gone.length, persons: gone.slice(0, NAMED).map(({ id, name }) => ({ id, name })) };
}

/**
 * What the guard holds of some people becomes an item of its own, to be decided by itself; the question about the others
 * stands as it is.
 *
 * @throws ContractError when the item is none of the guard's, or does not name one of them
 */
export function partOfGuardItem(
  context: ApiContext,
  db: WriteDb,
  item: WorkItemRow,
  personIds: readonly string[],
): WorkItemRow {
  if (item.kind !== 'guard')
    throw invalid('Only what the guard holds is decided person by person.', 'Nothing was changed.', 'Decide it whole.');
  const named = new Set(peopleOfItem(db, item.pk));
  const chosen = new Set<number>();
  for (const id of personIds) {
    const pk = findPerson(db, id)?.pk;
    if (pk === undefined || !named.has(pk))
      throw conflict(
        'Somebody whom you chose is not asked about any more.',
        'Nothing was changed.',
        'Look at the list again: what the identity provider said meanwhile may have decided it.',
      );
    chosen.add(pk);
  }
  if (chosen.size === named.size) return item;
  const id = context.ids.next();
  const { kind, title, affects, fix, body, exchange_pk, app_pk, opened_at } = item;
  const partPk = openWorkItem(db, { id, kind, subject: id, title, affects, fix, body, exchange_pk, app_pk, opened_at });
  for (const personPk of chosen) movePersonToItem(db, item.pk, partPk, personPk);
  for (const delivery of deliveriesParkedBy(db, item.pk)) {
    const parked = readParked(delivery.parked);
    const account = getAccount(db, delivery.account_pk);
    if (parked?.guard?.itemPk !== item.pk || !account || !chosen.has(account.person_pk)) continue;
    setGuardItem(db, delivery.pk, writeParked({ ...parked, guard: { ...parked.guard, itemPk: partPk } }));
  }
  const part = getWorkItem(db, partPk);
  if (!part) throw new Error(`work item ${id}: it was not written`);
  return part;
}
