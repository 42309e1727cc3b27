import { time } from './page.ts';
import { z } from './z.ts';

/** What of a paused app goes on: taking access away, or nothing at all. */
export const PausedRemovals = z.enum(['go on', 'wait']);
export type PausedRemovals = z.infer<typeof PausedRemovals>;

/** Delivery was stopped by hand, in one app or in all of them; what identity providers send is received all the same. */
export const Pause = z.object({ since: time, removals: PausedRemovals, reason: z.string() });
export type Pause = z.infer<typeof Pause>;
