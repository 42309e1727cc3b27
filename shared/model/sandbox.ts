import { id, time } from './page.ts';
import { z } from './z.ts';

/** The ways of speaking SCIM that the sandbox IdP knows; see docs/SANDBOX.md. */
export const sandboxDialects = [
  'entra',
  'entra-flag',
  'okta-aiw',
  'okta-oin',
  'onelogin',
  'jumpcloud',
  'google',
  'ping',
  'authentik',
  'generic',
] as const;
export const SandboxDialect = z.enum(sandboxDialects);
export type SandboxDialect = z.infer<typeof SandboxDialect>;

/** What a pretend company lives through, one after the other, with what must be true afterwards. */
export const scenarios = [
  'joiner',
  'mover',
  'leaver',
  'return',
  'rehire',
  'rename',
  'soft-delete',
  'living-day',
] as const;
export const Scenario = z.enum(scenarios);
export type Scenario = z.infer<typeof Scenario>;

/** What can be done to one pretend person. `purge` is the hard delete after a soft one. */
export const SandboxAction = z.enum(['disable', 'enable', 'move', 'rename', 'soft-delete', 'restore', 'purge']);
export type SandboxAction = z.infer<typeof SandboxAction>;

/** How many people a pretend company begins with. */
export const companySize = z.number().int().min(25).max(500);

/** One thing that must be true after a scenario, as it was looked at; null: not looked at yet. */
export const Expectation = z.object({ text: z.string(), met: z.boolean().nullable(), detail: z.string() });
export type Expectation = z.infer<typeof Expectation>;

export const ScenarioRun = z.object({
  id,
  scenario: Scenario,
  startedAt: time,
  finishedAt: time.nullable(),
  /** What happened in the company, in sentences. */
  steps: z.array(z.string()),
  expectations: z.array(Expectation),
  /** Why it ended before its time; null when it did not. */
  failure: z.string().nullable(),
});
export type ScenarioRun = z.infer<typeof ScenarioRun>;

/** The sandbox IdP as it stands. */
export const Sandbox = z.object({
  /** null while no company was founded. */
  company: z
    .object({
      name: z.string(),
      domain: z.string(),
      dialect: SandboxDialect,
      seed: z.number().int(),
      /** At work now; left or deleted and not purged yet. */
      here: z.number().int(),
      away: z.number().int(),
      groups: z.number().int(),
      source: z.object({ id, name: z.string() }),
    })
    .nullable(),
  /** What the IdP is busy with, in words: "First import: 12 of 40 people"; null when it rests. */
  busy: z.string().nullable(),
  /** How fast the living day goes: 0 stands still, 1 is human speed, 60 a minute in a second. */
  speed: z.number().min(0).max(60),
  /** What happened in the company, newest first, at most 50. */
  episodes: z.array(z.object({ at: time, text: z.string(), personId: id.nullable() })),
  /** Newest first, at most 20. */
  runs: z.array(ScenarioRun),
  /** The apps of the sandbox, and which of them refuses to disable anybody. */
  apps: z.array(z.object({ id, name: z.string(), refuses: z.boolean(), canRefuse: z.boolean() })),
  /** Why it came to a stop: the request, the answer, what was needed; null when it did not. */
  failure: z.string().nullable(),
});
export type Sandbox = z.infer<typeof Sandbox>;

/** A pretend employee as the sandbox IdP knows them. */
export const SandboxPerson = z.object({
  /** The object id at the IdP: the externalId here. */
  id,
  name: z.string(),
  login: z.string(),
  department: z.string(),
  title: z.string(),
  manager: z.string().nullable(),
  presence: z.enum(['here', 'left', 'deleted']),
  groups: z.array(z.string()),
  /** The person in the Directory; null until Footbridge was told of them. */
  personId: id.nullable(),
});
export type SandboxPerson = z.infer<typeof SandboxPerson>;
