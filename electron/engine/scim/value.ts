import { parseDateTime } from '../../../shared/kit/instant.ts';
import {
  dropName,
  nameCase,
  readOnlyAttribute,
  repeatedAttribute,
  understandName,
  unknownAttribute,
} from './dialect/name.ts';
import { inWords, type Reading, understand } from './dialect/reading.ts';
import * as deviation from './dialect/value.ts';
import { quote, scimError } from './error.ts';
import { isEmptyObject, isObject, isStorableText, type JsonObject, type JsonValue } from './json.ts';
import { findSubAttribute, refersToResource } from './schema.ts';
import type { Attribute } from './schemas/attribute.ts';

/**
 * Reads what was sent for an attribute as the schema's type has it: canonical names of sub-attributes, no nulls, no
 * read-only parts, lists for multi-valued attributes. Deviations that lose nothing are understood whatever the dialect.
 *
 * @param key the attribute's canonical path, for sentences
 * @returns undefined when what was sent says that the attribute is unassigned (RFC 7643 §2.5)
 * @throws ScimError invalidValue when it cannot be read as the schema's type
 */
export function readAttribute(
  attribute: Attribute,
  sent: unknown,
  key: string,
  reading: Reading,
): JsonValue | undefined {
  if (sent === null || sent === undefined) return undefined;
  return attribute.multiValued ? readList(attribute, sent, key, reading) : readSingle(attribute, sent, key, reading);
}

/** One value: of a single-valued attribute, or one of a list. */
export function readSingle(attribute: Attribute, sent: unknown, key: string, reading: Reading): JsonValue | undefined {
  if (sent === null || sent === undefined) return undefined;
  if (Array.isArray(sent)) {
    if (sent.length === 0) return undefined;
    const only = understand(deviation.singleInList, sent, key, reading);
    if (only === undefined) throw unreadable(attribute, sent, key);
    // A list in a list is nobody's dialect, and could be nested without end.
    if (Array.isArray(only.value)) throw unreadable(attribute, only.value, key);
    return readSingle(attribute, only.value, key, reading);
  }
  if (attribute.type === 'complex') return readComplex(attribute, sent, key, reading);
  if (isObject(sent)) {
    const wrapped = understand(deviation.singleInObject, sent, key, reading)?.value;
    if (wrapped === null) return undefined;
    if (wrapped === undefined || typeof wrapped === 'object') throw unreadable(attribute, sent, key);
    return readSimple(attribute, wrapped, key, reading);
  }
  return readSimple(attribute, sent, key, reading);
}

function readSimple(attribute: Attribute, sent: unknown, key: string, reading: Reading): JsonValue | undefined {
  switch (attribute.type) {
    case 'boolean': {
      if (typeof sent === 'boolean') return sent;
      return understand(deviation.booleanAsText, sent, key, reading) ?? refuse(attribute, sent, key);
    }
    case 'integer':
    case 'decimal': {
      const number = typeof sent === 'number' ? sent : understand(deviation.numberAsText, sent, key, reading);
      // JSON may write a number that is none here (1e400); kept, it would be read back as null.
      const isKept = attribute.type === 'integer' ? Number.isInteger(number) : Number.isFinite(number);
      if (number === undefined || !isKept) refuse(attribute, sent, key);
      return number;
    }
    case 'string':
      if (understand(deviation.emptyText, sent, key, reading)) return undefined;
      return readText(attribute, sent, key, reading);
    default: {
      if (understand(deviation.emptyForNothing, sent, key, reading)) return undefined;
      const text = readText(attribute, sent, key, reading);
      if (attribute.type === 'dateTime' && parseDateTime(text) === undefined) refuse(attribute, sent, key);
      return text;
    }
  }
}

function readText(attribute: Attribute, sent: unknown, key: string, reading: Reading): string {
  const text = typeof sent === 'string' ? sent : understand(deviation.textAsNumber, sent, key, reading);
  if (text === undefined) return refuse(attribute, sent, key);
  if (!isStorableText(text)) {
    throw scimError.invalidValue(`${key} holds a NUL or half a character. Send text of whole Unicode characters.`);
  }
  return text;
}

function readComplex(attribute: Attribute, sent: unknown, key: string, reading: Reading): JsonObject | undefined {
  if (isObject(sent)) return readSubAttributes(attribute, sent, key, reading);
  if (understand(deviation.emptyForNothing, sent, key, reading)) return undefined;
  const inner = understand(deviation.jsonInText, sent, key, reading);
  if (isObject(inner)) return readSubAttributes(attribute, inner, key, reading);
  const hasValue = findSubAttribute(attribute, 'value') !== undefined;
  const bare = hasValue ? understand(deviation.bareValue, sent, key, reading) : undefined;
  return bare === undefined ? refuse(attribute, sent, key) : readSubAttributes(attribute, bare, key, reading);
}

