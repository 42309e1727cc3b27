import { time } from './page.ts';
import { Pause } from './pause.ts';
import { HeldRemovals } from './removal.ts';
import { AccountState, ProofKind, Verb } from './trace.ts';
import { z } from './z.ts';

/** The state of one world in numbers; what `footbridge status` prints. */
export const Status = z.object({
  people: z.number().int(),
  sources: z.number().int(),
  apps: z.number().int(),
  /** Accounts by state; states without any are left out. */
  accounts: z.partialRecord(AccountState, z.number().int()),
  /** Deliveries whose wanted state is not confirmed yet. */
  outstanding: z.number().int(),
  /** Those of them that are delivered to: their apps are switched on. */
  onTheWay: z.number().int(),
  /** Those of them that take something away: an account is disabled, or loses a role. */
  removalsWaiting: z.number().int(),
  /** From how many people that is still to be taken, and since when from the first of them (rule 8). */
  held: HeldRemovals,
  /** Open work items: what a person must decide. */
  needsYou: z.number().int(),
  lastProof: z
    .object({ app: z.string(), person: z.string(), operation: Verb, kind: ProofKind, seen: z.string(), at: time })
    .nullable(),
});
export type Status = z.infer<typeof Status>;

export const World = z.enum(['live', 'sandbox']);
export type World = z.infer<typeof World>;

/** What the frame shows of one running world, and asks for whenever something happened. */
export const Overview = Status.omit({ removalsWaiting: true }).extend({
  world: World,
  /** Delivery to all apps was stopped by hand; null: it was not. */
  paused: Pause.nullable(),
  /** The base of every source's URL: `http://127.0.0.1:N/scim/v2`; null while nothing listens. */
  scim: z.string().nullable(),
  /** The health sentence and how it is meant; words first, colour second. */
  health: z.object({ level: z.enum(['ok', 'attention', 'failing']), sentence: z.string() }),
});
export type Overview = z.infer<typeof Overview>;
