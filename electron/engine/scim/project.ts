import { findNamed, splitAttributePath } from './attribute-path.ts';
import { startReading } from './dialect/reading.ts';
import { isEmptyObject, isObject, type JsonObject, type JsonValue } from './json.ts';
import type { ResourceType } from './schema.ts';
import type { Attribute } from './schemas/attribute.ts';

/** Which attributes of a resource a reply holds. */
export interface Projection {
  /** True when a resource is answered as it is stored, so that its text need not be read. */
  readonly whole: boolean;
  /** Whether this attribute is wanted at all, by its canonical path: `members` need not be looked up when it is not. */
  wants(key: string): boolean;
  /** The wanted part of a canonical resource. */
  apply(resource: JsonObject): JsonObject;
}

/** Canonical paths, and the same in parts: `name` -> {`givenName`}; a null set is the whole attribute. */
type Choice = ReadonlyMap<string, ReadonlySet<string> | null>;

/**
 * Reads `attributes` and `excludedAttributes` (RFC 7644 §3.9): comma-separated attribute paths in any case. `id` and
 * `schemas` are always answered (RFC 7643 §7, `returned`), what is never returned never; names that are no attributes
 * choose nothing. When both are sent, both hold, although the RFC has one of them at a time.
 */
export function parseProjection(
  type: ResourceType,
  query: { readonly attributes?: string | undefined; readonly excludedAttributes?: string | undefined },
): Projection {
  const included =
    query.attributes === undefined || query.attributes.trim() === '' ? null : choose(type, query.attributes);
  const excluded = choose(type, query.excludedAttributes ?? '');
  const isWanted = (key: string, { returned }: Pick<Attribute, 'returned'>) => {
    if (returned === 'always') return true;
    if (returned === 'never' || excluded.get(key) === null) return false;
    return included === null ? returned === 'default' : included.has(key);
  };
  const pick = (key: string, value: JsonValue): JsonValue | undefined => {
    const only = included?.get(key) ?? null;
    const without = excluded.get(key) ?? null;
    if (only === null && without === null) return value;
    const parts = (item: JsonValue) => (isObject(item) ? pickParts(item as JsonObject, only, without) : item);
    if (!Array.isArray(value)) return nonEmpty(parts(value));
    const items = value.map(parts).filter((item: JsonValue) => nonEmpty(item) !== undefined);
    return items.length === 0 ? undefined : items;
  };
  const apply = (resource: JsonObject): JsonObject => {
    const picked: Record<string, JsonValue> = {};
    const take = (into: Record<string, JsonValue>, key: string, attribute: Attribute, value: JsonValue | undefined) => {
      const part = value !== undefined && isWanted(key, attribute) ? pick(key, value) : undefined;
      if (part !== undefined) into[attribute.name] = part;
    };
    for (const attribute of type.attributes) take(picked, attribute.name, attribute, resource[attribute.name]);
    for (const { id, attributes } of type.extensions) {
      const values = resource[id];
      if (!isObject(values)) continue;
      const part: Record<string, JsonValue> = {};
      for (const attribute of attributes) {
        take(part, `${id}:${attribute.name}`, attribute, (values as JsonObject)[attribute.name]);
      }
      if (!isEmptyObject(part)) picked[id] = part;
    }
    return picked;
  };
  const byKey = new Map(
    [...type.bySchema.values()].flatMap((placed) => [...placed.values()].map((one) => [one.key, one.attribute])),
  );
  const wants = (key: string) => {
    const attribute = byKey.get(key);
    return attribute !== undefined && isWanted(key, attribute);
  };
  return { whole: type.isAnsweredWhole && included === null && excluded.size === 0, wants, apply };
}

function choose(type: ResourceType, list: string): Choice {
  const choice = new Map<string, Set<string> | null>();
  const reading = startReading();
  for (const text of list.split(',')) {
    const path = splitAttributePath(text.trim());
    const named = path === undefined ? undefined : findNamed(path, type, reading);
    if (named === undefined) continue;
    if (named.attribute === null) {
      for (const { name } of named.extension?.attributes ?? []) choice.set(`${named.key}:${name}`, null);
    } else if (named.subAttribute === null) {
      choice.set(named.key, null);
    } else {
      const key = named.key.slice(0, -named.subAttribute.name.length - 1);
      const parts = choice.get(key);
      if (parts === undefined) choice.set(key, new Set([named.subAttribute.name]));
      else parts?.add(named.subAttribute.name);
    }
  }
  return choice;
}

function pickParts(
  item: JsonObject,
  only: ReadonlySet<string> | null,
  without: ReadonlySet<string> | null,
): JsonObject {
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => (only === null || only.has(name)) && !without?.has(name)),
  );
}

const nonEmpty = (value: JsonValue) => (isObject(value) && isEmptyObject(value as JsonObject) ? undefined : value);
