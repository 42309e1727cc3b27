import { Mapping, Rule, Target } from './app.ts';
import { Impact } from './impact.ts';
import { label } from './page.ts';
import { NewSource, SourceSettings } from './source.ts';
import { z } from './z.ts';

/** A group that rules name. In a rule's condition it stands by its key here, so that a file fits any folder (rule 6). */
export const ConfigurationGroup = z.strictObject({
  /** What rules call it: `"wiki-editors" in groups`. */
  key: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens')
    .max(100),
  /** The name of its source in this file. */
  source: label,
  displayName: z.string().min(1).max(500),
  externalId: z.string().min(1).max(500).nullable(),
});
export type ConfigurationGroup = z.infer<typeof ConfigurationGroup>;

/** Everything that an admin configures, in one file. No secrets, no people, and no app is ever switched on by it. */
export const Configuration = z.strictObject({
  /** Where editors find the JSON Schema of this file. */
  $schema: z.string().optional(),
  footbridge: z.literal(1),
  sources: z.array(SourceSettings).max(1000),
  groups: z.array(ConfigurationGroup).max(10_000),
  apps: z
    .array(
      z.strictObject({
        name: label,
        target: Target,
        guard: z.strictObject({
          people: z.number().int().min(0).max(1_000_000),
          percent: z.number().int().min(0).max(100),
        }),
        mappings: z.array(Mapping).max(200),
        rules: z.array(Rule.omit({ id: true })).max(2000),
      }),
    )
    .max(1000),
});
export type Configuration = z.infer<typeof Configuration>;

/** What is wrong with a file: where (`apps[2].rules[0].when`), and a sentence that says what and what to do. */
export const ConfigurationProblem = z.object({ path: z.string(), message: z.string() });
export type ConfigurationProblem = z.infer<typeof ConfigurationProblem>;

const named = z.object({ kind: z.enum(['source', 'app']), name: z.string() });

/** What an import would do. With problems it would do nothing, and the rest is empty. */
export const ConfigurationPlan = z.object({
  problems: z.array(ConfigurationProblem),
  added: z.array(named),
  changed: z.array(named.extend({ what: z.array(z.string()) })),
  removed: z.array(named),
  impact: Impact,
});
export type ConfigurationPlan = z.infer<typeof ConfigurationPlan>;

/** What an import did. */
export const ConfigurationImport = ConfigurationPlan.extend({
  /** false: there were problems, or removals that nobody confirmed; then nothing has changed. */
  applied: z.boolean(),
  /** Sources that are new here, each with its token: the only moment at which it is shown. */
  newSources: z.array(NewSource),
});
export type ConfigurationImport = z.infer<typeof ConfigurationImport>;
