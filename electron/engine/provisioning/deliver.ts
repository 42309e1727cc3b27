import { findAccountByTarget } from '../store/account.ts';
import { getDelivery } from '../store/delivery.ts';
import { getIntent, openOperations, setOperationState } from '../store/operation.ts';
import { transaction } from '../store/sql.ts';
import type { WantedAccount } from './account.ts';
import { carryOut } from './carryOut.ts';
import { type Claim, type DeliveryContext, readClaim } from './claim.ts';
import { noteFailure, noteSeen, noteSettled, noteStart, type Started } from './note.ts';
import { afterwards, isSo, type PlannedOperation, plan } from './plan.ts';
import { notOurs, proofOf } from './proof.ts';
import { withTimeout } from './timeout.ts';

/**
 * Brings one account from confirmed to wanted: settles what a stop left open, plans, carries out one operation after
 * the other. Ends early when something fails (it is written when to go on) or when something newer is wanted.
 */
export async function deliver(context: DeliveryContext, deliveryPk: number): Promise<void> {
  const first = readClaim(context, deliveryPk);
  if (!first) return;
  if (!(await settleOpenCreate(context, first))) return;
  const claim = readClaim(context, deliveryPk);
  if (!claim) return;

  let { confirmed } = claim;
  let targetId = claim.account.target_id;
  // A leaver loses every role that is found in the target, so it is looked at before it is planned.
  const seen = targetId !== null && !claim.wanted.active ? await withTimeout(claim.connector.read(targetId)) : null;
  const operations = plan(claim.wanted, confirmed, claim.parked, seen?.ok ? seen.value : null);
  supersede(context, claim, operations);
  for (const operation of operations) {
    const result = await carryOut(context, claim, operation, confirmed, targetId);
    if (!result.ok) return;
    ({ confirmed, targetId } = result);
    if (getDelivery(context.db, deliveryPk)?.generation !== claim.delivery.generation) return;
  }
  noteSettled(context, claim, confirmed);
}

/** Operations that were open and are not wanted any more. */
function supersede(context: DeliveryContext, claim: Claim, operations: readonly PlannedOperation[]): void {
  const stale = openOperations(context.db, claim.delivery.pk).filter(
    (open) => !operations.some((one) => one.verb === open.verb && one.role === open.role),
  );
  if (stale.length === 0) return;
  const now = context.clock.now();
  transaction(context.db, (db) => {
    for (const operation of stale) setOperationState(db, operation.pk, 'superseded', now);
  });
}

/**
 * After a stop, or an answer that never came, a create may or may not have taken effect. The target is looked at, and
 * the account adopted only if it is exactly what the durable intent says.
 *
 * @returns whether the delivery may go on now
 */
async function settleOpenCreate(context: DeliveryContext, claim: Claim): Promise<boolean> {
  if (claim.account.target_id !== null) return true;
  const open = openOperations(context.db, claim.delivery.pk).find((operation) => operation.verb === 'create');
  const intent = open && getIntent(context.db, open.pk);
  if (!open || !intent || intent.settled_at !== null) return true;
  const intended = JSON.parse(intent.body) as PlannedOperation;
  const found = await withTimeout(claim.connector.find({ login: intended.login ?? claim.wanted.login }));
  const started: Started = noteStart(context, claim, intended, false);
  if (!found.ok) {
    noteFailure(context, claim, started, { ...found.failure, kind: 'unknown' });
    return false;
  }
  const seen = found.value[0];
  if (!seen) {
    noteFailure(context, claim, started, {
      kind: 'transient',
      message: 'It had not been created; it is tried again.',
      retryAfter: 0,
    });
    return true;
  }
  const taken = findAccountByTarget(context.db, claim.app.row.pk, seen.id);
  if (!isSo(intended, seen) || seen.roles.length > 0 || taken) {
    noteFailure(context, claim, started, notOurs(seen));
    return false;
  }
  const confirmed: WantedAccount | null = afterwards(intended, null, claim.wanted.login);
  noteSeen(context, claim, started, {
    outcome: 'already so',
    message: 'It had been created before Footbridge could note it; it is exactly what was intended.',
    proof: proofOf(claim, intended, seen),
    targetId: seen.id,
    confirmed,
  });
  return true;
}
