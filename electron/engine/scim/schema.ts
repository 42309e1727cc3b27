import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import type { Attribute, Schema } from './schemas/attribute.ts';
import { commonAttributes } from './schemas/common.ts';
import { enterpriseUserSchema } from './schemas/enterprise-user.ts';
import { type ExtensionProblem, extensionProblems, extensionSchema } from './schemas/extension.ts';
import { groupSchema } from './schemas/group.ts';
import { userSchema } from './schemas/user.ts';

/** An attribute with its place in a resource: `extension` is the schema whose URI it stands under, null at the top. */
export interface PlacedAttribute {
  readonly attribute: Attribute;
  readonly extension: Schema | null;
  /** The canonical text of its path: `userName`, `urn:…:User:department`. */
  readonly key: string;
}

/** RFC 7643 §6, with look-ups that ignore case and cannot meet a prototype (maps, never objects). */
export interface ResourceType {
  readonly name: 'User' | 'Group';
  readonly endpoint: '/Users' | '/Groups';
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
  /** Common and core attributes in the canonical order of a resource. */
  readonly attributes: readonly Attribute[];
  /** Whether everything that is stored of a resource is answered to who names nothing (RFC 7643 §7, `returned`). */
  readonly isAnsweredWhole: boolean;
  /** Lower-case name -> attribute, of the common attributes and the core schema. */
  readonly top: ReadonlyMap<string, PlacedAttribute>;
  /** Lower-case URI of a schema -> lower-case name -> attribute. The core schema's URI leads to `top`. */
  readonly bySchema: ReadonlyMap<string, ReadonlyMap<string, PlacedAttribute>>;
}

function place(attributes: readonly Attribute[], extension: Schema | null): ReadonlyMap<string, PlacedAttribute> {
  return new Map(
    attributes.map((attribute) => [
      attribute.name.toLowerCase(),
      { attribute, extension, key: extension === null ? attribute.name : `${extension.id}:${attribute.name}` },
    ]),
  );
}

function resourceType(
  definition: Pick<ResourceType, 'name' | 'endpoint' | 'description' | 'schema' | 'extensions'>,
): ResourceType {
  const attributes = [...commonAttributes, ...definition.schema.attributes];
  const top = place(attributes, null);
  const bySchema = new Map([[definition.schema.id.toLowerCase(), top]]);
  for (const extension of definition.extensions) {
    bySchema.set(extension.id.toLowerCase(), place(extension.attributes, extension));
  }
  const all = [...attributes, ...definition.extensions.flatMap((extension) => extension.attributes)];
  const isAnsweredWhole = all.every(({ returned }) => returned !== 'request');
  return { ...definition, attributes, isAnsweredWhole, top, bySchema };
}

/** The resource types that are served, by name. */
export interface ResourceTypes {
  readonly User: ResourceType;
  readonly Group: ResourceType;
}

const built = {
  User: { attributes: commonAttributes, schemas: [userSchema, enterpriseUserSchema] },
  Group: { attributes: commonAttributes, schemas: [groupSchema] },
} as const;

/** The resource types with schema extensions that an admin defined behind those of the RFCs (RFC 7643 §3.3). */
export function createResourceTypes(extensions: readonly SchemaExtension[]): ResourceTypes {
  const of = (type: ResourceType['name']) =>
    extensions.filter(({ resourceType: own }) => own === type).map(extensionSchema);
  return {
    User: resourceType({
      name: 'User',
      endpoint: '/Users',
      description: 'User Account',
      schema: userSchema,
      extensions: [enterpriseUserSchema, ...of('User')],
    }),
    Group: resourceType({
      name: 'Group',
      endpoint: '/Groups',
      description: 'Group',
      schema: groupSchema,
      extensions: of('Group'),
    }),
  };
}

/** The resource types as the RFCs have them. */
export const resourceTypes = createResourceTypes([]);

/** What is wrong with a list of extensions; nothing when resource types can be made with it. */
export const problemsOfExtensions = (extensions: readonly SchemaExtension[]): ExtensionProblem[] =>
  extensionProblems(extensions, built);

/** The schema of the resource type with this URI, in any case; undefined when it has none. */
export function findSchema(type: ResourceType, uri: string): Schema | undefined {
  const wanted = uri.toLowerCase();
  if (type.schema.id.toLowerCase() === wanted) return type.schema;
  return type.extensions.find((extension) => extension.id.toLowerCase() === wanted);
}

/**
 * An attribute by its name, in any case: in the schema of the given URI, or at the top when that is null.
 * RFC 7643 §2.1, RFC 7644 §3.10.
 */
export function findAttribute(type: ResourceType, uri: string | null, name: string): PlacedAttribute | undefined {
  const attributes = uri === null ? type.top : type.bySchema.get(uri.toLowerCase());
  return attributes?.get(name.toLowerCase());
}

/** An extension's attribute by its bare name, for clients that leave the URI out. */
export function findExtensionAttribute(type: ResourceType, name: string): PlacedAttribute | undefined {
  for (const extension of type.extensions) {
    const found = findAttribute(type, extension.id, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A sub-attribute by its name, in any case. */
export function findSubAttribute(attribute: Attribute, name: string): Attribute | undefined {
  const subAttributes = attribute.subAttributes ?? [];
  const exact = subAttributes.find((candidate) => candidate.name === name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  return subAttributes.find((candidate) => candidate.name.toLowerCase() === wanted);
}

/**
 * True when the attribute refers to another resource: its `value` is then that resource's id, and compared as exactly
 * as `id` is, although RFC 7643 §8.7.1 leaves caseExact false there.
 */
export function refersToResource(attribute: Attribute): boolean {
  return (attribute.subAttributes ?? []).some((candidate) => candidate.name === '$ref');
}

/**
 * Whether texts of an attribute are compared with regard to case: RFC 7643 §2.3.6 and §2.3.7 say so of every binary and
 * reference, whatever the schemas of §8.7.1 have (erratum 6001).
 */
export const isExactText = ({ caseExact, type }: Attribute): boolean =>
  caseExact || type === 'binary' || type === 'reference';
