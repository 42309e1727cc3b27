/** What this service says of itself (RFC 7644 §4, RFC 7643 §5 to §7). Every base URL is without a slash at its end. */
import type { JsonObject, JsonValue } from './json.ts';
import { countAtMost, countByDefault, cursorTimeout } from './list.ts';
import { type ResourceType, resourceTypes } from './schema.ts';
import type { Attribute, Schema } from './schemas/attribute.ts';

const serviceProviderConfigSchema = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';
const resourceTypeSchema = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const schemaSchema = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

/** RFC 7643 §5, RFC 9865 §4. */
export function serviceProviderConfig(baseUrl: string): JsonObject {
  return {
    schemas: [serviceProviderConfigSchema],
    patch: { supported: true },
    // Clients cut their PATCHes into pieces of maxOperations, also where bulk itself is not supported.
    bulk: { supported: false, maxOperations: 1000, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: countAtMost },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: false },
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

const servedTypes: readonly ResourceType[] = [resourceTypes.User, resourceTypes.Group];

/** RFC 7643 §6: every resource type. */
export function resourceTypeResources(baseUrl: string): readonly JsonObject[] {
  return servedTypes.map((type) => ({
    schemas: [resourceTypeSchema],
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
export function resourceTypeResource(baseUrl: string, name: string): JsonObject | undefined {
  return resourceTypeResources(baseUrl).find((resource) => resource.id === name);
}

/** RFC 7643 §7: every schema of every resource type, each once. */
export function schemaResources(baseUrl: string): readonly JsonObject[] {
  const schemas = new Set(servedTypes.flatMap((type) => [type.schema, ...type.extensions]));
  return [...schemas].map((schema) => describeSchema(schema, baseUrl));
}

/** One schema by its URI. @returns undefined when there is none of that URI */
export function schemaResource(baseUrl: string, uri: string): JsonObject | undefined {
  const wanted = uri.toLowerCase();
  return schemaResources(baseUrl).find((resource) => String(resource.id).toLowerCase() === wanted);
}

function describeSchema(schema: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [schemaSchema],
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
