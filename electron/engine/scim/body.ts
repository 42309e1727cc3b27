import { findNamed, splitAttributePath, understandSchema } from './attribute-path.ts';
import * as name from './dialect/name.ts';
import { pathAsKey } from './dialect/operation.ts';
import { note, type Reading } from './dialect/reading.ts';
import { quote, ScimError, scimError } from './error.ts';
import { isObject } from './json.ts';
import { parsePath, type ResolvedPath, resolvePath } from './path.ts';
import { findAttribute, type PlacedAttribute, type ResourceType } from './schema.ts';
import type { Attribute, Schema } from './schemas/attribute.ts';

/** One attribute of a body, or of an operation without a path, and what was sent for it. */
export interface Assignment {
  readonly path: ResolvedPath & { readonly attribute: Attribute };
  readonly sent: unknown;
}

/** Assignments by canonical path; `exact` ones were sent in the place and spelling of the schema. */
type Found = Map<string, Assignment & { readonly exact: boolean }>;

/**
 * The attributes that a body sets, by the schema's names: extensions unfolded, also when their URN is malformed or left
 * out, keys that are paths read as paths. What is not the client's to set, or is unknown, is dropped with a note; so is
 * a password, before anything looks at it.
 */
export function readAssignments(
  type: ResourceType,
  body: Readonly<Record<string, unknown>>,
  reading: Reading,
): readonly Assignment[] {
  const found: Found = new Map();
  for (const key of Object.keys(body)) {
    const sent = body[key];
    const placed = findAttribute(type, null, key);
    if (placed !== undefined) assignPlaced(found, placed, key, sent, reading);
    else if (!assignExtension(found, type, key, sent, reading)) assignByPath(found, type, key, key, sent, reading);
  }
  return [...found.values()];
}

/** `"urn:…:enterprise:2.0:User": {…}` and, from some clients, the core schema's URN in the same way. */
function assignExtension(found: Found, type: ResourceType, key: string, sent: unknown, reading: Reading): boolean {
  if (!key.includes(':') || !(isObject(sent) || sent === null)) return false;
  const schema = understandSchema(type, key, reading);
  if (schema === undefined) return false;
  if (sent !== null) assignWithin(found, type, schema, sent, reading);
  // An extension that is null has no attributes: each of them is null.
  for (const placed of sent === null ? (type.bySchema.get(schema.id.toLowerCase())?.values() ?? []) : []) {
    if (!found.has(placed.key)) {
      const { attribute, extension, key: path } = placed;
      found.set(path, {
        path: { extension, attribute, filter: null, subAttribute: null, key: path },
        sent: null,
        exact: false,
      });
    }
  }
  return true;
}

function assignWithin(
  found: Found,
  type: ResourceType,
  schema: Schema,
  sent: Readonly<Record<string, unknown>>,
  reading: Reading,
): void {
  for (const inner of Object.keys(sent)) {
    const placed = findAttribute(type, schema.id, inner);
    if (placed !== undefined) assignPlaced(found, placed, inner, sent[inner], reading);
    else assignByPath(found, type, `${schema.id}:${inner}`, inner, sent[inner], reading);
  }
}

/** Reads the value of a path that is a whole extension, as readAssignments does its members. */
export function readExtension(
  type: ResourceType,
  schema: Schema,
  sent: Readonly<Record<string, unknown>>,
  reading: Reading,
): readonly Assignment[] {
  const found: Found = new Map();
  assignWithin(found, type, schema, sent, reading);
  return [...found.values()];
}

function assignPlaced(found: Found, placed: PlacedAttribute, key: string, sent: unknown, reading: Reading): void {
  const { attribute, extension } = placed;
  if (attribute.name === 'schemas') return;
  name.understandName(name.nameCase, key, attribute.name, reading);
  const path = { extension, attribute, filter: null, subAttribute: null, key: placed.key };
  assign(found, placed.key, { path, sent, exact: key === attribute.name }, reading);
}

/** `name.givenName`, `urn:…:User:department`, `emails[type eq "work"].value` or an extension's attribute by itself. */
function assignByPath(
  found: Found,
  type: ResourceType,
  text: string,
  key: string,
  sent: unknown,
  reading: Reading,
): void {
  const path = pathOf(text, type, reading);
  const attribute = path?.attribute ?? null;
  if (path === undefined || attribute === null) {
    name.dropName(name.unknownAttribute, key, reading);
    return;
  }
  if (key.includes('.') || key.includes(':')) note(reading, pathAsKey, `the key ${quote(key)}`, 'read as a path');
  assign(found, path.filter === null ? path.key : key, { path: { ...path, attribute }, sent, exact: false }, reading);
}

function pathOf(text: string, type: ResourceType, reading: Reading): ResolvedPath | undefined {
  if (!text.includes('[')) {
    const attributePath = splitAttributePath(text);
    const named = attributePath === undefined ? undefined : findNamed(attributePath, type, reading);
    return named === undefined ? undefined : { ...named, filter: null };
  }
  try {
    return resolvePath(parsePath(text, reading), type, reading);
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function assign(
  found: Found,
  key: string,
  assignment: Assignment & { readonly exact: boolean },
  reading: Reading,
): void {
  const { attribute, subAttribute } = assignment.path;
  const isReadOnly = attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly';
  const isPassword = attribute.returned === 'never';
  if (isPassword || isReadOnly) {
    name.dropName(isPassword ? name.password : name.readOnlyAttribute, assignment.path.key, reading);
    return;
  }
  const before = found.get(key);
  if (before !== undefined && key === 'active' && !isSameJson(before.sent, assignment.sent))
    throw scimError.invalidSyntax(
      'The attribute “active” is sent twice, in two spellings, with two values. Whether this person may sign in is not guessed: send it once.',
    );
  if (before !== undefined) name.dropName(name.repeatedAttribute, key, reading);
  if (before === undefined || (assignment.exact && !before.exact)) found.set(key, assignment);
}

const isSameJson = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