function readSubAttributes(
  attribute: Attribute,
  sent: Readonly<Record<string, unknown>>,
  key: string,
  reading: Reading,
): JsonObject | undefined {
  const values: Record<string, JsonValue> = {};
  for (const name of Object.keys(sent)) {
    const found = findSubAttribute(attribute, name);
    if (found === undefined || found.mutability === 'readOnly') {
      if (sent[name] !== null)
        dropName(found === undefined ? unknownAttribute : readOnlyAttribute, `${key}.${name}`, reading);
      continue;
    }
    if (understandName(nameCase, name, found.name, reading) !== undefined && Object.hasOwn(sent, found.name)) {
      dropName(repeatedAttribute, `${key}.${name}`, reading);
      continue;
    }
    const value = readSingle(found, sent[name], `${key}.${found.name}`, reading);
    if (value !== undefined) values[found.name] = value;
  }
  const assignment = understand(deviation.assignmentInValue, values.value, key, reading);
  if (assignment !== undefined) Object.assign(values, assignment);
  if (values.value === '' && refersToResource(attribute)) {
    understand(deviation.emptyForNothing, '', `${key}.value`, reading);
    delete values.value;
    // A name or address of nobody is nothing.
    delete values.$ref;
  }
  const ordered = inSchemaOrder(attribute.subAttributes ?? [], values);
  return isEmptyObject(ordered) ? undefined : ordered;
}

/** The same members in the order of the definitions, so that equal resources have equal texts. */
export function inSchemaOrder(attributes: readonly Attribute[], values: JsonObject): JsonObject {
  const ordered: Record<string, JsonValue> = {};
  for (const { name } of attributes) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) ordered[name] = value;
  }
  return ordered;
}

/** More values than this of one attribute are refused: each operation of a PATCH looks at all of them. */
export const valuesAtMost = 2000;

/** Attributes whose values some clients join with commas. */
const joined: ReadonlySet<string> = new Set(['roles', 'entitlements']);

function readList(
  attribute: Attribute,
  sent: unknown,
  key: string,
  reading: Reading,
): readonly JsonValue[] | undefined {
  const values: JsonValue[] = [];
  for (const item of asList(attribute, sent, key, reading)) {
    if (Array.isArray(item)) throw unreadable(attribute, item, key);
    const parts = joined.has(attribute.name) ? understand(deviation.commaSeparated, item, key, reading) : undefined;
    for (const part of parts ?? [item]) {
      const value = readSingle(attribute, part, key, reading);
      if (value !== undefined) values.push(value);
      if (values.length > valuesAtMost)
        throw scimError.invalidValue(`${key} has more than ${valuesAtMost} values, and no more are kept. Send fewer.`);
    }
  }
  return values.length === 0 ? undefined : withOnePrimary(values, key, reading);
}

function asList(attribute: Attribute, sent: unknown, key: string, reading: Reading): readonly unknown[] {
  if (Array.isArray(sent)) return sent;
  if (understand(deviation.emptyForNothing, sent, key, reading)) return [];
  if (attribute.type === 'complex') {
    const inner = understand(deviation.jsonInText, sent, key, reading);
    if (inner !== undefined) return Array.isArray(inner) ? inner : [inner];
  }
  return understand(deviation.listAsSingle, sent, key, reading) ?? [];
}

/** RFC 7643 §2.4: "The primary attribute value 'true' MUST appear no more than once." */
function withOnePrimary(values: readonly JsonValue[], key: string, reading: Reading): readonly JsonValue[] {
  const isPrimary = (value: JsonValue) => isObject(value) && value.primary === true;
  const first = values.findIndex(isPrimary);
  if (understand(deviation.severalPrimaries, values.filter(isPrimary).length, key, reading) === undefined)
    return values;
  return values.map((value, position) =>
    position !== first && isPrimary(value) ? { ...(value as JsonObject), primary: false } : value,
  );
}

const examples: Partial<Record<Attribute['type'], string>> = {
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
  decimal: 'a number',
  dateTime: 'a time such as “2026-01-31T08:00:00Z”',
  complex: 'an object with its sub-attributes',
};

function unreadable(attribute: Attribute, sent: unknown, key: string) {
  const instead = examples[attribute.type] ?? 'a text';
  const what = typeof sent === 'string' ? quote(sent) : inWords(sent);
  return scimError.invalidValue(
    `${key} cannot be ${what}. Send ${attribute.multiValued ? 'a list, each value ' : ''}${instead}.`,
  );
}

function refuse(attribute: Attribute, sent: unknown, key: string): never {
  throw unreadable(attribute, sent, key);
}
