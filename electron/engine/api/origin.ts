import type { OriginatedAttribute } from '../../../shared/model/person.ts';
import { withHeld } from '../directory/emptied.ts';
import { equalJson, isObject, type JsonObject, type JsonValue } from '../scim/json.ts';
import { creationOfUser, newestChangesOfUser, type UserChangeRow } from '../store/change.ts';
import type { ReadDb } from '../store/sql.ts';

/** So many changes of one user are walked; what none of them set was so when the user was created. */
const CHANGES = 500;
/** What the resource says of itself, what is told as groups, and what nobody is told. */
const untold = new Set(['schemas', 'id', 'meta', 'groups', 'password']);

/**
 * A resource as a list of single values. The rule of the paths: a sub-attribute follows a point (`name.givenName`), an
 * attribute of a schema extension a colon (`urn:…:User:department`), and the values of a multi-valued attribute are told
 * apart by their `type` (`emails[work].value`), else by their place, from 1 (`roles[1].value`); a second one of a type
 * has its number besides (`emails[work 2].value`). A list of plain texts is one value.
 */
export function flatten(resource: JsonObject): Map<string, JsonValue> {
  const leaves = new Map<string, JsonValue>();
  const put = (path: string, value: JsonValue, separator: '.' | ':'): void => {
    if (isObject(value)) {
      for (const [name, inner] of Object.entries(value as JsonObject)) put(`${path}${separator}${name}`, inner, '.');
    } else if (Array.isArray(value) && value.some(isObject)) {
      for (const [label, element] of labelled(value)) put(`${path}[${label}]`, element, '.');
    } else if (value !== null) leaves.set(path, value);
  };
  for (const [name, value] of Object.entries(resource))
    if (!untold.has(name)) put(name, value, name.startsWith('urn:') ? ':' : '.');
  return leaves;
}

function labelled(values: readonly JsonValue[]): [label: string, value: JsonValue][] {
  const seen = new Map<string, number>();
  return values.map((value, index) => {
    const type = isObject(value) && typeof value.type === 'string' && value.type !== '' ? value.type : null;
    if (type === null) return [String(index + 1), value];
    const number = (seen.get(type) ?? 0) + 1;
    seen.set(type, number);
    return [number === 1 ? type : `${type} ${number}`, value];
  });
}

/** A value that rule 3 holds although the identity provider sends it no more. */
export interface HeldValue {
  /** `title`, `urn:…:User:department`: what `withHeld` puts back. */
  readonly path: string;
  readonly value: JsonValue;
}

/**
 * The attributes of a user, each with the change that last set it to what it is. What is held has the change that set
 * the value which is held, not the one that emptied it.
 */
export function attributesWithOrigin(
  db: ReadDb,
  user: { readonly pk: number; readonly body: string; readonly created_at: number },
  held: readonly HeldValue[],
): OriginatedAttribute[] {
  const own = flatten(JSON.parse(user.body) as JsonObject);
  const kept = flatten(held.reduce<JsonObject>((all, { path, value }) => withHeld(all, path, value), {}));
  const open = new Map([...own, ...kept]);
  const origins = new Map<string, UserChangeRow>();
  const walk = (change: UserChangeRow): void => {
    const before = flatten(JSON.parse(change.before) as JsonObject);
    for (const [path, value] of flatten(JSON.parse(change.after) as JsonObject)) {
      if (!open.has(path) || equalJson(before.get(path), value)) continue;
      open.delete(path);
      origins.set(path, change);
    }
  };
  for (const change of newestChangesOfUser(db, user.pk, CHANGES)) {
    if (open.size === 0) break;
    walk(change);
  }
  const creation = open.size > 0 ? creationOfUser(db, user.pk) : undefined;
  return [...own, ...kept].map(([path, value]) => {
    const origin = origins.get(path) ?? creation;
    return {
      path,
      value,
      at: new Date(origin?.at ?? user.created_at).toISOString(),
      exchangeId: origin?.exchange_id ?? null,
      held: !own.has(path),
    };
  });
}
