import { type OperationRow, setOperationState, unsettledIntents } from '../store/operation.ts';
import { transaction } from '../store/sql.ts';
import type { Claim, DeliveryContext } from './claim.ts';
import { readClaim } from './claim.ts';
import { noteDisputed, noteFailure, noteSeen, noteStart } from './note.ts';
import { afterwards, gives, isSo, type PlannedOperation } from './plan.ts';
import { notOurs, proofOf } from './proof.ts';

/**
 * After a stop, or an answer that never came, what was intended may or may not have taken effect. Before anything is
 * planned the target is looked at, so that what is confirmed is true again: what did take effect is noted with its
 * proof, and may then be taken back, whatever has been wanted since.
 *
 * @returns whether the delivery may go on now
 */
export async function settleOpenIntents(context: DeliveryContext, first: Claim): Promise<boolean> {
  for (const { intent, ...operation } of unsettledIntents(context.db, first.delivery.pk)) {
    const claim = readClaim(context, first.delivery.pk);
    if (!claim) return false;
    // It was given up with its outcome unknown; it is open again, so that what is seen now is noted on it.
    if (operation.state === 'failed')
      transaction(context.db, (db) => setOperationState(db, operation.pk, 'waiting', null));
    const intended = JSON.parse(intent) as PlannedOperation;
    const goesOn =
      intended.verb === 'create'
        ? await settleCreate(context, claim, intended)
        : await settleOther(context, claim, operation, intended);
    if (!goesOn) return false;
  }
  return true;
}

/** An account is adopted only if it is exactly what the durable intent says, and nobody else's. */
async function settleCreate(context: DeliveryContext, claim: Claim, intended: PlannedOperation): Promise<boolean> {
  if (claim.account.target_id !== null) return true;
  const found = await claim.connector.find({ login: intended.login ?? claim.wanted.login });
  const started = noteStart(context, claim, intended, false);
  if (!found.ok) {
    noteFailure(context, claim, started, { ...found.failure, kind: 'unknown' });
    return false;
  }
  const seen = found.value[0];
  if (!seen) {
    noteFailure(context, claim, started, { kind: 'transient', message: 'It had not been created.', retryAfter: 0 });
    return true;
  }
  if (!isSo(intended, seen) || seen.roles.length > 0) {
    noteDisputed(context, claim, started, notOurs(seen));
    return false;
  }
  noteSeen(context, claim, intended, started, {
    outcome: 'already so',
    message: 'It had been created before Footbridge could note it; it is exactly what was intended.',
    proof: proofOf(claim, intended, seen),
    targetId: seen.id,
    confirmed: afterwards(intended, null, claim.wanted.login),
  });
  return true;
}

async function settleOther(
  context: DeliveryContext,
  claim: Claim,
  operation: OperationRow,
  intended: PlannedOperation,
): Promise<boolean> {
  if (claim.account.target_id === null) return true;
  const read = await claim.connector.read(claim.account.target_id);
  const started = noteStart(context, claim, intended, false);
  const after = afterwards(intended, claim.confirmed, claim.wanted.login);
  if (!read.ok && read.failure.kind !== 'permanent') {
    noteFailure(context, claim, started, { ...read.failure, kind: 'unknown' });
    return false;
  }
  // What gives access is assumed to have taken effect when it cannot be seen.
  if (!read.ok && gives(intended)) {
    noteSeen(context, claim, intended, started, {
      outcome: 'unknown',
      message: 'Footbridge stopped before it could note the outcome, and the target cannot be read.',
      proof: {
        kind: 'not verifiable',
        asked: claim.connector.describe().readBack,
        seen: `It is taken to have been done, so that it can be undone: ${read.failure.message}`,
        notCovered: [...claim.connector.describe().capabilities.notCovered],
      },
      confirmed: after,
    });
    return true;
  }
  if (read.ok && read.value && isSo(intended, read.value)) {
    noteSeen(context, claim, intended, started, {
      outcome: 'already so',
      message: 'It had been done before Footbridge could note it.',
      proof: proofOf(claim, intended, read.value),
      confirmed: after,
    });
    return true;
  }
  const message = `“${operation.summary}” had not taken effect.`;
  noteFailure(context, claim, started, { kind: 'transient', message, retryAfter: 0 });
  return true;
}
