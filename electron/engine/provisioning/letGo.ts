import { type AccountRow, findAccountByTarget, setAccountState, setAccountTarget } from '../store/account.ts';
import { confirmDelivery, type DeliveryRow, findDelivery } from '../store/delivery.ts';
import { openOperations, setOperationState, settleIntent } from '../store/operation.ts';
import { getPerson } from '../store/person.ts';
import type { WriteDb } from '../store/sql.ts';
import { addPersonToItem, openWorkItem } from '../store/work.ts';
import { readParked, type WantedAccount } from './account.ts';
import type { Claim, DeliveryContext } from './claim.ts';
import { parkDelivery } from './schedule.ts';

/** Work items about one account share this subject, so that success closes them. */
export const subjectOf = (account: Pick<AccountRow, 'id'>): string => `account ${account.id}`;

/** What a decision about one account needs. */
export interface AccountItemBody {
  readonly deliveryPk: number;
}

/**
 * Lets go of an account that is not in the app any more: its id is nobody's, or somebody else's. Who should have one is
 * asked about, since somebody deleted it there; trying again makes a new one.
 *
 * @param why in words: "its id 7 is that of Bob now"
 */
export function letGo(
  db: WriteDb,
  context: DeliveryContext,
  app: string,
  account: AccountRow,
  delivery: DeliveryRow,
  why: string,
): void {
  const now = context.clock.now();
  setAccountTarget(db, account.pk, null, null);
  confirmDelivery(db, delivery.pk, null);
  for (const operation of openOperations(db, delivery.pk)) {
    settleIntent(db, operation.pk, now);
    setOperationState(db, operation.pk, 'superseded', now);
  }
  const wanted = JSON.parse(delivery.wanted) as WantedAccount;
  if (!wanted.active) {
    setAccountState(db, account.pk, 'deleted');
    return;
  }
  const name = getPerson(db, account.person_pk)?.name ?? 'somebody';
  const itemPk = openWorkItem(db, {
    id: context.ids.next(),
    kind: 'refused',
    subject: subjectOf(account),
    title: `${app}: the account of ${name} is gone; ${why}.`,
    affects: `${name} has no account in ${app} any more. Somebody deleted it there.`,
    fix: 'Try again to make a new one.',
    body: JSON.stringify({ deliveryPk: delivery.pk } satisfies AccountItemBody),
    exchange_pk: null,
    app_pk: delivery.app_pk,
    opened_at: now,
  });
  addPersonToItem(db, itemPk, account.person_pk);
  setAccountState(db, account.pk, 'failed');
  const guard = readParked(delivery.parked)?.guard ?? null;
  parkDelivery(db, { ...delivery, confirmed: null }, { guard, blockedBy: itemPk }, null);
}

/**
 * A target that gives the id of a deleted account to a new one, as SQLite does, has shown that the old one is gone:
 * whoever had it must not be disabled, or given anything, under the id of another person.
 */
export function letFormerGo(db: WriteDb, context: DeliveryContext, claim: Claim, targetId: string): void {
  const former = findAccountByTarget(db, claim.app.row.pk, targetId);
  const delivery = former && former.pk !== claim.account.pk ? findDelivery(db, former.pk) : undefined;
  if (former && delivery)
    letGo(db, context, claim.app.row.name, former, delivery, `its id ${targetId} is that of ${claim.person} now`);
}
