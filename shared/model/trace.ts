import { Exchange } from './exchange.ts';
import { id, time } from './page.ts';
import { z } from './z.ts';

/** One attribute before and after a change; absent values are null. */
export const AttributeDifference = z.object({ path: z.string(), before: z.unknown(), after: z.unknown() });
export type AttributeDifference = z.infer<typeof AttributeDifference>;

export const Change = z.object({
  id,
  at: time,
  kind: z.enum(['created', 'updated', 'deleted']),
  resourceType: z.enum(['User', 'Group']),
  resourceId: id,
  /** The name of the person or group. */
  label: z.string(),
  attributes: z.array(AttributeDifference),
  /** Names of members that joined or left, at most 50 of each; the counts are whole. */
  membersAdded: z.array(z.string()),
  membersRemoved: z.array(z.string()),
  membersAddedCount: z.number().int(),
  membersRemovedCount: z.number().int(),
});
export type Change = z.infer<typeof Change>;

/** What the rules made of a change for one role of one person in one app, with the reason in words. */
export const Decision = z.object({
  role: z.string(),
  effect: z.enum(['granted', 'revoked', 'kept', 'held']),
  /** "rule “Editors”: user.department == "Marketing" (department is Marketing)" */
  reason: z.string(),
  ruleId: id.nullable(),
  snapshotId: id,
});
export type Decision = z.infer<typeof Decision>;

export const AttemptOutcome = z.enum([
  'done',
  'already so',
  'transient',
  'permanent',
  'credentials',
  'conflict',
  'unknown',
  'running',
]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

export const Attempt = z.object({
  id,
  number: z.number().int(),
  startedAt: time,
  finishedAt: time.nullable(),
  outcome: AttemptOutcome,
  message: z.string(),
});
export type Attempt = z.infer<typeof Attempt>;

/** Rule 9: what was seen of an operation's effect, and of which kind the proof is. */
export const ProofKind = z.enum(['proved', 'handed over', 'attested', 'not verifiable', 'contradicted']);
export type ProofKind = z.infer<typeof ProofKind>;

export const Proof = z.object({
  kind: ProofKind,
  /** What was asked of the target to see it. */
  asked: z.string(),
  /** What was seen, in words. */
  seen: z.string(),
  /** What this proof does not cover: sessions, tokens, keys. */
  notCovered: z.array(z.string()),
  at: time,
});
export type Proof = z.infer<typeof Proof>;

export const Verb = z.enum(['create', 'update', 'enable', 'disable', 'delete', 'addRole', 'removeRole']);
export type Verb = z.infer<typeof Verb>;

export const OperationState = z.enum(['running', 'waiting', 'done', 'failed', 'contradicted', 'superseded']);
export type OperationState = z.infer<typeof OperationState>;

export const Operation = z.object({
  id,
  verb: Verb,
  /** In plain words: "Disable ada in Team Wiki". */
  summary: z.string(),
  state: OperationState,
  createdAt: time,
  finishedAt: time.nullable(),
  /** How many changes ended in this one operation. */
  causes: z.number().int(),
  attempts: z.array(Attempt),
  /** What was seen last. */
  proof: Proof.nullable(),
  /** What was seen before that, newest first, at most ten times: it is looked at again for 30 days (rule 9). */
  earlier: z.array(Proof),
});
export type Operation = z.infer<typeof Operation>;

/** pending: nothing there yet; the others as in ARCHITECTURE.md, "Words". */
export const AccountState = z.enum([
  'pending',
  'active',
  'disabled',
  'deleted',
  'failed',
  'parked',
  'conflict',
  'unknown',
]);
export type AccountState = z.infer<typeof AccountState>;

/** One account that a change touched: what was decided, what was done about it, what was seen. */
export const TraceAccount = z.object({
  accountId: id,
  app: z.object({ id, name: z.string(), state: z.enum(['observing', 'on']) }),
  person: z.object({ id, name: z.string() }),
  state: AccountState,
  decisions: z.array(Decision),
  /** Why nothing happens yet, in words; null when nothing waits. */
  waiting: z.string().nullable(),
  parked: z.object({ workItemId: id, reason: z.string() }).nullable(),
  operations: z.array(Operation),
});
export type TraceAccount = z.infer<typeof TraceAccount>;

/** The chain of one exchange: exchange -> change -> decision -> operation -> attempt -> proof. Only what is stored. */
export const Trace = z.object({
  exchange: Exchange,
  changes: z.array(Change),
  /** At most 50 accounts, those that need a person first; `accountCount` is the whole number. */
  accounts: z.array(TraceAccount),
  accountCount: z.number().int(),
});
export type Trace = z.infer<typeof Trace>;
