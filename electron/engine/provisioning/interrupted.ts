import { findAccountByTarget } from '../store/account.ts';
import { getIntent, type OperationRow, openOperations } from '../store/operation.ts';
import type { Claim, DeliveryContext } from './claim.ts';
import { readClaim } from './claim.ts';
import { noteFailure, noteSeen, noteStart } from './note.ts';
import { afterwards, isSo, type PlannedOperation } from './plan.ts';
import { notOurs, proofOf } from './proof.ts';
import { withTimeout } from './timeout.ts';

/**
 * After a stop, or an answer that never came, what was intended may or may not have taken effect. Before anything is
 * planned the target is looked at, so that what is confirmed is true again: what did take effect is noted with its
 * proof, and may then be taken back, whatever has been wanted since.
 *
 * @returns whether the delivery may go on now
 */
export async function settleOpenIntents(context: DeliveryContext, first: Claim): Promise<boolean> {
  for (const operation of openOperations(context.db, first.delivery.pk)) {
    const intent = getIntent(context.db, operation.pk);
    if (!intent || intent.settled_at !== null) continue;
    const claim = readClaim(context, first.delivery.pk);
    if (!claim) return false;
    const intended = JSON.parse(intent.body) as PlannedOperation;
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
  const found = await withTimeout(claim.connector.find({ login: intended.login ?? claim.wanted.login }));
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
  const taken = findAccountByTarget(context.db, claim.app.row.pk, seen.id);
  if (!isSo(intended, seen) || seen.roles.length > 0 || taken) {
    noteFailure(context, claim, started, notOurs(seen));
    return false;
  }
  noteSeen(context, claim, started, {
    outcome: 'already so',
    message: 'It had been created before Footbridge could note it; it is exactly what was intended.',
    proof: proofOf(claim, intended, seen),
    targetId: seen.id,
    confirmed: afterwards(intended, null, claim.wanted.login),
  });
  return true;
}

/** Verbs that give access; of these it is assumed that they took effect when it cannot be seen. */
const giving = new Set(['enable', 'addRole', 'update']);

async function settleOther(
  context: DeliveryContext,
  claim: Claim,
  operation: OperationRow,
  intended: PlannedOperation,
): Promise<boolean> {
  if (claim.account.target_id === null) return true;
  const read = await withTimeout(claim.connector.read(claim.account.target_id));
  const started = noteStart(context, claim, intended, false);
  const after = afterwards(intended, claim.confirmed, claim.wanted.login);
  if (!read.ok && read.failure.kind !== 'permanent') {
    noteFailure(context, claim, started, { ...read.failure, kind: 'unknown' });
    return false;
  }
  if (!read.ok && giving.has(intended.verb)) {
    noteSeen(context, claim, started, {
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
    noteSeen(context, claim, started, {
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
