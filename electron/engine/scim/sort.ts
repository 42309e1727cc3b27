import { fold } from '../../../shared/kit/fold.ts';
import { parseDateTime } from '../../../shared/kit/instant.ts';
import { renderAttributePath, splitAttributePath } from './attribute-path.ts';
import type { Reading } from './dialect/reading.ts';
import { quote, scimError } from './error.ts';
import type { ResolvedAttribute } from './filter/filter.ts';
import { findInTypes, isStored, resolveNamed } from './filter/resolve.ts';
import { compareText, isObject, type JsonObject, type JsonValue } from './json.ts';
import { findSubAttribute, type ResourceType } from './schema.ts';

/** The order of a list (RFC 7644 §3.4.2.3). */
export interface Sort {
  /** By what; one value of each resource counts, the primary one of a multi-valued attribute, or else the first. */
  readonly path: ResolvedAttribute;
  readonly descending: boolean;
}

/**
 * Reads `sortBy` and `sortOrder`. A multi-valued attribute as a whole is sorted by its `value`; any other complex one
 * "must be a path to a sub-attribute". The RFC names no error for an attribute that is not there: `invalidValue` of its
 * table 9 is for a value that is "not compatible with the operation or attribute type", and says so here. Without
 * `sortBy`, `sortOrder` says nothing.
 *
 * @param types the resource types of the list; what only one of them knows has no value in the others (§3.4.2.1)
 * @returns null when no order is asked for
 * @throws ScimError invalidValue when resources cannot be sorted by it, or the order is none
 */
export function parseSort(
  sent: { readonly sortBy?: string | undefined; readonly sortOrder?: string | undefined },
  types: readonly ResourceType[],
  reading: Reading,
): Sort | null {
  const sortBy = sent.sortBy?.trim() ?? '';
  if (sortBy === '') return null;
  return { path: parseSortBy(sortBy, types, reading), descending: isDescending(sent.sortOrder?.trim() ?? '') };
}

function parseSortBy(text: string, types: readonly ResourceType[], reading: Reading): ResolvedAttribute {
  const path = splitAttributePath(text);
  const named = path === undefined ? undefined : findInTypes(path, types, reading);
  if (path === undefined || named === undefined || named.attribute === null) {
    const names = types.map((type) => type.name).join(' or ');
    throw scimError.invalidValue(
      `sortBy cannot be ${quote(text)}: that is no attribute of a ${names}. See /Schemas for those that are.`,
    );
  }
  const { attribute, subAttribute } = named;
  const sorted = subAttribute ?? attribute;
  if (!isStored(named.key, sorted)) {
    throw scimError.invalidValue(`Resources cannot be sorted by ${named.key}. Sort by another attribute, such as id.`);
  }
  if (sorted.type !== 'complex') return resolveNamed(named, attribute);
  const value = attribute.multiValued ? findSubAttribute(attribute, 'value') : undefined;
  if (value === undefined) {
    const paths = (attribute.subAttributes ?? []).map(({ name }) => `${renderAttributePath(path)}.${name}`);
    throw scimError.invalidValue(`${named.key} is complex. Sort by one of its sub-attributes: ${paths.join(', ')}.`);
  }
  return resolveNamed({ ...named, subAttribute: value, key: `${named.key}.value` }, attribute);
}

/** A text that no schema calls case-exact is not (RFC 7643 §2.2). */
function isDescending(order: string): boolean {
  switch (order.toLowerCase()) {
    case '':
    case 'ascending':
      return false;
    case 'descending':
      return true;
    default:
      throw scimError.invalidValue(`sortOrder cannot be ${quote(order)}. Send ascending or descending.`);
  }
}

/**
 * The order of two resources. This is the meaning; SQL made from a sort must agree. Text goes by code point, folded
 * unless it is case-exact; times go by their instant; false comes before true. Resources without a value "are ordered
 * last if ascending and first if descending". Equal ones are for the caller to order: by age, and in a descending list the
 * other way round, so that it is the ascending one reversed.
 *
 * @returns negative, zero or positive
 */
export function compareResources({ path, descending }: Sort, left: JsonObject, right: JsonObject): number {
  const order = compareValues(sortedBy(path, left), sortedBy(path, right), path);
  return descending ? -order : order;
}

function compareValues(left: JsonValue, right: JsonValue, path: ResolvedAttribute): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left !== 'string' || typeof right !== 'string') return Number(left) - Number(right);
  if (path.type === 'dateTime') return (parseDateTime(left) ?? 0) - (parseDateTime(right) ?? 0);
  return path.caseExact ? compareText(left, right) : compareText(fold(left), fold(right));
}

/** The value that counts for a resource's place; null when it has none. */
function sortedBy(path: ResolvedAttribute, resource: JsonObject): JsonValue {
  let value: JsonValue = resource;
  for (const step of path.steps) value = memberOf(value, step);
  if (!path.multiValued) return value;
  const values: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const chosen = values.find((one) => memberOf(one, 'primary') === true) ?? values[0] ?? null;
  return path.subAttribute === null ? chosen : memberOf(chosen, path.subAttribute);
}

function memberOf(value: JsonValue, name: string): JsonValue {
  return isObject(value) && Object.hasOwn(value, name) ? ((value as JsonObject)[name] ?? null) : null;
}
