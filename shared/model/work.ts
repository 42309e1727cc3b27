import { id, time } from './page.ts';
import { z } from './z.ts';

/**
 * Why a person must decide: guard (too many removals at once), doubt (an expression failed or points nowhere),
 * conflict (an account is there that we did not make), identity (same person or new?), contradicted (the target says
 * otherwise), unknown (an outcome cannot be told), refused (the target says no), removed (a source or an app was), unreachable (a target
 * does not answer, or refuses our login), clock (it jumped), absence (nobody could reach us for a while), copied (these
 * data were restored or moved), untold (nobody could be told of a held removal).
 */
export const WorkKind = z.enum([
  'guard',
  'doubt',
  'conflict',
  'identity',
  'contradicted',
  'unknown',
  'refused',
  'removed',
  'unreachable',
  'clock',
  'absence',
  'copied',
  'untold',
]);
export type WorkKind = z.infer<typeof WorkKind>;

/**
 * What a person can decide about a work item; which ones fit is said by the item. reject: what the guard holds is not taken,
 * until the identity provider says something new; attest: a person did it by hand; skip: it is
 * left undone until something else is wanted; park: it waits, and is not asked about any more.
 */
export const WorkDecision = z.enum([
  'approve',
  'reject',
  'same person',
  'new person',
  'retry',
  'attest',
  'skip',
  'park',
  'dismiss',
]);
export type WorkDecision = z.infer<typeof WorkDecision>;

export const WorkItem = z.object({
  id,
  kind: WorkKind,
  /** What happened, whom it affects, what to do. */
  title: z.string(),
  affects: z.string(),
  fix: z.string(),
  /** Whom it is about, at most 50; `people` is the whole number. */
  persons: z.array(z.object({ id, name: z.string() })),
  people: z.number().int(),
  /** The app it is about; null when it is about none or several. */
  app: z.object({ id, name: z.string() }).nullable(),
  openedAt: time,
  exchangeId: id.nullable(),
  decisions: z.array(WorkDecision),
  /** Of the guard: who lost something of the same app without being asked about, in the hour before and since. */
  gone: z.object({ people: z.number().int(), persons: z.array(z.object({ id, name: z.string() })) }).nullable(),
});
export type WorkItem = z.infer<typeof WorkItem>;
