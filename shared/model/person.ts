import { id, time } from './page.ts';
import { AccountState, AttemptOutcome, Operation, Proof } from './trace.ts';
import { WorkItem } from './work.ts';
import { z } from './z.ts';

/** active: at least one source says so; inactive: every source says no; gone: every source deleted them. */
export const PersonState = z.enum(['active', 'inactive', 'gone']);
export type PersonState = z.infer<typeof PersonState>;

/** Saved views of the Directory's list. */
export const PersonView = z.enum(['all', 'active', 'inactive', 'left this week', 'without roles', 'needs you']);
export type PersonView = z.infer<typeof PersonView>;

export const PersonRow = z.object({
  id,
  name: z.string(),
  userName: z.string(),
  state: PersonState,
  department: z.string().nullable(),
  source: z.string(),
  /** Roles in force, over all apps. */
  roles: z.number().int(),
  /** Open work items that name this person. */
  needsYou: z.number().int(),
  /** When the identity provider last changed something. */
  changedAt: time,
});
export type PersonRow = z.infer<typeof PersonRow>;

/** One attribute with where it comes from: the change that last set it. */
export const OriginatedAttribute = z.object({
  /** `name.givenName`; of an extension `urn:…:User:department`. */
  path: z.string(),
  value: z.unknown(),
  at: time,
  /** The request that set it; null when it is not kept any more. */
  exchangeId: id.nullable(),
  /** Rule 3: the value went empty for several people at once and is held until somebody decides. */
  held: z.boolean(),
});
export type OriginatedAttribute = z.infer<typeof OriginatedAttribute>;

/** One user resource of a person: what one source says. */
export const PersonUser = z.object({
  id,
  source: z.object({ id, name: z.string(), removed: z.boolean() }),
  userName: z.string(),
  externalId: z.string().nullable(),
  active: z.boolean(),
  deletedAt: time.nullable(),
  createdAt: time,
  modifiedAt: time,
  attributes: z.array(OriginatedAttribute),
  groups: z.array(z.object({ id, name: z.string() })),
});
export type PersonUser = z.infer<typeof PersonUser>;

/** A role that a person has, will have or had in an app, with why. */
export const Assignment = z.object({
  role: z.string(),
  state: z.enum(['wanted', 'applied', 'retrying', 'parked', 'revoked']),
  reason: z.string(),
  ruleId: id.nullable(),
  since: time,
});
export type Assignment = z.infer<typeof Assignment>;

/** A person's account in one app: what is wanted, what was seen. */
export const PersonAccount = z.object({
  id,
  app: z.object({ id, name: z.string(), state: z.enum(['observing', 'on']) }),
  login: z.string().nullable(),
  state: AccountState,
  /** Whether the person is wanted to be able to use the app now. */
  wanted: z.boolean(),
  roles: z.array(Assignment),
  waiting: z.string().nullable(),
  /** The operation that says how it stands: one that went wrong, else the newest; null while nothing was done. */
  latest: Operation.nullable(),
  workItemId: id.nullable(),
});
export type PersonAccount = z.infer<typeof PersonAccount>;

export const PersonDetail = z.object({
  id,
  name: z.string(),
  state: PersonState,
  users: z.array(PersonUser),
  accounts: z.array(PersonAccount),
  /** What a person must decide about this one. */
  work: z.array(WorkItem),
});
export type PersonDetail = z.infer<typeof PersonDetail>;

/** One thing that happened to a person, newest first: what the IdP said, what was done about it, what was decided. */
export const TimelineEntry = z.object({
  id,
  at: time,
  kind: z.enum(['change', 'membership', 'operation', 'decision']),
  text: z.string(),
  /** The app an operation was about. */
  app: z.string().nullable(),
  outcome: AttemptOutcome.nullable(),
  proof: Proof.pick({ kind: true, seen: true, at: true }).nullable(),
  /** The request it began with; null when it was none. */
  exchangeId: id.nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const GroupRow = z.object({
  id,
  name: z.string(),
  source: z.string(),
  members: z.number().int(),
  /** How many rules name this group. */
  rules: z.number().int(),
});
export type GroupRow = z.infer<typeof GroupRow>;

export const GroupDetail = GroupRow.extend({
  externalId: z.string().nullable(),
  createdAt: time,
  modifiedAt: time,
  /** The rules that name it: what it gives to whom. */
  usedBy: z.array(
    z.object({ app: z.object({ id, name: z.string() }), ruleId: id, rule: z.string(), role: z.string() }),
  ),
});
export type GroupDetail = z.infer<typeof GroupDetail>;

/** A member of a group: a person (with the id of the person), or a nested group. */
export const GroupMember = z.object({ type: z.enum(['person', 'group']), id, name: z.string(), active: z.boolean() });
export type GroupMember = z.infer<typeof GroupMember>;
