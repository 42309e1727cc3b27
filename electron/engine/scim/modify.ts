import { attributeOf, withAttribute } from './attribute-value.ts';
import { absentElement } from './dialect/operation.ts';
import { note, type Reading } from './dialect/reading.ts';
import { scimError } from './error.ts';
import { evaluateFilter } from './filter/evaluate.ts';
import type { ResolvedFilter } from './filter/filter.ts';
import { refuseChanged } from './immutable.ts';
import { equalJson, isEmptyObject, isObject, type JsonObject, type JsonValue } from './json.ts';
import type { ResolvedPath } from './path.ts';
import { refersToResource } from './schema.ts';
import type { Attribute } from './schemas/attribute.ts';
import { inSchemaOrder, readAttribute, readSingle, valuesAtMost } from './value.ts';
import { addValues, tooMany, unnamedBy, withOnePrimary } from './value-list.ts';

/** A modification of one attribute whose value is read already; undefined: to be unassigned, or nothing was given. */
export interface Modification {
  readonly operation: 'add' | 'replace' | 'remove';
  readonly path: ResolvedPath & { readonly attribute: Attribute };
  readonly value: JsonValue | undefined;
}

/**
 * The value of an operation in the type of what its path names: an attribute, one of its values, or a sub-attribute.
 *
 * @returns undefined when what was sent says “no value”
 * @throws ScimError invalidValue as readAttribute
 */
export function readOperand(
  { attribute, subAttribute, filter, key }: Modification['path'],
  sent: unknown,
  reading: Reading,
) {
  if (subAttribute !== null) return readSingle(subAttribute, sent, key, reading);
  return filter === null ? readAttribute(attribute, sent, key, reading) : readSingle(attribute, sent, key, reading);
}

/** A copy of the resource with one attribute modified; the same resource when that changes nothing. See modify. */
export function modifyResource(resource: JsonObject, change: Modification, reading: Reading): JsonObject {
  const { extension, attribute } = change.path;
  const before = attributeOf(resource, extension, attribute.name);
  const after = modify(before, change, reading);
  refuseChanged(attribute, change.path.key, before, after);
  return equalJson(before, after) ? resource : withAttribute(resource, extension, attribute.name, after);
}

/**
 * The value of an attribute after a modification (RFC 7644 §3.5.2). Nothing is changed in place.
 *
 * @param current the attribute's value before; undefined when unassigned
 * @returns undefined when the attribute is unassigned afterwards
 * @throws ScimError noTarget when a value filter matches nothing and no value can be made from it
 */
export function modify(current: JsonValue | undefined, change: Modification, reading: Reading): JsonValue | undefined {
  const { attribute } = change.path;
  if (attribute.multiValued) {
    const values = modifyList((current ?? []) as readonly JsonValue[], change, reading);
    return values.length === 0 ? undefined : values;
  }
  if (attribute.type !== 'complex') return change.operation === 'remove' ? undefined : change.value;
  return modifyComplex(current as JsonObject | undefined, change);
}

function modifyComplex(
  current: JsonObject | undefined,
  { operation, path, value }: Modification,
): JsonObject | undefined {
  const { attribute, subAttribute } = path;
  if (subAttribute !== null) {
    return withSubAttribute(current ?? {}, attribute, subAttribute, operation === 'remove' ? undefined : value);
  }
  if (operation === 'remove' || value === undefined) return undefined;
  return merge(attribute, current, value as JsonObject);
}

/** "Sub-attributes that are not specified SHALL be left unchanged", but a `$ref` follows its `value`. */
function merge(attribute: Attribute, current: JsonObject | undefined, value: JsonObject): JsonObject {
  for (const part of attribute.subAttributes ?? []) {
    if (Object.hasOwn(value, part.name))
      refuseChanged(part, `${attribute.name}.${part.name}`, current?.[part.name], value[part.name]);
  }
  const refers = refersToResource(attribute) && value.value !== undefined && value.value !== current?.value;
  return inSchemaOrder(attribute.subAttributes ?? [], refers ? value : { ...current, ...value });
}

