import type { Proof } from '../../../shared/model/trace.ts';
import type { Failure, TargetAccount } from '../connectors/connector.ts';
import { sameValue } from './account.ts';
import type { Claim } from './claim.ts';
import { isSo, type PlannedOperation } from './plan.ts';

/** What was seen, in words: "active, roles editor, reader". */
export function describeSeen(seen: TargetAccount): string {
  const roles = seen.roles.length === 0 ? 'no roles' : `roles ${seen.roles.join(', ')}`;
  return `${seen.login} (id ${seen.id}) is ${seen.active ? 'active' : 'disabled'}, ${roles}`;
}

/**
 * What a read-back that shows it is worth (rule 9): where the app takes over what it is handed, it shows that it was handed
 * over, and no more.
 */
export const kindWhenSo = (claim: Claim): 'proved' | 'handed over' =>
  claim.connector.describe().capabilities.handsOver ? 'handed over' : 'proved';

/**
 * The proof of an operation from a read-back: proved (or handed over) when the target shows it, contradicted when it
 * shows otherwise.
 */
export function proofOf(claim: Claim, operation: PlannedOperation, seen: TargetAccount | null): Omit<Proof, 'at'> {
  const { readBack, capabilities } = claim.connector.describe();
  const so = seen ? isSo(operation, seen) : operation.verb === 'delete';
  const unlike = seen && !so ? unlikeAttributes(operation, seen) : '';
  return {
    kind: so ? kindWhenSo(claim) : 'contradicted',
    asked: readBack,
    seen: seen ? `${describeSeen(seen)}${unlike}` : 'no account with this id',
    notCovered: [...capabilities.notCovered],
  };
}

/** Names the attributes that do not hold what was written; never their values. */
export function unlikeAttributes(operation: PlannedOperation, seen: TargetAccount): string {
  const names = Object.entries(operation.attributes)
    .filter(([name, value]) => !sameValue(value, seen.attributes[name]))
    .map(([name]) => name);
  return names.length === 0 ? '' : `; not as written: ${names.join(', ')}`;
}

/** Rule 9: it was done, and could not be looked at. */
export const unverifiable = (claim: Claim, failed: Failure): Omit<Proof, 'at'> => ({
  kind: 'not verifiable',
  asked: claim.connector.describe().readBack,
  seen: `The account could not be read back: ${failed.message}`,
  notCovered: [...claim.connector.describe().capabilities.notCovered],
});

/** A conflict in words, where an intended account turns out to be somebody else's. */
export const notOurs = (seen: TargetAccount): Failure => ({
  kind: 'conflict',
  message: `${describeSeen(seen)}; it is not what Footbridge was about to make`,
});
