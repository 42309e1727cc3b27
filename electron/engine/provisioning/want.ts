import type { Decision } from '../../../shared/model/trace.ts';
import type { Directory } from '../mapping/types.ts';
import type { Clock, Ids } from '../ports.ts';
import { addAccount, findAccount, peopleInApp, setAccountState } from '../store/account.ts';
import {
  accountsWithRemovalSince,
  addCause,
  addDelivery,
  type DeliveryRow,
  findDelivery,
  unparkCausesOf,
  updateWanted,
} from '../store/delivery.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { addPersonToItem, openWorkItem } from '../store/work.ts';
import { type Parked, readParked, sameAccount, type WantedAccount, without, writeParked } from './account.ts';
import type { DecidedApp } from './apps.ts';
import { assign } from './assign.ts';
import { decide } from './decide.ts';
import { noteDoubts, openDoubtsOf } from './doubt.ts';
import { GUARD_WINDOW_MS, judge } from './guard.ts';
import { leaveGuardItem } from './removal.ts';
import { dueFor } from './schedule.ts';

/** A person as the rules see them. */
export interface DescribedPerson {
  readonly name: string;
  /** In words, why this person may have nothing; null while they are active. */
  readonly gone: string | null;
  readonly identityOpen: boolean;
  /** The canonical SCIM resource, with the attributes that rule 3 holds put back. */
  readonly user: Readonly<Record<string, unknown>>;
  /** Ids of the groups that they belong to, also by way of other groups. */
  readonly groups: readonly string[];
  /** By way of which groups they belong to one that they are no member of themselves: see PersonContext. */
  readonly through: ReadonlyMap<string, readonly string[]>;
}

/** Why wanted states are computed anew: exactly one of a change, a snapshot or a decided work item. */
export interface Cause {
  /** The change; for a cause of several, by person the one that concerns them. */
  readonly changePk: number | ReadonlyMap<number, number> | null;
  readonly snapshotPk: number | null;
  readonly workItemPk: number | null;
  readonly exchangePk: number | null;
  /** In words, for the guard's work item: "Remove 12 members from Wiki Editors". */
  readonly label: string;
  /** People whom this cause says to have left: what was parked for them is judged again. */
  readonly leavers: ReadonlySet<number>;
}

export interface WantContext {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly directory: Directory;
  describe(db: ReadDb, personPk: number): DescribedPerson | null;
}

interface Outcome {
  readonly personPk: number;
  readonly accountPk: number | null;
  readonly delivery: DeliveryRow | null;
  readonly wanted: WantedAccount;
  readonly parkedBefore: Parked | null;
  readonly decisions: readonly Decision[];
  /** What this cause takes away; null when nothing. */
  readonly removal: { readonly disable: boolean; readonly roles: readonly string[] } | null;
}

/**
 * Computes the wanted accounts of people in apps and writes what changed, in the transaction of its cause: delivery,
 * causes with their reasons, assignments, work items for doubt, and the guard's.
 *
 * @returns whether any delivery changed
 */
export function want(
  db: WriteDb,
  context: WantContext,
  apps: readonly DecidedApp[],
  personPks: Iterable<number>,
  cause: Cause,
): boolean {
  if (apps.length === 0) return false;
  const people = [...personPks].map((pk) => ({ pk, person: context.describe(db, pk) }));
  const directory = lookedUpOnce(context.directory);
  let changed = false;
  for (const app of apps) {
    const doubtsOpen = openDoubtsOf(db, app);
    const outcomes: Outcome[] = [];
    for (const { pk, person } of people) {
      if (!person) continue;
      const outcome = compute(db, { ...context, directory }, app, pk, person, cause, doubtsOpen);
      if (outcome) outcomes.push(outcome);
    }
    if (outcomes.length === 0) continue;
    changed = true;
    const guardItem = guard(db, context, app, outcomes, cause);
    for (const outcome of outcomes) write(db, context, app, outcome, cause, outcome.removal ? guardItem : null);
  }
  return changed;
}

/** The rules of several apps name the same groups, and are asked about many people: each group is looked up once. */
function lookedUpOnce({ hasGroup, groupName }: Directory): Directory {
  const once = <T>(look: (id: string) => T) => {
    const known = new Map<string, T>();
    return (id: string): T => {
      const found = known.get(id);
      if (found !== undefined) return found;
      const looked = look(id);
      known.set(id, looked);
      return looked;
    };
  };
  return { hasGroup: once(hasGroup), groupName: once(groupName) };
}

function compute(
  db: WriteDb,
  context: WantContext,
  app: DecidedApp,
  personPk: number,
  person: DescribedPerson,
  cause: Cause,
  doubtsOpen: readonly string[],
): Outcome | null {
  const account = findAccount(db, app.row.pk, personPk);
  const delivery = (account && findDelivery(db, account.pk)) ?? null;
  const previous = delivery ? (JSON.parse(delivery.wanted) as WantedAccount) : null;
  const evaluate = person.gone === null && !person.identityOpen;
  const verdict = decide({
    person: person.name,
    gone: person.gone,
    identityOpen: person.identityOpen,
    evaluation: evaluate ? app.snapshot.evaluate(person, context.directory) : null,
    previous,
    snapshotId: app.snapshotId,
  });
  if (evaluate || person.gone !== null)
    noteDoubts(db, context, app, { personPk, doubts: verdict.doubts, open: doubtsOpen, exchangePk: cause.exchangePk });
  const { wanted } = verdict;
  if (!wanted) return null;

  const parkedBefore = readParked(delivery?.parked ?? null);
  const standing = restore(previous, parkedBefore);
  const leaves = cause.leavers.has(personPk);
  const before = leaves ? standing : previous;
  if (previous && before && sameAccount(previous, wanted) && sameAccount(before, wanted)) return null;
  const disable = before?.active === true && !wanted.active;
  const roles = without(before?.roles ?? [], wanted.roles);
  return {
    personPk,
    accountPk: account?.pk ?? null,
    delivery,
    wanted,
    parkedBefore: leaves ? null : parkedBefore,
    decisions: verdict.decisions,
    removal: disable || roles.length > 0 ? { disable, roles } : null,
  };
}

