import type { Dialect } from '../../../shared/model/source.ts';
import { attributeOf, canonical, isMembers, withAttribute } from './attribute-value.ts';
import { readAssignments } from './body.ts';
import { dropName, listedSchemas } from './dialect/name.ts';
import { type Note, type Reading, startReading } from './dialect/reading.ts';
import { scimError } from './error.ts';
import { refuseChanged } from './immutable.ts';
import { equalJson, isObject, type JsonObject, type JsonValue } from './json.ts';
import { type MemberReference, readMembers } from './member.ts';
import { modifyResource, readOperand } from './modify.ts';
import type { ResourceType } from './schema.ts';
import { readAttribute } from './value.ts';

/** What a body says. */
export interface ParsedResource {
  /** Canonical: the schema's names and order, no nulls, no read-only attributes, no members, `schemas` computed. */
  readonly resource: JsonObject;
  /** Absent when the body does not speak of members; empty when it says that there are none. */
  readonly members?: readonly MemberReference[];
  readonly notes: readonly Note[];
}

export interface ReplacedResource extends ParsedResource {
  /** Whether `resource` differs from the current one; members are not looked at. */
  readonly changed: boolean;
}

/**
 * Reads the body of a POST (RFC 7644 §3.3). A user without `active` is active: that is the default this service assigns,
 * so that every user says whether it is.
 *
 * @throws ScimError invalidSyntax when the body is no object; invalidValue when an attribute cannot be read as its type
 *   or a required one is missing
 */
export function parseResource(type: ResourceType, body: unknown, dialect: Dialect = 'generic'): ParsedResource {
  const { resource, members, notes } = readBody(type, body, startReading(dialect));
  const whole = type.name === 'User' && resource.active === undefined ? { ...resource, active: true } : resource;
  return { resource: canonical(type, whole), ...(members === undefined ? {} : { members }), notes };
}

/** What a PUT keeps when it does not name it: clients leave these out without meaning it. */
const keptWhenAbsent = ['externalId', 'active'] as const;

/**
 * Reads the body of a PUT (RFC 7644 §3.5.1): what it does not name is cleared, but an absent `externalId`, `active` or
 * `members` is kept. An explicit null clears `externalId` and the members; `active` cannot be unassigned and is kept,
 * since nothing was said about it that could be done.
 *
 * @param current the stored resource, which is left as it is
 * @throws ScimError as parseResource
 */
export function replaceResource(
  type: ResourceType,
  current: JsonObject,
  body: unknown,
  dialect: Dialect = 'generic',
): ReplacedResource {
  const { resource, members, notes, named } = readBody(type, body, startReading(dialect));
  const replaced: Record<string, JsonValue> = { ...resource };
  for (const attribute of type.attributes) {
    const value = current[attribute.name];
    if (value !== undefined && attribute.mutability === 'readOnly') replaced[attribute.name] = value;
  }
  for (const name of keptWhenAbsent) {
    const value = current[name];
    const isKept = replaced[name] === undefined && (name === 'active' || !named.has(name));
    if (isKept && value !== undefined) replaced[name] = value;
  }
  const kept = withImmutables(type, current, replaced);
  const whole = canonical(type, kept);
  const changed = !equalJson(whole, canonical(type, current));
  return { resource: whole, ...(members === undefined ? {} : { members }), notes, changed };
}

/** What is immutable and has a value keeps it. @throws ScimError mutability when the body has another one */
function withImmutables(type: ResourceType, current: JsonObject, replaced: JsonObject): JsonObject {
  let whole = replaced;
  for (const placed of [type.top, ...type.bySchema.values()].flatMap((names) => [...names.values()])) {
    const { attribute, extension, key } = placed;
    if (attribute.mutability !== 'immutable') continue;
    const before = attributeOf(current, extension, attribute.name);
    const after = attributeOf(replaced, extension, attribute.name);
    if (after !== undefined) refuseChanged(attribute, key, before, after);
    else if (before !== undefined) whole = withAttribute(whole, extension, attribute.name, before);
  }
  return whole;
}

interface Body {
  readonly resource: JsonObject;
  readonly members: readonly MemberReference[] | undefined;
  readonly notes: readonly Note[];
  /** Canonical paths that the body names, also with null. */
  readonly named: ReadonlySet<string>;
}

function readBody(type: ResourceType, body: unknown, reading: Reading): Body {
  if (!isObject(body)) throw scimError.invalidSyntax(`The body is no JSON object. Send the ${type.name} as an object.`);
  let resource: JsonObject = {};
  let members: readonly MemberReference[] | undefined;
  const named = new Set<string>();
  for (const { path, sent } of readAssignments(type, body, reading)) {
    named.add(path.key);
    if (isMembers(type, path.attribute.name)) {
      members = readMembers(sent, reading);
    } else if (path.filter === null && path.subAttribute === null) {
      const value = readAttribute(path.attribute, sent, path.key, reading);
      if (value !== undefined) resource = withAttribute(resource, path.extension, path.attribute.name, value);
    } else {
      const value = readOperand(path, sent, reading);
      if (value !== undefined) resource = modifyResource(resource, { operation: 'add', path, value }, reading);
    }
  }
  checkRequired(type, resource);
  noteSchemas(type, body, resource, reading);
  return { resource, members, notes: reading.notes, named };
}

/**
 * Checks that what the schema requires is there.
 *
 * @throws ScimError invalidValue
 */
export function checkRequired(type: ResourceType, resource: JsonObject): void {
  for (const { name, required } of type.schema.attributes) {
    const value = resource[name];
    if (required && (typeof value !== 'string' || value.trim() === '')) {
      throw scimError.invalidValue(
        `A ${type.name} needs a ${name}, and none was sent. Send it as a text that is not empty.`,
      );
    }
  }
}

/** Says so when `schemas` is not what the body uses; it is computed whatever was sent. */
function noteSchemas(
  type: ResourceType,
  body: Readonly<Record<string, unknown>>,
  resource: JsonObject,
  reading: Reading,
): void {
  const computed = canonical(type, resource).schemas;
  const fits =
    Array.isArray(body.schemas) &&
    Array.isArray(computed) &&
    body.schemas.every((uri) => typeof uri === 'string' && type.bySchema.has(uri.toLowerCase())) &&
    computed.every((uri) => (body.schemas as readonly unknown[]).includes(uri));
  if (!fits) dropName(listedSchemas, 'schemas', reading);
}
