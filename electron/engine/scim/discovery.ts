/** What this service says of itself (RFC 7644 §4, RFC 7643 §5 to §7). Every base URL is without a slash at its end. */
import { bulkOperationsAtMost } from './bulk.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { countAtMost, countByDefault, cursorTimeout } from './list.ts';
import type { ResourceTypes } from './schema.ts';
import type { Attribute, Schema } from './schemas/attribute.ts';
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from './schemas/service-provider.ts';

/**
 * RFC 7643 §5, RFC 9865 §4.
 *
 * @param maxPayloadSize how long a bulk request may be, in bytes
 */
export function serviceProviderConfig(baseUrl: string, maxPayloadSize: number): JsonObject {
  return {
    schemas: [serviceProviderConfigSchema.id],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: bulkOperationsAtMost, maxPayloadSize },
    filter: { supported: true, maxResults: countAtMost },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    // RFC 9865 §4. By index unless a cursor is asked for, so that clients of before meet what they know (§2.4).
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: countByDefault,
      maxPageSize: countAtMost,
      cursorTimeout,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token of a source, sent as “Authorization: Bearer …”.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

const served = ({ User, Group }: ResourceTypes) => [User, Group];

/** RFC 7643 §6: every resource type. */
export function resourceTypeResources(types: ResourceTypes, baseUrl: string): readonly JsonObject[] {
  return served(types).map((type) => ({
    schemas: [resourceTypeSchema.id],
    id: type.name,
    name: type.name,
    endpoint: type.endpoint,
    description: type.description,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${type.name}` },
  }));
}

/** One resource type by its name. @returns undefined when there is none of that name */
export function resourceTypeResource(types: ResourceTypes, baseUrl: string, name: string): JsonObject | undefined {
  return resourceTypeResources(types, baseUrl).find((resource) => resource.id === name);
}

/** RFC 7643 §7: every schema of every resource type, each once, and those of what is said here (§8.7.2). */
export function schemaResources(types: ResourceTypes, baseUrl: string): readonly JsonObject[] {
  const schemas = new Set(served(types).flatMap((type) => [type.schema, ...type.extensions]));
  const ofDiscovery = [serviceProviderConfigSchema, resourceTypeSchema, schemaSchema];
  return [...schemas, ...ofDiscovery].map((schema) => describeSchema(schema, baseUrl));
}

/** One schema by its URI. @returns undefined when there is none of that URI */
export function schemaResource(types: ResourceTypes, baseUrl: string, uri: string): JsonObject | undefined {
  const wanted = uri.toLowerCase();
  return schemaResources(types, baseUrl).find((resource) => String(resource.id).toLowerCase() === wanted);
}

function describeSchema(schema: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [schemaSchema.id],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: schema.attributes.map(describeAttribute),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

function describeAttribute(attribute: Attribute): JsonObject {
  const { subAttributes, canonicalValues, referenceTypes, ...characteristics } = attribute;
  const described: Record<string, JsonValue> = { ...characteristics };
  if (canonicalValues !== undefined) described.canonicalValues = canonicalValues;
  if (referenceTypes !== undefined) described.referenceTypes = referenceTypes;
  if (subAttributes !== undefined) described.subAttributes = subAttributes.map(describeAttribute);
  return described;
}
