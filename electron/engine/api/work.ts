import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { WorkDecision, WorkItem } from '../../../shared/model/work.ts';
import { enter } from '../audit/chain.ts';
import type { IdentityBody } from '../directory/identity.ts';
import { nameOf } from '../directory/words.ts';
import { readParked } from '../provisioning/account.ts';
import { attestRemovals, skipDelivery, stoppedBy } from '../provisioning/byHand.ts';
import type { AccountItemBody } from '../provisioning/letGo.ts';
import { releaseFromGuard } from '../provisioning/removal.ts';
import { parkDelivery } from '../provisioning/schedule.ts';
import { want } from '../provisioning/want.ts';
import type { JsonObject } from '../scim/json.ts';
import { deliveriesParkedBy, retryDelivery } from '../store/delivery.ts';
import { addPerson, peopleOfIdentityItem, releaseAttributesOf, setIdentityItem } from '../store/person.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
import { getUser, moveUserToPerson, usersOfPerson } from '../store/user.ts';
import * as store from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { partOfGuardItem } from './guardItem.ts';
import { takenOver } from './pause.ts';
import { conflict, invalid, notFound } from './refuse.ts';
import { decisionsFor, describeWorkItem } from './workItem.ts';

/** Everything that waits for a person, newest first. */
export const listWork = (context: ApiContext): { items: WorkItem[] } => ({
  items: store.listWorkItems(context.db).map((item) => describeWorkItem(context.db, item)),
});

/** Carries out a person's decision, with the reason they gave, in one transaction. */
export async function decideWork(
  context: ApiContext,
  input: ParsedInput<'work.decide'>,
): Promise<Output<'work.decide'>> {
  const item = store.findWorkItem(context.db, input.id);
  if (!item) throw notFound('work item', input.id);
  if (item.closed_at !== null)
    throw conflict('This was decided already.', 'Nothing was changed.', 'Look at the list again.');
  const fitting = decisionsFor(context.db, item);
  if (!fitting.includes(input.decision))
    throw invalid(`“${input.decision}” does not fit this.`, 'Nothing was changed.', `Choose: ${fitting.join(', ')}.`);
  const now = context.clock.now();
  transaction(context.db, (db) => {
    const decided = input.personIds === undefined ? item : partOfGuardItem(context, db, item, input.personIds);
    const people = store.peopleOfItem(db, decided.pk);
    store.closeWorkItem(db, decided.pk, input.decision, input.reason, now);
    const content = JSON.stringify([input.decision, input.reason]);
    enter(db, { at: now, kind: 'decision', subject: decided.id, content });
    carryOut(context, db, decided, input, people);
  });
  context.events.emit('work', [item.id], `Decided: ${input.decision}`);
  if (item.kind === 'copied') await takenOver(context, item);
  const app = item.kind === 'unreachable' && item.app_pk !== null ? context.apps.get(item.app_pk) : undefined;
  if (app) context.tryApp(app);
  else context.wake();
  return {};
}

function carryOut(
  context: ApiContext,
  db: WriteDb,
  item: store.WorkItemRow,
  { decision, reason }: { readonly decision: WorkDecision; readonly reason: string },
  people: readonly number[],
): void {
  switch (item.kind) {
    case 'guard':
      // What is rejected stays as it is, and held, until something new is said of it or a person releases it.
      if (decision === 'approve') release(context, db, item.pk, 'guard');
      break;
    case 'contradicted':
    case 'conflict':
    case 'unknown':
    case 'refused':
      // Set aside, or seen: what waits goes on waiting.
      if (decision === 'dismiss' || decision === 'park') break;
      if (decision === 'attest' || decision === 'skip') {
        byHand(context, db, item, decision, reason);
        break;
      }
      release(context, db, item.pk, 'blocked');
      // What goes on by itself (a contradiction, refused credentials) is not blocked: its next try is now.
      retryDelivery(db, (JSON.parse(item.body) as AccountItemBody).deliveryPk, context.clock.now());
      break;
    case 'doubt':
      recompute(context, db, item, decision === 'approve' ? releaseAttributesOf(db, item.pk) : people);
      break;
    case 'identity':
      identify(context, db, item, decision);
      break;
    case 'removed':
    case 'absence':
    case 'untold':
    case 'clock':
      break;
    case 'copied':
      // Delivery is resumed once this is written.
      break;
    case 'unreachable':
      // Tried once this is written; it is asked about again where that fails.
      break;
  }
}

function byHand(
  context: ApiContext,
  db: WriteDb,
  item: store.WorkItemRow,
  decision: 'attest' | 'skip',
  reason: string,
): void {
  const { deliveryPk } = JSON.parse(item.body) as AccountItemBody;
  const delivery = stoppedBy(db, item.pk, deliveryPk);
  const app = delivery && context.apps.get(delivery.app_pk);
  if (!delivery || !app) throw conflict('It goes on by itself by now.', 'Nothing was changed.', 'Look at it again.');
  const { clock, ids } = context;
  const record = (writable: WriteDb, subject: string, content: string): void =>
    void enter(writable, { at: clock.now(), kind: 'proof', subject, content });
  if (decision === 'attest') attestRemovals(db, { clock, ids, record }, app, delivery, reason);
  else skipDelivery(db, context, delivery);
}

/** Lets go on what the guard or a failure had stopped. */
function release(context: ApiContext, db: WriteDb, itemPk: number, which: 'guard' | 'blocked'): void {
  for (const delivery of deliveriesParkedBy(db, itemPk)) {
    const before = readParked(delivery.parked);
    if (!before) continue;
    const dueAt = context.apps.get(delivery.app_pk)?.row.state === 'on' ? context.clock.now() : null;
    if (which === 'guard') releaseFromGuard(db, delivery, dueAt);
    else parkDelivery(db, delivery, { ...before, blockedBy: null }, dueAt);
  }
}

/** Decides people anew. The guard judges it, since an approval of a doubt says nothing about how many lose what. */
function recompute(context: ApiContext, db: WriteDb, item: store.WorkItemRow, people: readonly number[]): void {
  want(db, context.wantContext, context.apps.list(), people, {
    changePk: null,
    snapshotPk: null,
    workItemPk: item.pk,
    exchangePk: item.exchange_pk,
    label: item.title,
    leavers: new Set(),
  });
}

/** Rule 5, answered. */
function identify(context: ApiContext, db: WriteDb, item: store.WorkItemRow, decision: WorkDecision): void {
  const { userPk, otherPersonPk } = JSON.parse(item.body) as IdentityBody;
  const user = getUser(db, userPk);
  if (!user) throw new Error(`work item ${item.id}: its user is missing`);
  const touched = new Set(peopleOfIdentityItem(db, item.pk).map((person) => person.pk));
  for (const personPk of touched) setIdentityItem(db, personPk, null);
  if (decision === 'same person' && otherPersonPk !== null) {
    // All of them: who was deleted and made again while the question stood is still the one it was about.
    for (const personPk of touched)
      for (const resource of usersOfPerson(db, personPk)) moveUserToPerson(db, resource.pk, otherPersonPk);
    touched.add(otherPersonPk);
    // The decision is about them, too: it stands in their timeline.
    store.addPersonToItem(db, item.pk, otherPersonPk);
  }
  if (decision === 'new person' && otherPersonPk === null) {
    const name = nameOf(JSON.parse(user.body) as JsonObject);
    const personPk = addPerson(db, context.ids.next(), name, context.clock.now());
    moveUserToPerson(db, user.pk, personPk);
    touched.add(personPk);
  }
  recompute(context, db, item, [...touched]);
}
