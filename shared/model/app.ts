import { CsvTarget } from './csv-target.ts';
import { DeliverySettings } from './delivery-settings.ts';
import { absolutePath, id, identifier, label, time } from './page.ts';
import { Held, Pause } from './pause.ts';
import { PostgresTarget } from './postgres-target.ts';
import { RolesTable, UserRolesTable, usersTable } from './tables.ts';
import { AccountState, Operation, ProofKind } from './trace.ts';
import { z } from './z.ts';

/** How Footbridge reads and writes the users of an app that keeps them in a SQLite file. */
export const SqliteTarget = z.object({
  kind: z.literal('sqlite'),
  /** Absolute path of the app's own database file; it must exist. */
  file: absolutePath,
  users: usersTable(z.union([z.string(), z.number()])),
  roles: RolesTable,
  userRoles: UserRolesTable,
});
export type SqliteTarget = z.infer<typeof SqliteTarget>;

/** The technical end of an app: one schema for each kind of connector. */
export const Target = z.discriminatedUnion('kind', [SqliteTarget, CsvTarget, PostgresTarget]);
export type Target = z.infer<typeof Target>;

/** How one target attribute is computed: a CEL expression over the person. `login` is the attribute that names the account. */
export const Mapping = z.object({ attribute: identifier, expression: z.string().min(1).max(4096) });
export type Mapping = z.infer<typeof Mapping>;

/** Condition -> role. `when` is a CEL expression that yields true or false. */
export const Rule = z.object({ id, name: label, role: label, when: z.string().min(1).max(4096) });
export type Rule = z.infer<typeof Rule>;

/** An immutable set of mappings and rules; a person's assignments name the one that decided them. */
export const Snapshot = z.object({ id, mappings: z.array(Mapping), rules: z.array(Rule), createdAt: time });
export type Snapshot = z.infer<typeof Snapshot>;

/** observing: computed, nothing is delivered; on: delivered. */
export const AppState = z.enum(['observing', 'on']);

export const App = z.object({
  id,
  name: label,
  state: AppState,
  target: Target,
  snapshot: Snapshot,
  createdAt: time,
  /** The guard's limit is the larger of both (rule 7). */
  guard: z.object({ people: z.number().int(), percent: z.number().int() }),
  delivery: DeliverySettings,
  /** Delivery to it was stopped by hand; null: it was not. */
  paused: Pause.nullable(),
  /** Roles that the target itself knows, as read at the last test. */
  roles: z.array(z.string()),
});
export type App = z.infer<typeof App>;

/** What a connection test tried and saw, step by step. */
export const ConnectionTest = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ step: z.string(), ok: z.boolean(), detail: z.string() })),
  roles: z.array(z.string()),
});
export type ConnectionTest = z.infer<typeof ConnectionTest>;

/** What is said of one app: its state in a sentence, what waits, what its connector can do. */
export const AppDetail = App.extend({
  health: z.object({ level: z.enum(['ok', 'attention', 'failing']), sentence: z.string() }),
  /** Once it is on: what keeps it from being delivered to; null: nothing does. */
  held: Held.nullable(),
  /** Accounts by state; states without any are left out. */
  accounts: z.partialRecord(AccountState, z.number().int()),
  /** Deliveries whose wanted state is not confirmed yet, and how many of them go on only when a person decides. */
  outstanding: z.number().int(),
  parked: z.number().int(),
  /** Of the parked ones, how many a person decided to leave as they are. */
  setAside: z.number().int(),
  /** Open work items about this app. */
  needsYou: z.number().int(),
  /** When an operation was last seen to have taken effect; null when none was. */
  lastProofAt: time.nullable(),
  /** Attributes that a mapping can fill. */
  attributes: z.array(z.string()),
  /** How a read-back is done, what it does not cover, and whether it proves or shows only a handing over. */
  readBack: z.object({ asked: z.string(), notCovered: z.array(z.string()), handsOver: z.boolean() }),
});
export type AppDetail = z.infer<typeof AppDetail>;

/** One account of an app, as a row. */
export const AppAccount = z.object({
  id,
  person: z.object({ id, name: z.string() }),
  login: z.string().nullable(),
  state: AccountState,
  roles: z.array(z.string()),
  /** What it is to become while it is not so yet; null when it is as wanted. */
  wanted: z.object({ active: z.boolean(), login: z.string(), roles: z.array(z.string()) }).nullable(),
  /** Why nothing happens yet, in words; null when nothing waits. */
  waiting: z.string().nullable(),
  proof: z.object({ kind: ProofKind, at: time }).nullable(),
});
export type AppAccount = z.infer<typeof AppAccount>;

/** One operation on an app, newest first in lists. */
export const AppOperation = Operation.extend({
  person: z.object({ id, name: z.string() }),
  /** The request that (first) caused it; null when it was an edit or a decision. */
  exchangeId: id.nullable(),
});
export type AppOperation = z.infer<typeof AppOperation>;
