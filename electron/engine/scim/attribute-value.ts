import { isEmptyObject, isObject, type JsonObject, type JsonValue } from './json.ts';
import type { ResourceType } from './schema.ts';
import type { Schema } from './schemas/attribute.ts';
import { inSchemaOrder } from './value.ts';

/** Members are rows of the store: they never are part of a group's resource. */
export function isMembers(type: ResourceType, name: string): boolean {
  return type.name === 'Group' && name === 'members';
}

/** The value of an attribute at the top or in an extension. */
export function attributeOf(resource: JsonObject, extension: Schema | null, name: string): JsonValue | undefined {
  const parent = extension === null ? resource : resource[extension.id];
  return isObject(parent) && Object.hasOwn(parent, name) ? (parent as JsonObject)[name] : undefined;
}

/** A copy of the resource with an attribute set, or unassigned when the value is undefined. */
export function withAttribute(
  resource: JsonObject,
  extension: Schema | null,
  name: string,
  value: JsonValue | undefined,
): JsonObject {
  if (extension !== null) {
    const values = resource[extension.id];
    const changed = withAttribute(isObject(values) ? (values as JsonObject) : {}, null, name, value);
    return withAttribute(resource, null, extension.id, isEmptyObject(changed) ? undefined : changed);
  }
  if (value !== undefined) return { ...resource, [name]: value };
  const { [name]: _removed, ...rest } = resource;
  return rest;
}

/** The same resource in the schema's order with `schemas` computed: equal resources have equal texts. */
export function canonical(type: ResourceType, resource: JsonObject): JsonObject {
  const extensions: Record<string, JsonValue> = {};
  for (const { id, attributes } of type.extensions) {
    const values = resource[id];
    if (isObject(values)) extensions[id] = inSchemaOrder(attributes, values as JsonObject);
  }
  const schemas = [type.schema.id, ...Object.keys(extensions)];
  return { ...inSchemaOrder(type.attributes, { ...resource, schemas }), ...extensions };
}
