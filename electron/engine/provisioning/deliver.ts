import { getDelivery, restDelivery, restUrgency } from '../store/delivery.ts';
import { openOperations, setOperationState } from '../store/operation.ts';
import { transaction } from '../store/sql.ts';
import { findOpenItem } from '../store/work.ts';
import { carryOut } from './carryOut.ts';
import { type Claim, type DeliveryContext, readClaim } from './claim.ts';
import { settleOpenIntents } from './interrupted.ts';
import { subjectOf } from './letGo.ts';
import { noteFailure, noteSettled } from './note.ts';
import { type PlannedOperation, plan, takes } from './plan.ts';

/**
 * Brings one account from confirmed to wanted: settles what a stop left open, plans, carries out one operation after
 * the other. Ends early when something fails (it is written when to go on) or when something newer is wanted.
 *
 * @param only removals: what takes access away; the rest waits its time
 * @returns how many operations were tried
 */
export async function deliver(
  context: DeliveryContext,
  deliveryPk: number,
  only: 'everything' | 'removals' = 'everything',
): Promise<number> {
  const first = readClaim(context, deliveryPk);
  if (!first) {
    // Its app went back to observing while a try was under way that wrote when to go on.
    transaction(context.db, (db) => restDelivery(db, deliveryPk));
    return 0;
  }
  if (!(await settleOpenIntents(context, first))) return 1;
  const claim = readClaim(context, deliveryPk);
  if (!claim) return 0;

  let { confirmed } = claim;
  let targetId = claim.account.target_id;
  // A leaver loses every role that is found in the target, so it is looked at before it is planned.
  const seen = targetId !== null && !claim.wanted.active ? await claim.connector.read(targetId) : null;
  const operations = plan(claim.wanted, confirmed, claim.parked, seen?.ok ? seen.value : null);
  supersede(context, claim, operations);
  const admitted = only === 'everything' ? operations : operations.filter(takes);
  let refused = false;
  let tried = 0;
  for (const operation of admitted) {
    // A disable that the app refuses for good keeps no role in place.
    if (refused && operation.verb !== 'removeRole') return tried;
    tried += 1;
    const result = await carryOut(context, claim, operation, confirmed, targetId);
    if (!result.ok) {
      if (!result.refused) return tried;
      refused = true;
      continue;
    }
    ({ confirmed, targetId } = result);
    if (getDelivery(context.db, deliveryPk)?.generation !== claim.delivery.generation) return tried;
  }
  if (refused) return tried;
  if (admitted.length < operations.length) {
    transaction(context.db, (db) => restUrgency(db, deliveryPk, claim.delivery.generation));
    return tried;
  }
  // Roles that could not be looked for may still be there.
  if (seen?.ok === false) noteFailure(context, claim, null, seen.failure);
  else noteSettled(context, claim, confirmed, targetId === null && (await isInUse(context, claim)));
  return tried;
}

/**
 * Whether an account that is not ours, and stood in the way of theirs, is in use, now that they should have none: they
 * may have used that one, so that this is no answer to the conflict. What cannot be told is no answer either.
 */
async function isInUse(context: DeliveryContext, claim: Claim): Promise<boolean> {
  if (claim.wanted.active || !findOpenItem(context.db, 'conflict', subjectOf(claim.account))) return false;
  const found = await claim.connector.find({ login: claim.wanted.login });
  return !found.ok || found.value.some((account) => account.active);
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
