import type { Operation, Proof } from '../../shared/model/trace.ts';

type Seen = Pick<Operation, 'proof' | 'earlier'>;

/**
 * Since when an operation is seen as it is seen now: the first of its newest proofs of one kind. Looking again for 30 days
 * proves no later that somebody was out.
 */
export function standingProof({ proof, earlier }: Seen): Proof | null {
  let standing = proof;
  for (const before of earlier) {
    if (before.kind !== proof?.kind) break;
    standing = before;
  }
  return standing;
}

/** What was seen besides, newest first. */
export const otherProofs = (operation: Seen): readonly Proof[] => {
  const standing = standingProof(operation);
  return [...(operation.proof === null ? [] : [operation.proof]), ...operation.earlier].filter(
    (proof) => proof !== standing,
  );
};
