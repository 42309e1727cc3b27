import type { AttemptOutcome, Proof } from '../../../shared/model/trace.ts';
import type { WorkKind } from '../../../shared/model/work.ts';
import type { Failure } from '../connectors/connector.ts';
import { setAccountState, setAccountTarget, setAssignmentStates } from '../store/account.ts';
import { isContradictedByExport } from '../store/confirm.ts';
import {
  confirmDelivery,
  exchangesOfDelivery,
  getDelivery,
  postponeDelivery,
  settleDelivery,
} from '../store/delivery.ts';
import {
  addOperation,
  addProof,
  finishAttempt,
  linkCauses,
  openOperations,
  setOperationState,
  settleIntent,
  startAttempt,
  writeIntent,
} from '../store/operation.ts';
import { putReread } from '../store/reread.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
import { addPersonToItem, closeOpenItem, openWorkItem } from '../store/work.ts';
import { readParked, type WantedAccount } from './account.ts';
import { retryAssignments, settleAssignments } from './assign.ts';
import { backoff } from './backoff.ts';
import type { Claim, DeliveryContext } from './claim.ts';
import { type AccountItemBody, letFormerGo, letGo, subjectOf } from './letGo.ts';
import { describeOperation, type PlannedOperation, takes } from './plan.ts';
import { isHeldByGuard, leaveGuardItem, releaseFromGuard } from './removal.ts';
import { nextReread } from './rereadTimes.ts';
import { hastenIfOvertaken, parkDelivery } from './schedule.ts';

/** An operation under way, as the store knows it. */
export interface Started {
  readonly operationPk: number;
  readonly attemptPk: number;
}

const accountItemKinds: readonly WorkKind[] = ['refused', 'contradicted', 'unknown', 'conflict'];

/** Writes operation, attempt and, when the target will be called, the intent: durable before anything is done. */
export function noteStart(
  context: DeliveryContext,
  claim: Claim,
  operation: PlannedOperation,
  calls: boolean,
): Started {
  const now = context.clock.now();
  return transaction(context.db, (db) => {
    const open = openOperations(db, claim.delivery.pk).find(
      (one) => one.verb === operation.verb && one.role === operation.role,
    );
    const operationPk =
      open?.pk ??
      addOperation(db, {
        id: context.ids.next(),
        delivery_pk: claim.delivery.pk,
        verb: operation.verb,
        role: operation.role,
        summary: describeOperation(operation, claim.account.login ?? claim.wanted.login, claim.app.row.name),
        generation: claim.delivery.generation,
        created_at: now,
      });
    linkCauses(db, operationPk, claim.causes);
    if (open) setOperationState(db, operationPk, 'running', null);
    if (calls) {
      writeIntent(db, operationPk, JSON.stringify(operation), now);
      hastenIfOvertaken(db, claim.delivery, now);
    }
    return { operationPk, attemptPk: startAttempt(db, context.ids.next(), operationPk, now) };
  });
}

export interface Seen {
  readonly outcome: AttemptOutcome;
  readonly message: string;
  readonly proof: Omit<Proof, 'at'>;
  /** The target's id of a new account. */
  readonly targetId?: string;
  readonly confirmed: WantedAccount | null;
}

/**
 * Writes what was seen of an operation: attempt, proof, what is confirmed now. A role's state follows its own operation:
 * nobody is said to have what is gone, or not to have what they were given, whatever else of this account is refused.
 */
export function noteSeen(
  context: DeliveryContext,
  claim: Claim,
  operation: PlannedOperation,
  started: Started,
  seen: Seen,
): void {
  const now = context.clock.now();
  transaction(context.db, (db) => {
    const contradicted = seen.proof.kind === 'contradicted';
    finishAttempt(db, started.attemptPk, seen.outcome, seen.message, now);
    settleIntent(db, started.operationPk, now);
    addProof(db, context.ids.next(), started.operationPk, seen.proof, now);
    setOperationState(db, started.operationPk, contradicted ? 'contradicted' : 'done', contradicted ? null : now);
    const again = takes(operation) && wasSeen(seen.proof) ? nextReread(now, now) : null;
    if (again !== null) putReread(db, started.operationPk, now, again);
    context.record(db, claim.account.id, JSON.stringify(seen.proof));
    if (seen.targetId !== undefined) {
      letFormerGo(db, context, claim, seen.targetId);
      setAccountTarget(db, claim.account.pk, seen.targetId, seen.confirmed?.login ?? claim.wanted.login);
    } else if (seen.confirmed && seen.confirmed.login !== claim.account.login && claim.account.target_id !== null)
      setAccountTarget(db, claim.account.pk, claim.account.target_id, seen.confirmed.login);
    confirmDelivery(db, claim.delivery.pk, seen.confirmed === null ? null : JSON.stringify(seen.confirmed));
    hastenIfOvertaken(db, claim.delivery, now);
    if (!contradicted && operation.role !== null) {
      const has = seen.confirmed?.roles.includes(operation.role) === true;
      const state = has ? 'applied' : 'revoked';
      setAssignmentStates(db, claim.account.pk, [{ role: operation.role, state }], now);
    }
    if (contradicted) {
      postpone(db, context, claim, undefined);
      open(db, context, claim, 'contradicted', `${claim.app.row.name} says otherwise: ${seen.proof.seen}`, {
        affects: `${claim.person}: what was done in ${claim.app.row.name} did not last.`,
        fix: 'Look in the app for what undoes it (a trigger, a sync, a person). Footbridge goes on trying.',
      });
    } else if (seen.confirmed && !isBlocked(db, claim)) {
      setAccountState(db, claim.account.pk, seen.confirmed.active ? 'active' : 'disabled');
    }
  });
  context.moved(exchangesOf(context, claim), `${claim.person}: ${seen.proof.kind}`);
  if (seen.proof.kind === 'contradicted') context.workChanged();
}