/** What an account still has while removals from it are parked. */
function restore(wanted: WantedAccount | null, parked: Parked | null): WantedAccount | null {
  if (!wanted || !parked?.guard) return wanted;
  const roles = [...new Set([...wanted.roles, ...parked.guard.roles])].sort();
  return { ...wanted, active: wanted.active || parked.guard.disable, roles };
}

function guard(
  db: WriteDb,
  context: WantContext,
  app: DecidedApp,
  outcomes: readonly Outcome[],
  cause: Cause,
): number | null {
  const now = context.clock.now();
  const losing = outcomes.filter((outcome) => outcome.removal && outcome.accountPk !== null);
  // Nearly always; and how many people an app has is only worth counting when somebody loses something.
  if (losing.length === 0) return null;
  const reason = judge(
    { people: app.row.guard_people, percent: app.row.guard_percent },
    peopleInApp(db, app.row.pk),
    new Set(losing.map((outcome) => outcome.accountPk as number)),
    accountsWithRemovalSince(db, app.row.pk, now - GUARD_WINDOW_MS),
  );
  if (reason === null) return null;
  const id = context.ids.next();
  const itemPk = openWorkItem(db, {
    id,
    kind: 'guard',
    subject: id,
    title: `${app.row.name}: removals are parked. ${reason}`,
    affects: `The people named here still have access to ${app.row.name}. Cause: ${cause.label.replace(/\.$/, '')}.`,
    fix:
      cause.exchangePk === null
        ? 'Approve if it is meant, for all or for some. If not, take back the edit that caused it; what is wanted then counts. Rejected, it stays as it is until something new is wanted.'
        : 'Approve if it is meant, for all or for some. If not, correct it at the identity provider; what it sends then counts. Rejected, it stays as it is until the identity provider says something new.',
    body: JSON.stringify({ appPk: app.row.pk }),
    exchange_pk: cause.exchangePk,
    app_pk: app.row.pk,
    opened_at: now,
  });
  for (const outcome of losing) addPersonToItem(db, itemPk, outcome.personPk);
  return itemPk;
}

function write(
  db: WriteDb,
  context: WantContext,
  app: DecidedApp,
  outcome: Outcome,
  cause: Cause,
  guardItem: number | null,
): void {
  const now = context.clock.now();
  const { wanted, delivery } = outcome;
  const accountPk = outcome.accountPk ?? addAccount(db, context.ids.next(), app.row.pk, outcome.personPk, now);
  const parked = park(outcome, guardItem);
  const parkedText = writeParked(parked);
  const due = dueFor(db, app.delivery, delivery, wanted, parked, now);
  const dueAt = app.row.state === 'on' ? due.at : null;
  const text = JSON.stringify(wanted);
  if (delivery) {
    const before = readParked(delivery.parked)?.guard ?? null;
    if (before && before.itemPk !== parked.guard?.itemPk) leaveGuardItem(db, outcome.personPk, before.itemPk, now);
    if (before && parked.guard === null) unparkCausesOf(db, delivery.pk);
  }
  const deliveryPk =
    delivery?.pk ??
    addDelivery(db, { account_pk: accountPk, app_pk: app.row.pk, wanted: text, due_at: dueAt, parked: parkedText });
  if (guardItem !== null) setAccountState(db, accountPk, 'parked');
  addCause(db, {
    delivery_pk: deliveryPk,
    generation: (delivery?.generation ?? 0) + 1,
    change_pk: changeFor(cause, outcome.personPk),
    snapshot_pk: cause.snapshotPk,
    work_item_pk: cause.workItemPk,
    decisions: JSON.stringify(outcome.decisions),
    removal: outcome.removal ? 1 : 0,
    parked: guardItem === null ? 0 : 1,
    at: now,
  });
  if (delivery) updateWanted(db, deliveryPk, text, dueAt, due.urgent, parkedText);
  assign(db, accountPk, outcome.decisions, { snapshotPk: app.row.snapshot_pk, parked: guardItem !== null, at: now });
}

const changeFor = ({ changePk }: Cause, personPk: number): number | null =>
  changePk === null || typeof changePk === 'number' ? changePk : (changePk.get(personPk) ?? null);

/**
 * What stays parked: removals that were and are not wanted again, and what the guard parks now. A new wanted state is
 * always tried: what blocked the old one may have nothing to do with it, and a disable must never wait behind it.
 */
function park({ parkedBefore, wanted, removal }: Outcome, guardItem: number | null): Parked {
  const before = parkedBefore?.guard ?? null;
  const disable = (before?.disable ?? false) && !wanted.active;
  const roles = without(before?.roles ?? [], wanted.roles);
  if (guardItem !== null && removal) {
    const all = [...new Set([...roles, ...removal.roles])].sort();
    return { blockedBy: null, guard: { itemPk: guardItem, disable: disable || removal.disable, roles: all } };
  }
  if (!before || (!disable && roles.length === 0)) return { blockedBy: null, guard: null };
  return { blockedBy: null, guard: { itemPk: before.itemPk, disable, roles } };
}
