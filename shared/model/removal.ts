import { id, time } from './page.ts';
import { z } from './z.ts';

/**
 * What holds a removal. guard: a person must approve it; rejected: a person decided that it is not done; refused, conflict, unknown, contradicted: a person must see to
 * it, as the work item says; paused, closed (outside its hours of delivery), unreachable, retrying: it goes on when that
 * ends; on the way: nothing does, it is being done.
 */
export const HoldingKind = z.enum([
  'guard',
  'rejected',
  'refused',
  'conflict',
  'unknown',
  'contradicted',
  'paused',
  'closed',
  'unreachable',
  'retrying',
  'on the way',
]);
export type HoldingKind = z.infer<typeof HoldingKind>;

/** Something that is to be taken from somebody in an app that is switched on, and is not taken yet (rule 8). */
export const HeldRemoval = z.object({
  accountId: id,
  person: z.object({ id, name: z.string() }),
  app: z.object({ id, name: z.string() }),
  /** Since when they have what they should not have any more. */
  since: time,
  /** Whether they are to be shut out as a whole. */
  disable: z.boolean(),
  /** Roles that are to be taken from them. */
  roles: z.array(z.string()),
  /** What holds it, and the sentence that says so. */
  heldBy: HoldingKind,
  why: z.string(),
  /** What a person must decide; null when nobody has to. */
  workItemId: id.nullable(),
});
export type HeldRemoval = z.infer<typeof HeldRemoval>;

/** How many people that concerns, and since when the first of them. */
export const HeldRemovals = z.object({ people: z.number().int(), since: time.nullable() });
export type HeldRemovals = z.infer<typeof HeldRemovals>;
