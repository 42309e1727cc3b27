import { id } from './page.ts';
import { Decision, Verb } from './trace.ts';
import { z } from './z.ts';

/** One operation that would be tried. `held`: not now, since something holds it; `why` of the account says what. */
export const PlannedOperation = z.object({
  verb: Verb,
  role: z.string().nullable(),
  /** "Give ada@example.com the role editor in Team Wiki". */
  summary: z.string(),
  held: z.boolean(),
});

/** What would be done to one account, in the order in which it would be. */
export const PlannedAccount = z.object({
  /** `id` is null of somebody who is not there yet. */
  person: z.object({ id: id.nullable(), name: z.string() }),
  app: z.object({ id, name: z.string() }),
  operations: z.array(PlannedOperation),
  /** What the rules made of the newest cause, role by role. */
  decisions: z.array(Decision),
  /** What it waits for, in a sentence; null: it would be tried at once. */
  why: z.string().nullable(),
});
export type PlannedAccount = z.infer<typeof PlannedAccount>;

/** How much would be done, as it was while it was counted. */
export const PlanSummary = z.object({
  accounts: z.number().int(),
  /** Operations by verb; verbs that would not be tried are left out. */
  verbs: z.partialRecord(Verb, z.number().int()),
  /** Accounts from which something would be taken away. */
  losing: z.number().int(),
  /** Accounts of which something would be held. */
  held: z.number().int(),
  /** "Create 38 accounts, give 61 roles, disable 2 accounts." */
  sentence: z.string(),
});
export type PlanSummary = z.infer<typeof PlanSummary>;

/** What a request would be answered and come to. Nothing of it was done. */
export const RequestPlan = z.object({
  /** The HTTP status that it would be answered with, and what it says of a refusal. */
  status: z.number().int(),
  detail: z.string().nullable(),
  /** In words: "Update Ada Lovelace: active true -> false". */
  summary: z.string(),
  /** How its dialect would be understood. */
  notes: z.array(z.string()),
  total: PlanSummary,
  /** The first 200 accounts that it would touch; `total` counts all of them. */
  accounts: z.array(PlannedAccount),
  /** What would be asked of a person by it. */
  questions: z.array(z.object({ title: z.string(), affects: z.string(), people: z.number().int() })),
});
export type RequestPlan = z.infer<typeof RequestPlan>;
