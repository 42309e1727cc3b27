import { foreignText, label } from './page.ts';
import { z } from './z.ts';

/*
 * Schema extensions that an admin defines (RFC 7643 §3.3, §7). What may be chosen of an attribute is what changes how a
 * value is read, stored, compared and answered. Nothing may be chosen that would refuse what an identity provider sends
 * for a reason of ours (`required`, `uniqueness`, `immutable`): the refused request may be the one that disables somebody.
 */

const description = z.string().trim().max(1000).default('');

/** `ATTRNAME` of RFC 7643 §2.1. */
const attributeName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'A name begins with a letter; letters, digits, hyphens and underscores follow.')
  .describe('The name of the attribute, RFC 7643 §2.1');

const simpleTypes = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'] as const;

const characteristics = {
  name: attributeName,
  description: description.describe('What the attribute is, in words for people'),
  multiValued: z.boolean().default(false).describe('Whether it is a list of values'),
  caseExact: z.boolean().default(false).describe('Whether filters tell texts apart by their case'),
  returned: z
    .enum(['default', 'request'])
    .default('default')
    .describe('Whether it is answered by default, or only when `attributes` names it'),
  canonicalValues: z
    .array(foreignText)
    .max(200)
    .default([])
    .describe('Values that are suggested; others are taken as well'),
  referenceTypes: z
    .array(z.string().trim().min(1).max(100))
    .max(20)
    .default([])
    .describe('Of a reference: what it refers to, such as User, Group, external or uri'),
};

export const ExtensionSubAttribute = z
  .strictObject({ ...characteristics, type: z.enum(simpleTypes).default('string') })
  .omit({ multiValued: true, returned: true })
  .meta({ title: 'Sub-attribute', description: 'A simple part of a complex attribute, RFC 7643 §2.3.8.' });

export const ExtensionAttribute = z
  .strictObject({
    ...characteristics,
    type: z
      .enum([...simpleTypes, 'complex'])
      .default('string')
      .describe('RFC 7643 §2.3'),
    subAttributes: z.array(ExtensionSubAttribute).max(100).default([]).describe('The parts of a complex attribute'),
  })
  .meta({ title: 'Attribute', description: 'An attribute of a schema extension.' });
export type ExtensionAttribute = z.infer<typeof ExtensionAttribute>;

/** A schema extension as an admin defines it. */
export const SchemaExtension = z
  .strictObject({
    id: z
      .string()
      .max(200)
      .regex(
        /^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}(:[A-Za-z0-9._-]+)+$/,
        'A schema is named by a URN, such as urn:example:scim:schemas:extension:acme:2.0:User.',
      )
      .describe('The URN under which identity providers send its attributes'),
    resourceType: z.enum(['User', 'Group']).default('User').describe('Whose extension it is'),
    name: label.describe('A short name for people'),
    description,
    attributes: z.array(ExtensionAttribute).min(1).max(200),
  })
  .meta({
    title: 'Schema extension',
    description: 'Attributes of users or groups that no schema of the RFCs has, under a URN of their own.',
  });
export type SchemaExtension = z.infer<typeof SchemaExtension>;

const described = {
  name: z.string(),
  type: z.enum([...simpleTypes, 'complex']),
  multiValued: z.boolean(),
  description: z.string(),
  required: z.boolean(),
  caseExact: z.boolean(),
  mutability: z.enum(['readOnly', 'readWrite', 'immutable', 'writeOnly']),
  returned: z.enum(['always', 'never', 'default', 'request']),
  uniqueness: z.enum(['none', 'server', 'global']),
  canonicalValues: z.array(z.string()),
  referenceTypes: z.array(z.string()),
};

/** A schema as the screens show it, with every characteristic of RFC 7643 §7. */
export const SchemaDescription = z.object({
  id: z.string(),
  resourceType: z.enum(['User', 'Group']),
  name: z.string(),
  description: z.string(),
  /** Of RFC 7643, and not to be edited. */
  builtIn: z.boolean(),
  /** How many users or groups have a value under it now; null of those of the RFCs. */
  holders: z.number().int().nullable(),
  attributes: z.array(z.object({ ...described, subAttributes: z.array(z.object(described)) })),
});
export type SchemaDescription = z.infer<typeof SchemaDescription>;
