import * as name from './dialect/name.ts';
import type { Reading } from './dialect/reading.ts';
import { findAttribute, findExtensionAttribute, findSchema, findSubAttribute, type ResourceType } from './schema.ts';
import type { Attribute, Schema } from './schemas/attribute.ts';

/** `attrPath` of RFC 7644 §3.10 as written; `uri` is everything before the last colon. */
export interface AttributePath {
  readonly uri: string | null;
  readonly attribute: string;
  readonly subAttribute: string | null;
}

/** What an attribute path names. `attribute` is null when it names a whole extension. */
export interface NamedAttribute {
  readonly extension: Schema | null;
  readonly attribute: Attribute | null;
  readonly subAttribute: Attribute | null;
  /** The canonical text of the path. */
  readonly key: string;
}

const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isDigit = (code: number) => code >= 48 && code <= 57;

/** `ATTRNAME` of RFC 7643 §2.1, and `$ref`. */
export function isAttributeName(text: string): boolean {
  const first = text.charCodeAt(0);
  if (text === '' || !(isLetter(first) || (first === 36 && text.length > 1))) return false;
  for (let position = 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (!isLetter(code) && !isDigit(code) && code !== 45 && code !== 95) return false;
  }
  return true;
}

/** Splits `urn:…:User:name.givenName`. @returns undefined when it cannot be an attribute path */
export function splitAttributePath(text: string): AttributePath | undefined {
  const colon = text.lastIndexOf(':');
  const uri = colon < 0 ? null : text.slice(0, colon);
  if (uri === '') return undefined;
  const rest = text.slice(colon + 1);
  const dot = rest.indexOf('.');
  const attribute = dot < 0 ? rest : rest.slice(0, dot);
  const subAttribute = dot < 0 ? null : rest.slice(dot + 1);
  if (!isAttributeName(attribute)) return undefined;
  if (subAttribute !== null) {
    const names = subAttribute.split('.');
    // Two names only behind a URN: `…:2.0:User.manager.value`, whose first part belongs to the URN.
    if (names.length > (uri === null ? 1 : 2) || !names.every(isAttributeName)) return undefined;
  }
  return { uri, attribute, subAttribute };
}

/** The text of an attribute path. */
export function renderAttributePath({ uri, attribute, subAttribute }: AttributePath): string {
  const path = subAttribute === null ? attribute : `${attribute}.${subAttribute}`;
  return uri === null ? path : `${uri}:${path}`;
}

/** The schema that a URI means, also when it is malformed. */
export function understandSchema(type: ResourceType, uri: string, reading: Reading): Schema | undefined {
  const exact = findSchema(type, uri);
  if (exact !== undefined) return exact;
  return [type.schema, ...type.extensions].find(
    (schema) => name.understandName(name.malformedSchema, uri, schema.id, reading) !== undefined,
  );
}

/**
 * Finds what an attribute path names in a resource type: names in any case, an extension's attribute also without its
 * URN, and `URN.attribute` for `URN:attribute`.
 *
 * @returns undefined when the resource type has no such attribute
 */
export function findNamed(path: AttributePath, type: ResourceType, reading: Reading): NamedAttribute | undefined {
  if (path.uri === null) {
    const top = findAttribute(type, null, path.attribute);
    if (top !== undefined) return withSubAttribute(path, top.extension, top.attribute, reading);
    const placed = findExtensionAttribute(type, path.attribute);
    if (placed === undefined) return undefined;
    name.understandName(name.attributeWithoutSchema, path.attribute, placed.key, reading);
    return withSubAttribute(path, placed.extension, placed.attribute, reading);
  }
  const whole = findSchema(type, `${path.uri}:${path.attribute}`);
  if (whole !== undefined) return inWholeSchema(path, whole, type, reading);
  const schema = understandSchema(type, path.uri, reading);
  const placed = schema === undefined ? undefined : findAttribute(type, schema.id, path.attribute);
  return placed === undefined ? undefined : withSubAttribute(path, placed.extension, placed.attribute, reading);
}

/** `urn:…:2.0:User` alone, or with a dot and an attribute behind it. */
function inWholeSchema(
  path: AttributePath,
  schema: Schema,
  type: ResourceType,
  reading: Reading,
): NamedAttribute | undefined {
  const extension = schema === type.schema ? null : schema;
  if (path.subAttribute === null) {
    return extension === null ? undefined : { extension, attribute: null, subAttribute: null, key: schema.id };
  }
  const [attribute = '', subAttribute = null] = path.subAttribute.split('.');
  const placed = findAttribute(type, schema.id, attribute);
  if (placed === undefined) return undefined;
  const named = withSubAttribute({ uri: schema.id, attribute, subAttribute }, extension, placed.attribute, reading);
  if (named !== undefined) name.understandName(name.dotAfterSchema, renderAttributePath(path), named.key, reading);
  return named;
}

function withSubAttribute(
  path: AttributePath,
  extension: Schema | null,
  attribute: Attribute,
  reading: Reading,
): NamedAttribute | undefined {
  name.understandName(name.nameCase, path.attribute, attribute.name, reading);
  const key = extension === null ? attribute.name : `${extension.id}:${attribute.name}`;
  if (path.subAttribute === null) return { extension, attribute, subAttribute: null, key };
  const subAttribute = findSubAttribute(attribute, path.subAttribute);
  if (subAttribute === undefined) return undefined;
  name.understandName(name.nameCase, path.subAttribute, subAttribute.name, reading);
  return { extension, attribute, subAttribute, key: `${key}.${subAttribute.name}` };
}
