import type { Decision } from '../../../shared/model/trace.ts';
import type { Evaluation, RoleVerdict } from '../mapping/types.ts';
import type { WantedAccount } from './account.ts';

/** What is known of a person when the account they should have is decided. */
export interface Situation {
  readonly person: string;
  /** In words, why this person may have nothing; null while they are active. */
  readonly gone: string | null;
  /** Rule 5: it is open whether this is the same person; nothing is enabled meanwhile. */
  readonly identityOpen: boolean;
  /** What the rules say; not asked for when the person is gone. */
  readonly evaluation: Evaluation | null;
  readonly previous: WantedAccount | null;
  readonly snapshotId: string;
}

/** Rule 3: what could not be told, and is held as it was. */
export interface Doubt {
  /** `rule <id>` or `attribute <name>`: the same doubt of many people is one work item. */
  readonly subject: string;
  readonly reason: string;
}

export interface Verdict {
  /** null: no account, and there was none. */
  readonly wanted: WantedAccount | null;
  readonly decisions: readonly Decision[];
  readonly doubts: readonly Doubt[];
}

/**
 * Decides what account a person should have in one app: rules of meaning 0, 2, 3 and 5. Pure.
 *
 * - Gone: disabled, all roles off, every attribute frozen as it was (a tombstone name is never delivered).
 * - Identity open: what was, stays; nothing is made.
 * - Else the rules: a role that any rule gives is given; doubt keeps what was, never more and never less.
 */
export function decide(situation: Situation): Verdict {
  const { previous, gone, evaluation } = situation;
  if (gone !== null) return { ...leave(situation, gone), doubts: [] };
  if (situation.identityOpen || evaluation === null) return { wanted: previous, decisions: [], doubts: [] };

  const doubts: Doubt[] = [];
  const decisions: Decision[] = [];
  const roles: string[] = [];
  let doubtful = false;
  for (const [role, verdicts] of byRole(evaluation.roles, previous?.roles ?? [])) {
    const had = previous?.active === true && previous.roles.includes(role);
    const { given, decision } = judgeRole(role, verdicts, had, situation.snapshotId);
    for (const verdict of verdicts)
      if (verdict.verdict === 'doubt') doubts.push({ subject: `rule ${verdict.rule.id}`, reason: verdict.reason });
    doubtful ||= decision?.effect === 'held';
    if (given) roles.push(role);
    if (decision) decisions.push(decision);
  }

  const attributes: Record<string, WantedAccount['attributes'][string]> = {};
  let login = previous?.login ?? null;
  for (const verdict of evaluation.attributes) {
    if (!verdict.ok) {
      doubts.push({ subject: `attribute ${verdict.attribute}`, reason: verdict.reason });
      const before = previous?.attributes[verdict.attribute];
      if (before !== undefined) attributes[verdict.attribute] = before;
    } else if (verdict.attribute === 'login') login = String(verdict.value);
    else attributes[verdict.attribute] = verdict.value;
  }

  const active = roles.length > 0 || (doubtful && previous?.active === true);
  if (!active) {
    if (!previous) return { wanted: null, decisions, doubts };
    return { wanted: { ...previous, active: false, roles: [] }, decisions, doubts };
  }
  // Without a login there is nothing to make; the doubt about it is the work item.
  if (login === null) return { wanted: null, decisions: [], doubts };
  return { wanted: { active: true, login, attributes, roles: roles.sort() }, decisions, doubts };
}

function leave({ previous, snapshotId }: Situation, reason: string): Omit<Verdict, 'doubts'> {
  if (!previous) return { wanted: null, decisions: [] };
  const decisions = previous.roles.map(
    (role): Decision => ({ role, effect: 'revoked', reason, ruleId: null, snapshotId }),
  );
  return { wanted: { ...previous, active: false, roles: [] }, decisions };
}

/** Verdicts by role, and a role that was given but that no rule names any more. */
function byRole(verdicts: readonly RoleVerdict[], previous: readonly string[]): Map<string, RoleVerdict[]> {
  const result = new Map<string, RoleVerdict[]>();
  for (const verdict of verdicts) {
    const same = result.get(verdict.role);
    if (same) same.push(verdict);
    else result.set(verdict.role, [verdict]);
  }
  for (const role of previous) if (!result.has(role)) result.set(role, []);
  return result;
}

function judgeRole(
  role: string,
  verdicts: readonly RoleVerdict[],
  had: boolean,
  snapshotId: string,
): { given: boolean; decision: Decision | null } {
  const yes = verdicts.find((verdict) => verdict.verdict === 'yes');
  if (yes) {
    const effect = had ? 'kept' : 'granted';
    return { given: true, decision: { role, effect, reason: yes.reason, ruleId: yes.rule.id, snapshotId } };
  }
  const doubt = verdicts.find((verdict) => verdict.verdict === 'doubt');
  if (doubt)
    return {
      given: had,
      decision: { role, effect: 'held', reason: doubt.reason, ruleId: doubt.rule.id, snapshotId },
    };
  if (!had) return { given: false, decision: null };
  const last = verdicts.at(-1);
  const reason = last ? last.reason : 'No rule gives this role any more.';
  return { given: false, decision: { role, effect: 'revoked', reason, ruleId: last?.rule.id ?? null, snapshotId } };
}
