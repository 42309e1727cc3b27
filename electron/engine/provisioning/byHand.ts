import type { Proof } from '../../../shared/model/trace.ts';
import type { Clock, Ids } from '../ports.ts';
import { getAccount, setAccountState, setAssignmentStates } from '../store/account.ts';
import { causesBetween, confirmDelivery, type DeliveryRow, getDelivery, settleDelivery } from '../store/delivery.ts';
import {
  addOperation,
  addProof,
  finishAttempt,
  linkCauses,
  openOperations,
  setOperationState,
  settleIntent,
  startAttempt,
} from '../store/operation.ts';
import { putReread } from '../store/reread.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { readParked, type WantedAccount } from './account.ts';
import type { LoadedApp } from './apps.ts';
import { settleAssignments } from './assign.ts';
import { afterwards, describeOperation, type PlannedOperation, plan, takes } from './plan.ts';
import { nextReread } from './rereadTimes.ts';
import { parkDelivery } from './schedule.ts';

const readAccount = (text: string | null): WantedAccount | null =>
  text === null ? null : (JSON.parse(text) as WantedAccount);

/** What of a delivery that an item stops would take access away. */
export function stoppedRemovals(delivery: DeliveryRow): PlannedOperation[] {
  const guard = readParked(delivery.parked)?.guard ?? null;
  const wanted = JSON.parse(delivery.wanted) as WantedAccount;
  return plan(wanted, readAccount(delivery.confirmed), { guard, blockedBy: null }, null).filter(takes);
}

/** The delivery that a work item stops; undefined when it stops none any more. */
export function stoppedBy(db: ReadDb, itemPk: number, deliveryPk: number): DeliveryRow | undefined {
  const delivery = getDelivery(db, deliveryPk);
  return delivery && readParked(delivery.parked)?.blockedBy === itemPk ? delivery : undefined;
}

/** What decisions by hand are written with. */
export interface ByHandContext {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Enters a proof into the audit log, in its transaction. */
  record(db: WriteDb, subject: string, content: string): void;
}

/**
 * A person has taken away in the app what Footbridge could not: attested (rule 9), and looked at again as everything that
 * was taken away is. What else is wanted of the account is tried anew.
 *
 * @param reason in the person's words
 */
export function attestRemovals(
  db: WriteDb,
  context: ByHandContext,
  app: LoadedApp,
  delivery: DeliveryRow,
  reason: string,
): void {
  const now = context.clock.now();
  const account = getAccount(db, delivery.account_pk);
  if (!account) throw new Error(`delivery ${delivery.pk}: its account is missing`);
  const { login } = JSON.parse(delivery.wanted) as WantedAccount;
  const causes = causesBetween(db, delivery.pk, delivery.confirmed_generation, delivery.generation);
  const proof: Omit<Proof, 'at'> = {
    kind: 'attested',
    asked: 'nothing: a person decided it',
    seen: `A person says that it is done: ${reason}`,
    notCovered: [...app.connector.describe().capabilities.notCovered],
  };
  let confirmed = readAccount(delivery.confirmed);
  for (const operation of stoppedRemovals(delivery)) {
    const { verb, role } = operation;
    const open = openOperations(db, delivery.pk).find((one) => one.verb === verb && one.role === role);
    const summary = describeOperation(operation, account.login ?? login, app.row.name);
    const { generation } = delivery;
    const created = { id: context.ids.next(), delivery_pk: delivery.pk, verb, role, summary, generation };
    const operationPk = open?.pk ?? addOperation(db, { ...created, created_at: now });
    linkCauses(db, operationPk, causes);
    settleIntent(db, operationPk, now);
    finishAttempt(db, startAttempt(db, context.ids.next(), operationPk, now), 'done', 'A person did it by hand.', now);
    addProof(db, context.ids.next(), operationPk, proof, now);
    setOperationState(db, operationPk, 'done', now);
    context.record(db, account.id, JSON.stringify(proof));
    putReread(db, operationPk, now, nextReread(now, now) ?? now);
    if (role !== null) setAssignmentStates(db, account.pk, [{ role, state: 'revoked' }], now);
    confirmed = afterwards(operation, confirmed, login);
  }
  const text = confirmed === null ? null : JSON.stringify(confirmed);
  confirmDelivery(db, delivery.pk, text);
  if (confirmed) setAccountState(db, account.pk, confirmed.active ? 'active' : 'disabled');
  const guard = readParked(delivery.parked)?.guard ?? null;
  const dueAt = app.row.state === 'on' ? now : null;
  parkDelivery(db, { ...delivery, confirmed: text }, { guard, blockedBy: null }, dueAt);
}

/**
 * What was to be given or changed is left undone, by a person's decision: the account stays as it is until something else
 * is wanted of it.
 */
export function skipDelivery(db: WriteDb, { clock }: Pick<ByHandContext, 'clock'>, delivery: DeliveryRow): void {
  const now = clock.now();
  for (const operation of openOperations(db, delivery.pk)) setOperationState(db, operation.pk, 'superseded', now);
  const guard = readParked(delivery.parked)?.guard ?? null;
  parkDelivery(db, delivery, { guard, blockedBy: null }, null);
  const confirmed = readAccount(delivery.confirmed);
  if (confirmed) setAccountState(db, delivery.account_pk, confirmed.active ? 'active' : 'disabled');
  if (guard !== null) return;
  settleDelivery(db, delivery.pk, delivery.generation);
  const wanted = JSON.parse(delivery.wanted) as WantedAccount;
  settleAssignments(db, delivery.account_pk, { wanted, confirmed, parked: null }, now);
}
