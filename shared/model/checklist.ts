import { id, time } from './page.ts';
import { z } from './z.ts';

/**
 * What a source must have been seen to do before it is taken to be connected, in the order in which it usually happens.
 * `proved`: a person who had an account was deactivated by this source, and an app was read back to show it.
 */
export const checklistSteps = ['token', 'tested', 'user', 'group', 'account', 'deactivated', 'proved'] as const;
export const ChecklistStep = z.enum(checklistSteps);
export type ChecklistStep = z.infer<typeof ChecklistStep>;

export const Checklist = z.object({
  /** Every step is done. */
  connected: z.boolean(),
  items: z.array(
    z.object({
      step: ChecklistStep,
      /** failed: it was tried and went wrong; `text` says who said what and what to change. */
      state: z.enum(['done', 'waiting', 'failed']),
      text: z.string(),
      at: time.nullable(),
      exchangeId: id.nullable(),
      /** Whom it was seen on, where it was a person. */
      personId: id.nullable(),
    }),
  ),
});
export type Checklist = z.infer<typeof Checklist>;
