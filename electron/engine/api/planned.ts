import type { PlannedAccount, PlanSummary } from '../../../shared/model/plan.ts';
import type { Decision, Verb } from '../../../shared/model/trace.ts';
import { readParked, type WantedAccount } from '../provisioning/account.ts';
import { heldOf } from '../provisioning/held.ts';
import { describeOperation, plan, takes } from '../provisioning/plan.ts';
import type { PlannedRow } from '../store/planned.ts';
import type { ApiContext } from './context.ts';
import { ON_THE_WAY, parkedBy, waitingOf } from './waiting.ts';

/** What would be done to an account, in words. @returns null when nothing is left to do */
export function plannedAccount(context: ApiContext, row: PlannedRow): PlannedAccount | null {
  const wanted = JSON.parse(row.wanted) as WantedAccount;
  const confirmed = row.confirmed === null ? null : (JSON.parse(row.confirmed) as WantedAccount);
  const key = ({ verb, role }: { readonly verb: Verb; readonly role: string | null }) => `${verb} ${role}`;
  const now = new Set(plan(wanted, confirmed, readParked(row.parked), null).map(key));
  const all = plan(wanted, confirmed, null, null);
  if (all.length === 0) return null;
  const held = heldOf(context, row.app_pk);
  const waiting = waitingOf(context, row);
  return {
    person: { id: row.person_id, name: row.person_name },
    app: { id: row.app_id, name: row.app_name },
    operations: all.map((operation) => ({
      verb: operation.verb,
      role: operation.role,
      summary: describeOperation(operation, row.login ?? wanted.login, row.app_name),
      held:
        row.app_state === 'observing' ||
        !now.has(key(operation)) ||
        (held !== null && row.released === 0 && (held.removals || !takes(operation))),
    })),
    decisions: row.decisions === null ? [] : (JSON.parse(row.decisions) as Decision[]),
    why: waiting !== null && waiting !== ON_THE_WAY ? waiting : (parkedBy(context.db, row)?.reason ?? null),
  };
}

/** Counts what would be done. */
export function createTally(): { add(account: PlannedAccount): void; summary(): PlanSummary } {
  const verbs = new Map<Verb, number>();
  let accounts = 0;
  let losing = 0;
  let held = 0;
  return {
    add({ operations }) {
      accounts += 1;
      if (operations.some(({ verb }) => takingVerbs.has(verb))) losing += 1;
      if (operations.some((one) => one.held)) held += 1;
      for (const { verb } of operations) verbs.set(verb, (verbs.get(verb) ?? 0) + 1);
    },
    summary: () => ({ accounts, verbs: Object.fromEntries(verbs), losing, held, sentence: inWords(verbs) }),
  };
}

const takingVerbs: ReadonlySet<Verb> = new Set(['disable', 'removeRole', 'delete']);

/** In the order in which people want to hear of it. */
const words: readonly (readonly [Verb, string, string])[] = [
  ['create', 'create', 'account'],
  ['enable', 'enable', 'account'],
  ['addRole', 'give', 'role'],
  ['update', 'change', 'account'],
  ['removeRole', 'take', 'role'],
  ['disable', 'disable', 'account'],
  ['delete', 'delete', 'account'],
];

function inWords(verbs: ReadonlyMap<Verb, number>): string {
  const parts = words.flatMap(([verb, what, whom]) => {
    const n = verbs.get(verb) ?? 0;
    return n === 0 ? [] : [`${what} ${n.toLocaleString('en')} ${whom}${n === 1 ? '' : 's'}`];
  });
  const [first, ...rest] = parts;
  if (first === undefined) return 'Nothing would be done.';
  return `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(', ')}.`;
}