const wasSeen = ({ kind }: Pick<Proof, 'kind'>): boolean => kind === 'proved' || kind === 'handed over';

/** What was refused for good stays said of the account, whatever else is done to it. */
const isBlocked = (db: WriteDb, claim: Claim): boolean =>
  typeof readParked(getDelivery(db, claim.delivery.pk)?.parked ?? null)?.blockedBy === 'number';

/** Writes that the account of somebody who should have one is not in the app any more: nothing wider found it either. */
export function noteGone(context: DeliveryContext, claim: Claim, started: Started, message: string): void {
  const now = context.clock.now();
  transaction(context.db, (db) => {
    finishAttempt(db, started.attemptPk, 'permanent', message, now);
    setOperationState(db, started.operationPk, 'failed', now);
    const delivery = getDelivery(db, claim.delivery.pk);
    if (delivery) letGo(db, context, claim.app.row.name, claim.account, delivery, message);
  });
  context.moved(exchangesOf(context, claim), `${claim.person}: ${message}`);
  context.workChanged();
}

/** Writes a failure: when it will be tried again, or what a person must decide. */
export function noteFailure(context: DeliveryContext, claim: Claim, started: Started | null, failed: Failure): void {
  fail(context, claim, started, failed, failed.kind !== 'unknown');
}

/**
 * Writes that a person must say whose an account is that we may have made. Until they have, whether we did stays
 * unknown: whatever is wanted later looks there again, or a leaver would be taken to have nothing.
 */
export function noteDisputed(context: DeliveryContext, claim: Claim, started: Started, failed: Failure): void {
  fail(context, claim, started, failed, false);
}

function fail(
  context: DeliveryContext,
  claim: Claim,
  started: Started | null,
  failed: Failure,
  outcomeIsKnown: boolean,
): void {
  const now = context.clock.now();
  const final = failed.kind === 'permanent' || failed.kind === 'conflict';
  transaction(context.db, (db) => {
    if (started) {
      finishAttempt(db, started.attemptPk, failed.kind, failed.message, now);
      setOperationState(db, started.operationPk, final ? 'failed' : 'waiting', final ? now : null);
      if (outcomeIsKnown) settleIntent(db, started.operationPk, now);
    }
    if (final) block(db, context, claim, failed);
    else {
      postpone(db, context, claim, failed.retryAfter);
      if (failed.kind === 'credentials') openRefused(db, context, claim, failed.message);
    }
    retryAssignments(db, claim.account.pk, now);
  });
  context.moved(exchangesOf(context, claim), `${claim.person}: ${failed.message}`);
  if (final || failed.kind === 'credentials') context.workChanged();
}

/** Stops a delivery until a person decides or something new is wanted. */
function block(db: WriteDb, context: DeliveryContext, claim: Claim, failed: Failure): void {
  const delivery = getDelivery(db, claim.delivery.pk);
  // Something newer is wanted, and tried next: nobody need be asked about what is not wanted any more.
  if (delivery?.generation !== claim.delivery.generation) return;
  const conflict = failed.kind === 'conflict';
  const itemPk = conflict
    ? open(db, context, claim, 'conflict', `${claim.app.row.name}: ${failed.message}`, {
        affects:
          claim.account.target_id === null
            ? `${claim.person} has no account of their own in ${claim.app.row.name} yet.`
            : `The account of ${claim.person} in ${claim.app.row.name} stays as it is; what was to be changed waits.`,
        fix: 'Rename it or remove it in the app, then try again; also when it is theirs, for linking an account is not part of this version. It is never taken over in silence.',
      })
    : openRefused(db, context, claim, failed.message);
  setAccountState(db, claim.account.pk, conflict ? 'conflict' : 'failed');
  const guard = readParked(delivery.parked)?.guard ?? null;
  parkDelivery(db, delivery, { guard, blockedBy: itemPk }, null);
}

