import type { ExtensionAttribute, SchemaExtension } from '../../../../shared/model/schema-extension.ts';
import { isEmptyObject, isObject, type JsonObject, type JsonValue } from '../json.ts';

/** A place under an extension's URN: an attribute, or a sub-attribute of it. */
export type ExtensionPlace = readonly [attribute: string, subAttribute?: string];

/** What editing one extension comes to. */
export interface ExtensionChange {
  readonly before: SchemaExtension;
  /** Null: it is removed. */
  readonly after: SchemaExtension | null;
  /** In words, what is edited; nothing of one that is removed. */
  readonly what: readonly string[];
  /** Where values that are there now can be kept no longer: the attribute is gone, or of another type. */
  readonly lost: readonly ExtensionPlace[];
}

export interface ExtensionChanges {
  readonly added: readonly SchemaExtension[];
  /** Those that are edited or removed. */
  readonly changed: readonly ExtensionChange[];
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Compares two lists of extensions; the same URN, in any case, is the same extension. */
export function compareExtensions(
  current: readonly SchemaExtension[],
  wanted: readonly SchemaExtension[],
): ExtensionChanges {
  const changed = current.flatMap((before): ExtensionChange[] => {
    const after = wanted.find(({ id }) => same(id, before.id)) ?? null;
    if (after === null)
      return [{ before, after, what: [], lost: before.attributes.map(({ name }) => [name] as const) }];
    const change = compare(before, after);
    return change.what.length === 0 ? [] : [change];
  });
  return { added: wanted.filter(({ id }) => !current.some((one) => same(one.id, id))), changed };
}

function compare(before: SchemaExtension, after: SchemaExtension): ExtensionChange {
  const what: string[] = [];
  const lost: ExtensionPlace[] = [];
  if (before.id !== after.id) what.push(`URN ${before.id} -> ${after.id}`);
  if (before.resourceType !== after.resourceType) what.push(`extends ${before.resourceType} -> ${after.resourceType}`);
  if (before.name !== after.name) what.push(`name ${before.name} -> ${after.name}`);
  if (before.description !== after.description) what.push('description');
  const isElsewhere = before.resourceType !== after.resourceType || before.id !== after.id;
  for (const was of before.attributes) {
    const is = after.attributes.find(({ name }) => name === was.name);
    if (is === undefined) what.push(`attribute ${was.name} removed`);
    else if (JSON.stringify(was) !== JSON.stringify(is)) what.push(`attribute ${was.name} changed`);
    lost.push(...(isElsewhere ? [[was.name] as const] : lostOf(was, is)));
  }
  for (const { name } of after.attributes)
    if (!before.attributes.some((was) => was.name === name)) what.push(`attribute ${name} added`);
  if (what.length === 0 && JSON.stringify(before) !== JSON.stringify(after)) what.push('order of attributes');
  return { before, after, what, lost };
}

function lostOf(was: ExtensionAttribute, is: ExtensionAttribute | undefined): ExtensionPlace[] {
  if (is === undefined || was.type !== is.type || was.multiValued !== is.multiValued) return [[was.name]];
  return was.subAttributes.flatMap((part): ExtensionPlace[] => {
    const now = is.subAttributes.find(({ name }) => name === part.name);
    return now?.type === part.type ? [] : [[was.name, part.name]];
  });
}

/** A copy of a resource without what stands at places under a URN; the resource itself when nothing does. */
export function withoutValues(resource: JsonObject, uri: string, places: readonly ExtensionPlace[]): JsonObject {
  const values = resource[uri];
  if (!isObject(values)) return resource;
  const kept: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(values as JsonObject)) {
    const gone = places.filter(([attribute]) => attribute === name);
    const rest = gone.some(([, part]) => part === undefined)
      ? undefined
      : gone.reduce<JsonValue | undefined>((left, [, part]) => withoutPart(left, part ?? ''), value);
    if (rest !== undefined) kept[name] = rest;
  }
  const { [uri]: _replaced, ...others } = resource;
  return isEmptyObject(kept) ? others : { ...others, [uri]: kept };
}

function withoutPart(value: JsonValue | undefined, part: string): JsonValue | undefined {
  if (Array.isArray(value)) {
    const left = value.flatMap((element: JsonValue) => withoutPart(element, part) ?? []);
    return left.length === 0 ? undefined : left;
  }
  if (!isObject(value)) return value;
  const { [part]: _gone, ...rest } = value as JsonObject;
  return isEmptyObject(rest) ? undefined : rest;
}
