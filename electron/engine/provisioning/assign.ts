import type { Decision } from '../../../shared/model/trace.ts';
import {
  type AssignmentRow,
  listAssignments,
  type NewAssignment,
  putAssignments,
  setAssignmentStates,
} from '../store/account.ts';
import type { WriteDb } from '../store/sql.ts';
import type { Parked, WantedAccount } from './account.ts';

type RoleState = Pick<AssignmentRow, 'role' | 'state'>;

/** Writes what was decided as assignments, each with its reason and the snapshot that gave it. */
export function assign(
  db: WriteDb,
  accountPk: number,
  decisions: readonly Decision[],
  { snapshotPk, parked, at }: { readonly snapshotPk: number; readonly parked: boolean; readonly at: number },
): void {
  const before = new Map(listAssignments(db, accountPk).map((assignment) => [assignment.role, assignment.state]));
  const assignments: NewAssignment[] = [];
  for (const { role, effect, reason, ruleId } of decisions) {
    if (effect === 'held') continue;
    const was = before.get(role);
    if (effect === 'revoked' && was === undefined) continue;
    const state = stateOf(effect === 'revoked', was, parked);
    assignments.push({ role, state, reason, rule_id: ruleId, snapshot_pk: snapshotPk });
  }
  putAssignments(db, accountPk, assignments, at);
}

/** Until its removal was seen, a revoked role is still access: it stays what it was, or is parked. */
function stateOf(revoked: boolean, was: AssignmentRow['state'] | undefined, parked: boolean): AssignmentRow['state'] {
  if (revoked) return parked ? 'parked' : (was ?? 'applied');
  return was === undefined || was === 'revoked' || was === 'parked' ? 'wanted' : was;
}

/** A try has failed: what was wanted is tried again. */
export function retryAssignments(db: WriteDb, accountPk: number, at: number): void {
  const wanted = listAssignments(db, accountPk).filter((assignment) => assignment.state === 'wanted');
  const states = wanted.map(({ role }): RoleState => ({ role, state: 'retrying' }));
  setAssignmentStates(db, accountPk, states, at);
}

/** Everything that is wanted and not parked is so: assignments say what the target was seen to have. */
export function settleAssignments(
  db: WriteDb,
  accountPk: number,
  { wanted, confirmed, parked }: { wanted: WantedAccount; confirmed: WantedAccount | null; parked: Parked | null },
  at: number,
): void {
  const states = listAssignments(db, accountPk).flatMap(({ role }): RoleState[] => {
    const has = confirmed?.active === true && confirmed.roles.includes(role);
    const isParked = parked?.guard?.disable === true || parked?.guard?.roles.includes(role) === true;
    if (wanted.roles.includes(role)) return has ? [{ role, state: 'applied' }] : [];
    return [{ role, state: isParked && has ? 'parked' : 'revoked' }];
  });
  setAssignmentStates(db, accountPk, states, at);
}
