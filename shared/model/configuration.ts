import { Mapping, Rule, Target } from './app.ts';
import { DeliverySettings } from './delivery-settings.ts';
import { Impact } from './impact.ts';
import { Notifications } from './notifications.ts';
import { foreignText, label } from './page.ts';
import { SchemaExtension } from './schema-extension.ts';
import { NewSource, SourceSettings } from './source.ts';
import { z } from './z.ts';

/** A group that rules name. In a rule's condition it stands by its key here, so that a file fits any folder (rule 6). */
export const ConfigurationGroup = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A key has small letters, digits and single hyphens, such as wiki-editors.')
      .max(100)
      .describe('What expressions of this file call the group: "wiki-editors" in groups'),
    source: label.describe('The name of the source, in this file, that the group belongs to'),
    displayName: foreignText.describe('The group’s displayName at its source'),
    externalId: foreignText
      .nullable()
      .default(null)
      .describe('The group’s externalId at its source; it is found by that, or, where this is null, by displayName'),
  })
  .meta({ title: 'Group', description: 'A group that mappings or rules of this file name.' });
export type ConfigurationGroup = z.infer<typeof ConfigurationGroup>;

const ConfigurationSource = SourceSettings.meta({
  title: 'Source',
  description:
    'A connected identity provider. Its token is no part of the file: a source that is new to a folder gets a new one.',
});

/** One app as a file says it. Whether it is switched on is not configuration: a new app comes in observing. */
export const ConfigurationApp = z
  .strictObject({
    name: label.describe('The same name is the same app, without regard to case'),
    target: Target.describe('The technical end of the app, by kind of connector'),
    guard: z
      .strictObject({
        people: z.number().int().min(0).max(1_000_000).default(5).describe('Number of people'),
        percent: z.number().int().min(0).max(100).default(10).describe('Percent of the people who use the app'),
      })
      .prefault({})
      .describe('From how many people one cause, or an hour, may take access before it is parked: the larger of both'),
    delivery: DeliverySettings.prefault({}).describe('How changes are delivered to it'),
    mappings: z.array(Mapping).max(200).describe('How each attribute of an account is computed; `login` names it'),
    rules: z
      .array(Rule.omit({ id: true }))
      .max(2000)
      .describe('Who gets which role: `when` is a condition over user and groups'),
  })
  .meta({ title: 'App', description: 'An app that is driven from the identity provider.' });
export type ConfigurationApp = z.infer<typeof ConfigurationApp>;

/** Everything that an admin configures, in one file. No secrets, no people, and no app is ever switched on by it. */
export const Configuration = z
  .strictObject({
    $schema: z.string().optional().describe('Where editors find the JSON Schema of this file; not kept'),
    footbridge: z.literal(1).describe('The version of this form of file'),
    schemaExtensions: z
      .array(SchemaExtension)
      .max(50)
      .default([])
      .describe('Attributes of your own, under URNs of your own (RFC 7643 §3.3)'),
    sources: z.array(ConfigurationSource).max(1000).describe('Every connected identity provider'),
    groups: z.array(ConfigurationGroup).max(10_000).default([]).describe('The groups that expressions name'),
    apps: z.array(ConfigurationApp).max(1000).describe('Every app'),
    notifications: Notifications.optional().describe(
      'Who is told of access that should be gone; absent: whoever is told now. The sandbox tells nobody.',
    ),
  })
  .meta({
    title: 'Footbridge configuration',
    description: 'Everything that is configured. What a file does not have is removed when it is imported.',
  });
export type Configuration = z.infer<typeof Configuration>;

/** What is wrong with a file: where (`apps[2].rules[0].when`), and a sentence that says what and what to do. */
export const ConfigurationProblem = z.object({ path: z.string(), message: z.string() });
export type ConfigurationProblem = z.infer<typeof ConfigurationProblem>;

const named = z.object({ kind: z.enum(['schema extension', 'source', 'app', 'notifications']), name: z.string() });

/** What an import would do. With problems it would do nothing, and the rest is empty. */
export const ConfigurationPlan = z.object({
  problems: z.array(ConfigurationProblem),
  added: z.array(named),
  changed: z.array(named.extend({ what: z.array(z.string()) })),
  removed: z.array(named),
  /** Groups that rules name and that their source has not sent yet: those rules wait for them, in doubt. */
  awaited: z.array(ConfigurationGroup),
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
