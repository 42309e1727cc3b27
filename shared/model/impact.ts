import { z } from './z.ts';

const effect = z.object({ person: z.string(), app: z.string(), role: z.string(), reason: z.string() });

/** What a change of configuration would do to people: who gains and who loses which role. Lists hold at most 500. */
export const Impact = z.object({
  gains: z.array(effect),
  gainsCount: z.number().int(),
  loses: z.array(effect),
  losesCount: z.number().int(),
  /** People who keep what they have because it cannot be told (rule 3). */
  held: z.array(effect),
  heldCount: z.number().int(),
});
export type Impact = z.infer<typeof Impact>;
