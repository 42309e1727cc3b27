import type { HeldRemoval, HoldingKind } from '../../../shared/model/removal.ts';
import { type DeliveryRow, unparkCausesOf } from '../store/delivery.ts';
import type { HeldRemovalRow } from '../store/removal.ts';
import type { WriteDb } from '../store/sql.ts';
import { dropPersonFromItem, getWorkItem, openItemOfAccount, type WorkItemRow } from '../store/work.ts';
import { readParked, type WantedAccount, without } from './account.ts';
import { type HeldContext, heldOf } from './held.ts';
import { parkDelivery } from './schedule.ts';

/** What holds a removal: of which kind, in a sentence, and the work item that decides it. */
export interface Holding {
  readonly kind: HoldingKind;
  readonly why: string;
  readonly item: WorkItemRow | undefined;
}

/** What of an account is to be taken and is not yet. */
export function toBeTaken({ wanted, confirmed }: Pick<HeldRemovalRow, 'wanted' | 'confirmed'>): {
  readonly disable: boolean;
  readonly roles: string[];
} {
  const { active, roles } = JSON.parse(wanted) as WantedAccount;
  // What may have been made and is not wanted: as a whole, since nothing of it is known.
  if (confirmed === null) return { disable: !active, roles: [] };
  const has = JSON.parse(confirmed) as WantedAccount;
  return { disable: has.active && !active, roles: without(has.roles, roles) };
}

/** Whether the guard holds (some of) what is to be taken: a person approves it, or releases it for one account. */
export function isHeldByGuard(row: Pick<HeldRemovalRow, 'wanted' | 'confirmed' | 'parked'>): boolean {
  const guard = readParked(row.parked)?.guard ?? null;
  if (guard === null) return false;
  const { disable, roles } = toBeTaken(row);
  return (guard.disable && disable) || roles.some((role) => guard.roles.includes(role));
}

/** Lets go on what the guard holds of one account. @param dueAt null: its app is not switched on */
export function releaseFromGuard(db: WriteDb, delivery: DeliveryRow, dueAt: number | null): void {
  const before = readParked(delivery.parked);
  if (!before) return;
  parkDelivery(db, delivery, { ...before, guard: null }, dueAt);
  unparkCausesOf(db, delivery.pk);
}

/** What the guard had parked for a person is taken back, or goes another way: the item asks about them no more. */
export function leaveGuardItem(db: WriteDb, personPk: number, itemPk: number, at: number): void {
  const item = getWorkItem(db, itemPk);
  if (item) dropPersonFromItem(db, 'guard', item.subject, personPk, 'Nothing of it is parked any more.', at);
}

/** What holds a removal now. Of several the one that a person must decide comes first. */
export function holdingOf(context: HeldContext, row: HeldRemovalRow): Holding {
  const { db } = context;
  const parked = readParked(row.parked);
  if (parked?.guard && isHeldByGuard(row)) {
    const item = getWorkItem(db, parked.guard.itemPk);
    if (item?.decision === 'reject') return { kind: 'rejected', why: rejectedInWords(item), item: undefined };
    return { kind: 'guard', why: item?.title ?? 'The guard holds it.', item };
  }
  if (typeof parked?.blockedBy === 'number') {
    const item = getWorkItem(db, parked.blockedBy);
    return { kind: kindOf(item), why: item?.title ?? `${row.app_name} refused it.`, item };
  }
  const held = heldOf(context, row.app_pk);
  if (held?.removals && (row.released === 0 || held.kind === 'unreachable'))
    return { kind: held.kind, why: held.why, item: undefined };
  const item = openItemOfAccount(db, row.account_id);
  if (item?.kind === 'contradicted' || item?.kind === 'unknown') return { kind: item.kind, why: item.title, item };
  if (row.failures > 0) return { kind: 'retrying', why: item?.title ?? retryingInWords(row), item };
  return { kind: 'on the way', why: 'On the way.', item: undefined };
}

const blockingKinds = ['refused', 'conflict', 'unknown', 'contradicted'] as const;
const kindOf = (item: WorkItemRow | undefined): HoldingKind =>
  blockingKinds.find((kind) => kind === item?.kind) ?? 'refused';

/** "Rejected by hand: the group was emptied by mistake". */
export const rejectedInWords = ({ reason }: Pick<WorkItemRow, 'reason'>): string => `Rejected by hand: ${reason}`;

const retryingInWords = ({ failures, due_at }: HeldRemovalRow): string => {
  const next = due_at === null ? '' : ` next try at ${new Date(due_at).toISOString()}.`;
  return `Tried ${failures} ${failures === 1 ? 'time' : 'times'};${next === '' ? ' not tried again yet.' : next}`;
};

/** A held removal as the contract tells of it. */
export function describeHeldRemoval(context: HeldContext, row: HeldRemovalRow): HeldRemoval {
  const { kind, why, item } = holdingOf(context, row);
  return {
    accountId: row.account_id,
    person: { id: row.person_id, name: row.person_name },
    app: { id: row.app_id, name: row.app_name },
    since: new Date(row.removal_since).toISOString(),
    ...toBeTaken(row),
    heldBy: kind,
    why,
    workItemId: item?.id ?? null,
  };
}