const openRefused = (db: WriteDb, context: DeliveryContext, claim: Claim, message: string): number =>
  open(db, context, claim, 'refused', `${claim.app.row.name} refused: ${message}`, {
    ...(claim.wanted.active ? refusedWords(claim) : refusedLeaverWords(claim)),
  });

const refusedWords = ({ person, app }: Claim) => ({
  affects: `${person} in ${app.row.name}: what is wanted there is not so yet.`,
  fix: 'Correct the mapping, the app or its connection, then try again.',
});

/** No mapping stands behind a disable (rule 2), and what is not done here is access that should be gone. */
const refusedLeaverWords = ({ person, app }: Claim) => ({
  affects: `${person} should have no access to ${app.row.name} any more, and may still be able to sign in there.`,
  fix: `See to it that ${app.row.name} lets Footbridge do this, or disable the account there by hand; then try again.`,
});

/** Opens a work item about this account. @returns its key */
export function open(
  db: WriteDb,
  context: DeliveryContext,
  claim: Claim,
  kind: WorkKind,
  title: string,
  words: { readonly affects: string; readonly fix: string },
): number {
  const itemPk = openWorkItem(db, {
    id: context.ids.next(),
    kind,
    subject: subjectOf(claim.account),
    title,
    ...words,
    body: JSON.stringify({ deliveryPk: claim.delivery.pk } satisfies AccountItemBody),
    exchange_pk: null,
    app_pk: claim.app.row.pk,
    opened_at: context.clock.now(),
  });
  addPersonToItem(db, itemPk, claim.account.person_pk);
  return itemPk;
}

function postpone(db: WriteDb, context: DeliveryContext, claim: Claim, retryAfter: number | undefined): void {
  const wait = backoff(claim.delivery.failures + 1, context.random(), retryAfter);
  postponeDelivery(db, claim.delivery, context.clock.now() + wait);
}

/**
 * Everything that is wanted and not parked has been seen to be so.
 *
 * @param conflictStays an account that is not ours, and stood in the way of theirs, is still in use (rule 1)
 */
export function noteSettled(
  context: DeliveryContext,
  claim: Claim,
  confirmed: WantedAccount | null,
  conflictStays: boolean,
): void {
  const now = context.clock.now();
  let closed = false;
  transaction(context.db, (db) => {
    for (const operation of openOperations(db, claim.delivery.pk))
      setOperationState(db, operation.pk, 'superseded', now);
    const delivery = getDelivery(db, claim.delivery.pk);
    const guard = readParked(delivery?.parked ?? null)?.guard ?? null;
    if (guard && delivery?.generation === claim.delivery.generation && !isHeldByGuard(delivery)) {
      // What was never given need not be held, nor asked about.
      leaveGuardItem(db, claim.account.person_pk, guard.itemPk, now);
      releaseFromGuard(db, delivery, null);
      closed = true;
    }
    const parked = readParked(getDelivery(db, claim.delivery.pk)?.parked ?? null);
    if (parked) {
      if (delivery?.generation === claim.delivery.generation) parkDelivery(db, delivery, parked, null);
    } else {
      if (!settleDelivery(db, claim.delivery.pk, claim.delivery.generation)) return;
      setAccountState(db, claim.account.pk, stateOf(claim, confirmed));
      // That the file is as wanted answers nothing about an app whose own export says otherwise.
      const asked = isContradictedByExport(db, claim.delivery.pk);
      const stays = (kind: WorkKind) => (kind === 'contradicted' && asked) || (kind === 'conflict' && conflictStays);
      for (const kind of accountItemKinds.filter((one) => !stays(one)))
        closed = closeOpenItem(db, kind, subjectOf(claim.account), 'It is so now.', now) || closed;
    }
    settleAssignments(db, claim.account.pk, { wanted: claim.wanted, confirmed, parked }, now);
  });
  context.moved(exchangesOf(context, claim), `${claim.person}: as wanted in ${claim.app.row.name}`);
  if (closed) context.workChanged();
}

const stateOf = (claim: Claim, confirmed: WantedAccount | null) => {
  if (confirmed) return confirmed.active ? 'active' : 'disabled';
  return claim.wanted.active ? 'pending' : 'deleted';
};

const exchangesOf = (context: DeliveryContext, claim: Claim): string[] =>
  exchangesOfDelivery(context.db, claim.delivery.pk, claim.delivery.confirmed_generation + 1);
