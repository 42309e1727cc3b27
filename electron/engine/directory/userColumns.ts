import { fold } from '../../../shared/kit/fold.ts';
import { isObject, type JsonObject, type JsonValue } from '../scim/json.ts';
import type { ReadDb } from '../store/sql.ts';
import { findUserByName, type UserColumns, type UserRow, type UserValue } from '../store/user.ts';

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

/**
 * What the store keeps of a user who is changed. Two whose names were two before forms of letters were set aside stay two:
 * a name that is not changed keeps nobody from being disabled, although it is another's, too, by now.
 *
 * @param current the resource before
 */
export function columnsAfter(db: ReadDb, row: UserRow, current: JsonObject, next: JsonObject): UserColumns {
  const to = columns(next);
  if (to.user_name_folded === row.user_name_folded) return to;
  const isOwn = to.user_name_folded === fold(String(current.userName));
  const isTaken = isOwn && findUserByName(db, row.source_pk, to.user_name_folded) !== undefined;
  return isTaken ? { ...to, user_name_folded: row.user_name_folded } : to;
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
