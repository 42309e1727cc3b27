import { fold } from '../../../shared/kit/fold.ts';
import { isObject, type JsonObject, type JsonValue } from '../scim/json.ts';
import type { UserColumns, UserValue } from '../store/user.ts';

/** What the store keeps of a user beside its text. */
export function columns(user: JsonObject): UserColumns {
  return {
    external_id: textOrNull(user.externalId),
    user_name_folded: fold(String(user.userName)),
    display_name_folded: typeof user.displayName === 'string' ? fold(user.displayName) : null,
    active: user.active === false ? 0 : 1,
    body: JSON.stringify(user),
  };
}

/** The values of multi-valued attributes, also of those in extensions, for the index that filters use. */
export function valuesOf(user: JsonObject): UserValue[] {
  return Object.entries(user).flatMap(([name, value]) => {
    if (Array.isArray(value)) return valuesOfList(name, value as readonly JsonValue[]);
    if (!name.includes(':') || !isObject(value)) return [];
    return Object.entries(value as JsonObject).flatMap(([inner, list]) =>
      Array.isArray(list) ? valuesOfList(`${name}:${inner}`, list as readonly JsonValue[]) : [],
    );
  });
}

const valuesOfList = (path: string, list: readonly JsonValue[]): UserValue[] =>
  list.flatMap((element) =>
    isObject(element) && typeof element.value === 'string'
      ? [{ path: `${path}.value`, value: fold(element.value) }]
      : [],
  );

/** A text; null for whatever else. */
export const textOrNull = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);
