import type { Decision } from '../../../shared/model/trace.ts';
import { type AssignmentRow, listAssignments, putAssignment, setAssignmentState } from '../store/account.ts';
import type { WriteDb } from '../store/sql.ts';
import type { Parked, WantedAccount } from './account.ts';

/** Writes what was decided as assignments, each with its reason and the snapshot that gave it. */
export function assign(
  db: WriteDb,
  accountPk: number,
  decisions: readonly Decision[],
  { snapshotPk, parked, at }: { readonly snapshotPk: number; readonly parked: boolean; readonly at: number },
): void {
  const before = new Map(listAssignments(db, accountPk).map((assignment) => [assignment.role, assignment.state]));
  for (const { role, effect, reason, ruleId } of decisions) {
    if (effect === 'held') continue;
    const was = before.get(role);
    if (effect === 'revoked' && was === undefined) continue;
    const state = stateOf(effect === 'revoked', was, parked);
    putAssignment(db, accountPk, { role, state, reason, rule_id: ruleId, snapshot_pk: snapshotPk }, at);
  }
}

/** Until its removal was seen, a revoked role is still access: it stays what it was, or is parked. */
function stateOf(revoked: boolean, was: AssignmentRow['state'] | undefined, parked: boolean): AssignmentRow['state'] {
  if (revoked) return parked ? 'parked' : (was ?? 'applied');
  return was === undefined || was === 'revoked' || was === 'parked' ? 'wanted' : was;
}

/** A try has failed: what was wanted is tried again. */
export function retryAssignments(db: WriteDb, accountPk: number, at: number): void {
  for (const assignment of listAssignments(db, accountPk))
    if (assignment.state === 'wanted') setAssignmentState(db, accountPk, assignment.role, 'retrying', at);
}

/** Everything that is wanted and not parked is so: assignments say what the target was seen to have. */
export function settleAssignments(
  db: WriteDb,
  accountPk: number,
  { wanted, confirmed, parked }: { wanted: WantedAccount; confirmed: WantedAccount | null; parked: Parked | null },
  at: number,
): void {
  for (const { role } of listAssignments(db, accountPk)) {
    const has = confirmed?.active === true && confirmed.roles.includes(role);
    const isParked = parked?.guard?.disable === true || parked?.guard?.roles.includes(role) === true;
    if (wanted.roles.includes(role)) {
      if (has) setAssignmentState(db, accountPk, role, 'applied', at);
    } else setAssignmentState(db, accountPk, role, isParked && has ? 'parked' : 'revoked', at);
  }
}
