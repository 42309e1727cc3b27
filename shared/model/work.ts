import { id, time } from './page.ts';
import { z } from './z.ts';

/**
 * Why a person must decide: guard (too many removals at once), doubt (an expression failed or points nowhere),
 * conflict (an account is there that we did not make), identity (same person or new?), contradicted (the target says
 * otherwise), unknown (an outcome cannot be told), refused (the target says no), source (a source was removed).
 */
export const WorkKind = z.enum([
  'guard',
  'doubt',
  'conflict',
  'identity',
  'contradicted',
  'unknown',
  'refused',
  'source',
]);
export type WorkKind = z.infer<typeof WorkKind>;

/** What a person can decide about a work item; which ones fit is said by the item. */
export const WorkDecision = z.enum(['approve', 'reject', 'same person', 'new person', 'retry', 'dismiss']);
export type WorkDecision = z.infer<typeof WorkDecision>;

export const WorkItem = z.object({
  id,
  kind: WorkKind,
  /** What happened, whom it affects, what to do. */
  title: z.string(),
  affects: z.string(),
  fix: z.string(),
  /** Names, at most 50; `people` is the whole number. */
  names: z.array(z.string()),
  people: z.number().int(),
  openedAt: time,
  exchangeId: id.nullable(),
  decisions: z.array(WorkDecision),
});
export type WorkItem = z.infer<typeof WorkItem>;
