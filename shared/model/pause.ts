import { time } from './page.ts';
import { z } from './z.ts';

/** What of a paused app goes on: taking access away, or nothing at all. */
export const PausedRemovals = z.enum(['go on', 'wait']);
export type PausedRemovals = z.infer<typeof PausedRemovals>;

/** Delivery was stopped by hand, in one app or in all of them; what identity providers send is received all the same. */
export const Pause = z.object({ since: time, removals: PausedRemovals, reason: z.string() });
export type Pause = z.infer<typeof Pause>;

/** What keeps changes from an app now: a pause, that its target cannot be reached, or that it is outside its hours. */
export const Held = z.object({
  kind: z.enum(['paused', 'unreachable', 'closed']),
  /** Whether what takes access away waits as well. */
  removals: z.boolean(),
  /** Why, in a sentence. */
  why: z.string(),
});
export type Held = z.infer<typeof Held>;
