import type { Result, TargetAccount } from '../connectors/connector.ts';
import type { HandedOperationRow } from '../store/confirm.ts';
import type { WantedAccount } from './account.ts';
import { isSo, type PlannedOperation } from './plan.ts';
import { describeSeen, unlikeAttributes } from './proof.ts';

/** What an app's own export says of one operation that was handed over. */
export interface Verdict {
  readonly kind: 'proved' | 'contradicted';
  /** What was seen, in words. */
  readonly seen: string;
  /** Whether it shows access that should be gone. */
  readonly access: boolean;
  /** The state of the account in the app, where the operation is about that. */
  readonly state: 'active' | 'disabled' | null;
}

export interface Shown {
  readonly operation: HandedOperationRow;
  /** What stands in the file that the app imports. */
  readonly confirmed: WantedAccount;
  /** The account in the export; null when it is not in it, a failure when what it says of it cannot be told. */
  readonly seen: Result<TargetAccount | null>;
  /** Whether an export has shown this account before. */
  readonly everShown: boolean;
  /** When the app wrote the export, in ms since the epoch. */
  readonly at: number;
}

/** How long an app may take to import what gives access, before an export without it is a contradiction. */
export const IMPORT_WITHIN_MS = 24 * 60 * 60 * 1000;

/**
 * Judges an operation by an export. Pure.
 *
 * An export from before the handing over says nothing about it. A newer one that shows it proves it. A newer one that
 * does not may have been written before the app imported the file, at night, say; so:
 *
 * - what gives access, or changes who somebody is, is *not yet* for a day, and stays handed over; an export that still
 *   lacks it after a night in which it could be imported contradicts it;
 * - what should have taken access away, and has not, is a contradiction at once. It may only be early, but it is what
 *   the app itself says: this person has access now (rule 8). Saying so too early costs a look, keeping still about it
 *   leaves a leaver in. It ends by itself with the first export that shows it. Roles of an account that is shut are no
 *   access, and may wait.
 *
 * An account that is not in the export has no access there, provided that it was once: an export that never showed it
 * may leave out more than this one. A status that is neither on nor off is no proof of either.
 *
 * @returns null when it says nothing, or nothing yet
 */
export function judge({ operation, confirmed, seen, everShown, at }: Shown): Verdict | null {
  if (at <= operation.handed_at || (operation.kind === 'contradicted' && at <= operation.at)) return null;
  const takes = operation.verb === 'disable' || operation.verb === 'removeRole' || operation.verb === 'delete';
  const waited = at - operation.handed_at >= IMPORT_WITHIN_MS;
  const contradicted = (words: string, access: boolean, state: Verdict['state']): Verdict | null =>
    access || waited ? { kind: 'contradicted', seen: words, access, state } : null;

  if (!seen.ok) return contradicted(withoutStop(seen.failure.message), takes, null);
  const account = seen.value && withRoleAs(operation.role, seen.value);
  if (account === null) {
    if (!takes) return contradicted(`${confirmed.login} is not in the export`, false, null);
    if (!everShown) return null;
    const state = operation.verb === 'removeRole' ? null : 'disabled';
    return { kind: 'proved', seen: `${confirmed.login} is not in the export any more`, access: false, state };
  }
  const intended = asPlanned(operation, confirmed, account);
  const state = operation.role === null && operation.verb !== 'update' ? stateOf(account) : null;
  if (isSo(intended, account)) return { kind: 'proved', seen: describeSeen(account), access: false, state };
  const words = `${describeSeen(account)}${unlikeAttributes(intended, account)}`;
  return contradicted(words, takes && account.active, state);
}

const stateOf = ({ active }: TargetAccount) => (active ? 'active' : 'disabled');

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** The account with a role of this name written like that: an app may write roles, and logins, in its own case. */
const withRoleAs = (name: string | null, account: TargetAccount): TargetAccount =>
  name === null || account.roles.includes(name)
    ? account
    : { ...account, roles: account.roles.map((role) => (fold(role) === fold(name) ? name : role)) };

/**
 * The operation as it is looked for: with the attributes that stand in the file now and that the export has at all. An
 * app may write a login in its own case.
 */
function asPlanned(
  { verb, role }: HandedOperationRow,
  confirmed: WantedAccount,
  account: TargetAccount,
): PlannedOperation {
  const shown = Object.entries(confirmed.attributes).filter(([name]) => name in account.attributes);
  const login = fold(account.login) === fold(confirmed.login) ? null : confirmed.login;
  return { verb, role, login, attributes: Object.fromEntries(shown) };
}
