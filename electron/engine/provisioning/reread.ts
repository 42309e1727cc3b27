import type { Proof } from '../../../shared/model/trace.ts';
import type { Result, Search, TargetAccount } from '../connectors/connector.ts';
import { setAccountState, setAssignmentStates } from '../store/account.ts';
import { exchangesOfOperation } from '../store/confirm.ts';
import { getDelivery, reopenDelivery } from '../store/delivery.ts';
import { addProof, setOperationState } from '../store/operation.ts';
import { dropReread, postponeReread, type RereadRow, rereadsOfDelivery } from '../store/reread.ts';
import { transaction, type WriteDb } from '../store/sql.ts';
import { addPersonToItem, openWorkItem } from '../store/work.ts';
import type { WantedAccount } from './account.ts';
import { isTheirs } from './carryOut.ts';
import { type Claim, type DeliveryContext, readClaim } from './claim.ts';
import { isSo, type PlannedOperation } from './plan.ts';
import { describeSeen, kindWhenSo } from './proof.ts';
import { inWords, nextReread } from './rereadTimes.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What is open about access that an app gave back: `subject` of its work item. */
export const givenBackSubject = (appId: string): string => `given back ${appId}`;

/**
 * Rule 9: looks again at what was seen to be taken away from one account. What holds is proved once more; what does not is
 * an alarm, and is taken away again. What is wanted again by now is not looked at any more.
 */
export async function reread(context: DeliveryContext, deliveryPk: number): Promise<void> {
  const now = context.clock.now();
  const due = rereadsOfDelivery(context.db, deliveryPk).filter(({ due_at }) => due_at <= now);
  const claim = readClaim(context, deliveryPk);
  if (!claim) return postpone(context, due, now + HOUR_MS);
  const { delivery, wanted, account } = claim;
  // Something is being done there: what is seen meanwhile says nothing for long.
  if (delivery.generation !== delivery.confirmed_generation || delivery.due_at !== null)
    return postpone(context, due, now + MINUTE_MS);
  const standing = due.filter((row) => isStillWanted(row, wanted) && account.target_id !== null);
  const moot = due.filter((row) => !standing.includes(row));
  if (moot.length > 0)
    transaction(context.db, (db) => {
      for (const row of moot) dropReread(db, row.operation_pk);
    });
  if (standing.length === 0) return;
  const looked = await look(claim, account.target_id ?? '');
  if (looked.ok) note(context, claim, standing, looked.value);
  else postpone(context, standing, now + HOUR_MS);
}

function postpone({ db }: DeliveryContext, rereads: readonly RereadRow[], at: number): void {
  transaction(db, (writable) => {
    for (const row of rereads) postponeReread(writable, row.operation_pk, at);
  });
}

const isStillWanted = ({ verb, role }: RereadRow, wanted: WantedAccount): boolean =>
  verb === 'removeRole' ? !wanted.roles.includes(role ?? '') : !wanted.active;

interface Look {
  readonly asked: string;
  /** null: there is no such account. */
  readonly account: TargetAccount | null;
  /** Others that may be theirs, where theirs is not found by its id. */
  readonly others: readonly TargetAccount[];
}

/**
 * Rule 2: what is not found by its id may be there under another one; and its id may have been given to somebody else, as
 * SQLite does, who must not be shut out for it.
 */
async function look(claim: Claim, id: string): Promise<Result<Look>> {
  const { connector, account, wanted, email, employeeNumber } = claim;
  const { readBack } = connector.describe();
  const read = await connector.read(id);
  if (!read.ok) return read;
  const { value: there } = read;
  if (there !== null && isTheirs(claim, claim.confirmed, there))
    return { ok: true, value: { asked: readBack, account: there, others: [] } };
  const search: Search = {
    login: account.login ?? wanted.login,
    ...(email === null ? {} : { email }),
    ...(employeeNumber === null ? {} : { employeeNumber }),
  };
  const found = await connector.find(search);
  if (!found.ok) return found;
  const asked = `${readBack}; then a search by ${Object.keys(search).join(', ')}`;
  const others = [...(there === null ? [] : [there]), ...found.value.filter((one) => one.id !== there?.id)];
  return {
    ok: true,
    value: { asked, account: null, others: others.toSorted((a, b) => Number(b.active) - Number(a.active)) },
  };
}

