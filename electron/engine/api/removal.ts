import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { HoldingKind } from '../../../shared/model/removal.ts';
import { enter } from '../audit/chain.ts';
import { readParked } from '../provisioning/account.ts';
import { describeHeldRemoval, holdingOf, isHeldByGuard, releaseFromGuard } from '../provisioning/removal.ts';
import { type HeldRemovalRow, heldRemovalOf, listHeldRemovals, releaseRemoval } from '../store/removal.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
import { dropPersonFromItem, getWorkItem } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { conflict, refused } from './refuse.ts';

/** What is to be taken from people and is not yet, those held longest first (rule 8). */
export function listHeld(context: ApiContext, input: ParsedInput<'removal.listHeld'>): Output<'removal.listHeld'> {
  const place = readCursor(input.cursor, ['number', 'number']);
  const after = place === null ? null : ([Number(place[0]), Number(place[1])] as const);
  const found = listHeldRemovals(context.db, after, input.limit + 1);
  return pageOf(
    found,
    input.limit,
    (row) => [row.removal_since, row.pk],
    (row) => describeHeldRemoval(context, row),
  );
}

/** What a release lets through. */
const releasable = ['guard', 'rejected', 'paused', 'closed'] as const;
const isReleasable = (kind: HoldingKind): kind is (typeof releasable)[number] => releasable.some((one) => one === kind);

/** What to do about what no release helps against. */
const instead: Readonly<Record<Exclude<HoldingKind, (typeof releasable)[number]>, string>> = {
  refused: 'See to what the work item names, then decide it: “try again”. Where it is urgent, disable them in the app.',
  conflict:
    'See to what the work item names, then decide it: “try again”. Where it is urgent, disable them in the app.',
  unknown: 'See to what the work item names, then decide it: “try again”. Where it is urgent, disable them in the app.',
  contradicted: 'Look in the app for what undoes it. Where it is urgent, disable them there by hand.',
  unreachable:
    'Make the app reachable, then “try again” in its work item. Where it is urgent, disable them in the app.',
  retrying: 'It is tried again by itself. Where it is urgent, disable them in the app by hand.',
  'on the way': 'Nothing: it is being done now.',
};

/** Releases what is to be taken from one account (rule 8: the urgent leaver), with the reason that a person gave. */
export function releaseHeld(
  context: ApiContext,
  { accountId, reason }: ParsedInput<'removal.release'>,
): Output<'removal.release'> {
  const row = heldRemovalOf(context.db, accountId);
  if (!row)
    throw conflict(
      'Nothing is held of this account: nothing is to be taken from it, or its app is not switched on.',
      'Nothing was changed.',
      'Look at the list of what is held again.',
    );
  const { kind, why } = holdingOf(context, row);
  if (!isReleasable(kind))
    throw refused(
      `No release helps here: ${why}`,
      `Until then ${row.person_name} has what is to be taken from them in ${row.app_name}.`,
      instead[kind],
    );
  transaction(context.db, (db) => release(context, db, row, reason));
  context.events.emit('work', [], `Released for one person in ${row.app_name}`);
  context.wake();
  const after = heldRemovalOf(context.db, accountId);
  const holding = after && holdingOf(context, after);
  return { waitsFor: holding && holding.kind !== 'on the way' ? holding.why : null };
}

/** What the guard holds is asked about no more for this person; the question about the others stands. */
function release(context: ApiContext, db: WriteDb, row: HeldRemovalRow, reason: string): void {
  const now = context.clock.now();
  const itemPk = readParked(row.parked)?.guard?.itemPk;
  if (itemPk !== undefined && isHeldByGuard(row)) {
    releaseFromGuard(db, row, now);
    const item = getWorkItem(db, itemPk);
    if (item) dropPersonFromItem(db, 'guard', item.subject, row.person_pk, `Released one by one: ${reason}`, now);
  }
  releaseRemoval(db, row.pk, now);
  enter(db, { at: now, kind: 'decision', subject: row.account_id, content: JSON.stringify(['release', reason]) });
}
