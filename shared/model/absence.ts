import { id, time } from './page.ts';
import { z } from './z.ts';

/** not running: Footbridge was not; asleep: the computer was; stuck: it ran, and could do nothing. */
export const AbsenceKind = z.enum(['not running', 'asleep', 'stuck']);
export type AbsenceKind = z.infer<typeof AbsenceKind>;

/** A time in which no identity provider could reach Footbridge. */
export const Absence = z.object({
  id,
  kind: AbsenceKind,
  from: time,
  to: time,
  /** "Not running for 8 hours." */
  sentence: z.string(),
  sources: z.array(
    z.object({
      id,
      name: z.string(),
      /** Changes that came from it within two hours after. */
      arrived: z.number().int(),
      /** What its identity provider does about what it could not send, and what you may have to do. */
      expect: z.string(),
    }),
  ),
});
export type Absence = z.infer<typeof Absence>;