function note(
  context: DeliveryContext,
  claim: Claim,
  rereads: readonly RereadRow[],
  { asked, account, others }: Look,
): void {
  const now = context.clock.now();
  const { connector, delivery, app } = claim;
  const { capabilities } = connector.describe();
  const isUnclear = account === null && others.some(({ active }) => active);
  const exchangeIds = new Set<string>();
  const givenBack: RereadRow[] = [];
  transaction(context.db, (db) => {
    // What came meanwhile is done, and looked at, by itself.
    if (getDelivery(db, delivery.pk)?.generation !== delivery.generation) return;
    for (const row of rereads) {
      const isThere = account !== null && !isSo(operationOf(row), account);
      const kind: Proof['kind'] = isThere ? 'contradicted' : isUnclear ? 'not verifiable' : kindWhenSo(claim);
      const seen = `${inWords(row.done_at, now)}: ${seenInWords(account, others)}`;
      const proof = { kind, asked, seen, notCovered: [...capabilities.notCovered] };
      // That a file still says so is no news to an app whose own export is the proof.
      if (kind !== 'handed over') {
        addProof(db, context.ids.next(), row.operation_pk, proof, now);
        context.record(db, claim.account.id, JSON.stringify(proof));
        for (const id of exchangesOfOperation(db, row.operation_pk)) exchangeIds.add(id);
      }
      const next = kind === 'contradicted' ? null : nextReread(row.done_at, now);
      if (next === null) dropReread(db, row.operation_pk);
      else postponeReread(db, row.operation_pk, next);
      if (!isThere) continue;
      givenBack.push(row);
      // Open again: its next attempt and proof are its own.
      setOperationState(db, row.operation_pk, 'contradicted', null);
    }
    if (account !== null && givenBack.length > 0) takeAgain(db, context, claim, account, givenBack);
    if (givenBack.length > 0 || isUnclear) ask(db, context, claim, isUnclear);
  });
  context.moved([...exchangeIds], `${claim.person}: looked at again in ${app.row.name}`);
  if (givenBack.length > 0 || isUnclear) context.workChanged();
}

const operationOf = ({ verb, role }: RereadRow): PlannedOperation => ({ verb, role, login: null, attributes: {} });

function seenInWords(account: TargetAccount | null, others: readonly TargetAccount[]): string {
  if (account !== null) return describeSeen(account);
  const [other] = others;
  return other === undefined ? 'no such account' : `no account of theirs with this id, but ${describeSeen(other)}`;
}

/** What is confirmed is what was seen; so it is taken away again, for the reason for which it was. */
function takeAgain(
  db: WriteDb,
  context: DeliveryContext,
  { delivery, account, confirmed, wanted }: Claim,
  seen: TargetAccount,
  givenBack: readonly RereadRow[],
): void {
  const now = context.clock.now();
  const roles = givenBack.flatMap(({ role }) => role ?? []);
  const base = confirmed ?? { ...wanted, active: false, roles: [] };
  const active = givenBack.some(({ verb }) => verb === 'disable') ? seen.active : base.active;
  const shown: WantedAccount = { ...base, active, roles: [...new Set([...base.roles, ...roles])].sort() };
  reopenDelivery(db, delivery.pk, JSON.stringify(shown), now);
  if (active) setAccountState(db, account.pk, 'active');
  setAssignmentStates(
    db,
    account.pk,
    roles.map((role) => ({ role, state: 'applied' })),
    now,
  );
}

/** One question for each app, however many people it is about: somebody, or something, gives access back there. */
function ask(db: WriteDb, context: DeliveryContext, { app, account }: Claim, isUnclear: boolean): void {
  const { name, id, pk } = app.row;
  const itemPk = openWorkItem(db, {
    id: context.ids.next(),
    kind: 'contradicted',
    subject: givenBackSubject(id),
    title: isUnclear
      ? `${name} has an active account that looks like one that was taken away.`
      : `${name} had access again that was proved to be gone.`,
    affects: isUnclear
      ? 'The account that Footbridge disabled is not there any more, and another one is active that has its id, or the same name, e-mail address or employee number. It is not touched.'
      : 'The people named here could use it again. Footbridge takes it away once more.',
    fix: 'Look there for what gave it back: a person, a sync, a restored copy. Say here that you have seen it.',
    body: '{}',
    exchange_pk: null,
    app_pk: pk,
    opened_at: context.clock.now(),
  });
  addPersonToItem(db, itemPk, account.person_pk);
}
