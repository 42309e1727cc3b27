import { id, label, time } from './page.ts';
import { z } from './z.ts';

const identifier = z
  .string()
  .min(1)
  .max(128)
  .refine((name) => !name.includes('\u0000'), 'A table or column name has no NUL character.');

/** How Footbridge reads and writes the users of an app that keeps them in a SQLite file. */
export const SqliteTarget = z.object({
  kind: z.literal('sqlite'),
  /** Absolute path of the app's own database file; it must exist. */
  file: z
    .string()
    .max(4096)
    .refine(
      (file) => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(file) && !file.includes('\u0000'),
      'Give the absolute path of a file.',
    ),
  users: z.object({
    table: identifier,
    /** The primary key: the immutable id by which an account is disabled (rule 2). */
    id: identifier,
    login: identifier,
    /** The column that says whether a user may sign in, and what it holds for yes and for no. */
    active: z.object({
      column: identifier,
      on: z.union([z.string(), z.number()]),
      off: z.union([z.string(), z.number()]),
    }),
    /** Target attribute -> column; the mapping computes the attributes on the left. */
    columns: z.record(identifier, identifier),
    /** Which of the target attributes hold the e-mail address and the employee number, for the wider search of rule 2. */
    email: identifier.nullable().default(null),
    employeeNumber: identifier.nullable().default(null),
  }),
  roles: z.object({ table: identifier, id: identifier, name: identifier }),
  userRoles: z.object({ table: identifier, user: identifier, role: identifier }),
});
export type SqliteTarget = z.infer<typeof SqliteTarget>;

/** The technical end of an app: one schema for each kind of connector. */
export const Target = z.discriminatedUnion('kind', [SqliteTarget]);
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