/** @returns undefined when nothing is left, or just a label of nothing */
function withSubAttribute(
  element: JsonObject,
  attribute: Attribute,
  subAttribute: Attribute,
  value: JsonValue | undefined,
): JsonObject | undefined {
  if (value !== undefined) return merge(attribute, element, { [subAttribute.name]: value });
  refuseChanged(subAttribute, `${attribute.name}.${subAttribute.name}`, element[subAttribute.name], undefined);
  const { [subAttribute.name]: _removed, ...rest } = element;
  const isLabel = Object.keys(rest).every((name) => name === 'type' || name === 'primary' || name === '$ref');
  return isEmptyObject(rest) || (isLabel && Object.hasOwn(element, subAttribute.name)) ? undefined : rest;
}

function modifyList(values: readonly JsonValue[], change: Modification, reading: Reading): readonly JsonValue[] {
  const { operation, path, value } = change;
  if (path.filter === null && path.subAttribute === null) {
    const given = (value ?? []) as readonly JsonValue[];
    if (operation === 'replace') return given;
    if (operation === 'remove') {
      return value === undefined ? [] : values.filter(unnamedBy(path.attribute, given));
    }
    return addValues(path.attribute, values, given);
  }
  const { filter } = path;
  const isTarget = (item: JsonValue) =>
    filter === null || (isObject(item) && evaluateFilter(filter, item as JsonObject));
  if (!values.some(isTarget)) {
    if (operation === 'remove') return values;
    if (values.length >= valuesAtMost) throw tooMany(path.attribute.name, values.length + 1);
    return withOnePrimary([...values, create(change, reading)], (position) => position === values.length);
  }
  const targets = new Set<number>();
  const made = new Set<string>();
  const changed: JsonValue[] = [];
  for (const item of values) {
    const after = isTarget(item) ? modifyElement(item as JsonObject, change) : item;
    if (after === undefined) continue;
    if (after !== item) {
      // Several that were replaced by one value are one (RFC 7643 §2.4).
      const text = JSON.stringify(after);
      if (made.has(text)) continue;
      made.add(text);
      targets.add(changed.length);
    }
    changed.push(after);
  }
  return withOnePrimary(changed, (position) => targets.has(position));
}

function modifyElement(element: JsonObject, { operation, path, value }: Modification): JsonObject | undefined {
  const { attribute, subAttribute, filter } = path;
  if (subAttribute !== null) {
    return withSubAttribute(element, attribute, subAttribute, operation === 'remove' ? undefined : value);
  }
  if (operation === 'remove') return undefined;
  const given = (value ?? {}) as JsonObject;
  if (operation === 'add') return merge(attribute, element, given);
  // "all matching record values SHALL be replaced"; seeded, so that the new value is still what the path addresses.
  return inSchemaOrder(attribute.subAttributes ?? [], { ...(filter === null ? {} : (seed(filter) ?? {})), ...given });
}

/** RFC 7644 has noTarget here; Entra and others rely on the value being made. It is, when it then fits its own filter. */
function create({ path, value }: Modification, reading: Reading): JsonObject {
  const { attribute, subAttribute, filter, key } = path;
  const seeded = filter === null ? {} : seed(filter);
  const given =
    subAttribute === null ? ((value ?? {}) as JsonObject) : value === undefined ? {} : { [subAttribute.name]: value };
  const element = inSchemaOrder(attribute.subAttributes ?? [], { ...seeded, ...given });
  if (seeded === undefined || isEmptyObject(element) || (filter !== null && !evaluateFilter(filter, element))) {
    throw scimError.noTarget(
      `No value of ${attribute.name} matches the filter of the path, and none can be made from it. Add one first.`,
    );
  }
  if (filter !== null)
    note(reading, absentElement, `a change of a value of ${key} that is not there`, 'the value is created');
  return element;
}

/** The sub-attributes that a filter demands by `eq`; undefined when it is more than that. */
function seed(filter: ResolvedFilter): JsonObject | undefined {
  if (filter.kind === 'compare' && filter.operator === 'eq' && filter.written !== null) {
    const { written, path } = filter;
    const value = path.type === 'dateTime' ? new Date(Number(written)).toISOString() : written;
    return Object.fromEntries(path.steps.map((name) => [name, value]));
  }
  if (filter.kind !== 'and') return undefined;
  const parts = filter.filters.map(seed);
  return parts.includes(undefined) ? undefined : Object.assign({}, ...parts);
}
