/** A value as JSON knows it. Nothing in this room changes one in place. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. Resources are built with the schema's own attribute names only, never with names that were sent. */
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** True for anything that JSON writes with braces. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object without any attribute. */
export function isEmptyObject(value: JsonObject): boolean {
  for (const name in value) {
    if (Object.hasOwn(value, name)) return false;
  }
  return true;
}

/** Equality of JSON values: the order of names does not matter, the order in arrays does. */
export function equalJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, position) => equalJson(item, right[position]));
  }
  const leftObject = left as JsonObject;
  const rightObject = right as JsonObject;
  const names = Object.keys(leftObject);
  if (names.length !== Object.keys(rightObject).length) return false;
  return names.every((name) => Object.hasOwn(rightObject, name) && equalJson(leftObject[name], rightObject[name]));
}

/**
 * The order of two texts by code point, which is also the order of their UTF-8 bytes and so SQLite's. JavaScript's own
 * `<` goes by UTF-16 unit and puts astral characters before U+E000.
 *
 * @returns negative, zero or positive
 */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let position = 0; position < length; position += 1) {
    const one = left.charCodeAt(position);
    const other = right.charCodeAt(position);
    if (one !== other) {
      const oneIsSurrogate = one >= 0xd800 && one <= 0xdfff;
      const otherIsSurrogate = other >= 0xd800 && other <= 0xdfff;
      if (oneIsSurrogate !== otherIsSurrogate) return oneIsSurrogate ? 1 : -1;
      return one - other;
    }
  }
  return left.length - right.length;
}

/** Text that every door and the store can carry unchanged: no NUL, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
