import { fold } from '../../../shared/kit/fold.ts';
import { scimError } from './error.ts';
import { equalJson, isObject, type JsonObject, type JsonValue } from './json.ts';
import { isExactText } from './schema.ts';
import type { Attribute } from './schemas/attribute.ts';
import { inSchemaOrder, valuesAtMost } from './value.ts';

/*
 * Lists of values by what a value is: no operation compares each value that was sent with each that is there, or one
 * request of 1 MB would keep everybody waiting for a minute.
 */

/**
 * Adds values to a multi-valued attribute (RFC 7644 §3.5.2.1). What is there already is left; the same value of the same
 * type is no second one (RFC 7643 §2.4: not "the same (type, value) combination more than once"): what was sent with it
 * is put into the one that is there.
 *
 * @throws ScimError invalidValue when there would be too many
 */
export function addValues(
  attribute: Attribute,
  values: readonly JsonValue[],
  given: readonly JsonValue[],
): readonly JsonValue[] {
  const positions = new Map<string, number>();
  for (const [position, item] of values.entries()) {
    const key = keyOf(attribute, item);
    if (!positions.has(key)) positions.set(key, position);
  }
  const result = [...values];
  const touched = new Set<number>();
  for (const one of given) {
    const key = keyOf(attribute, one);
    const position = positions.get(key);
    const there = position === undefined ? undefined : result[position];
    if (position === undefined || there === undefined) {
      positions.set(key, result.length);
      touched.add(result.length);
      result.push(one);
    } else if (isObject(one) && isObject(there)) {
      const merged = inSchemaOrder(attribute.subAttributes ?? [], { ...(there as JsonObject), ...(one as JsonObject) });
      if (equalJson(merged, there)) continue;
      touched.add(position);
      result[position] = merged;
    }
  }
  if (result.length > valuesAtMost) throw tooMany(attribute.name, result.length);
  return withOnePrimary(result, (position) => touched.has(position));
}

/** How too many values of one attribute are refused. */
export const tooMany = (name: string, count: number) =>
  scimError.invalidValue(`${name} would have ${count} values; at most ${valuesAtMost} are kept. Send fewer.`);

/** What makes a value this one and no other: its value and type, or all of it when it has no value. */
function keyOf(attribute: Attribute, item: JsonValue): string {
  if (!isObject(item)) return keyOfText(attribute, item as JsonValue);
  if (item.value === undefined) return JSON.stringify(item);
  return `${partOf(attribute, item, 'type')}\u0000${partOf(attribute, item, 'value')}`;
}

const partOf = (attribute: Attribute, item: Readonly<Record<string, unknown>>, name: string): string => {
  const part = attribute.subAttributes?.find((candidate) => candidate.name === name);
  const value = item[name] as JsonValue | undefined;
  return value === undefined ? '' : part === undefined ? JSON.stringify(value) : keyOfText(part, value);
};

/** Of a simple value: texts that are compared without regard to case have one key. */
const keyOfText = (attribute: Attribute, value: JsonValue): string =>
  typeof value === 'string' ? `"${isExactText(attribute) ? value : fold(value)}` : JSON.stringify(value);

/**
 * Which values stay when some are removed by naming them: one is named by its `value` and, when that was sent, its
 * `type`; without a `value` by all that was sent of it.
 */
export function unnamedBy(attribute: Attribute, given: readonly JsonValue[]): (item: JsonValue) => boolean {
  const named = new Map<string, { readonly names: readonly string[]; readonly keys: Set<string> }>();
  for (const one of given) {
    const names = !isObject(one)
      ? []
      : one.value === undefined
        ? Object.keys(one).sort()
        : ['value', 'type'].filter((name) => Object.hasOwn(one, name));
    const kind = isObject(one) ? names.join(' ') : 'simple';
    const known = named.get(kind) ?? { names, keys: new Set<string>() };
    named.set(kind, known);
    known.keys.add(keyBy(attribute, names, one));
  }
  return (item) =>
    ![...named.values()].some(
      ({ names, keys }) => isObject(item) === names.length > 0 && keys.has(keyBy(attribute, names, item)),
    );
}

const keyBy = (attribute: Attribute, names: readonly string[], item: JsonValue): string =>
  isObject(item)
    ? names.map((name) => partOf(attribute, item, name)).join('\u0000')
    : keyOfText(attribute, item as JsonValue);

const isPrimary = (item: JsonValue) => isObject(item) && item.primary === true;
const unmarked = (item: JsonValue) => (isPrimary(item) ? { ...(item as JsonObject), primary: false } : item);

/** A value that becomes primary takes that from the others (RFC 7644 §3.5.2). */
export function withOnePrimary(
  values: readonly JsonValue[],
  isNew: (position: number) => boolean,
): readonly JsonValue[] {
  const marked = values.flatMap((item, position) => (isPrimary(item) ? [position] : []));
  if (marked.length < 2) return values;
  const kept = marked.find(isNew) ?? marked[0];
  return values.map((item, position) => (position === kept ? item : unmarked(item)));
}
