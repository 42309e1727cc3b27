import { compareText, equalJson, type JsonObject, type JsonValue } from '../scim/json.ts';

/** The name by which people know a user. */
export function nameOf(user: JsonObject): string {
  const name = (user.name ?? {}) as { formatted?: string; givenName?: string; familyName?: string };
  const parts = [name.givenName, name.familyName].filter((part) => part).join(' ');
  const found = [user.displayName, name.formatted, parts, user.userName].find(
    (candidate) => typeof candidate === 'string' && candidate.trim() !== '',
  );
  return String(found ?? 'a user without a name');
}

/** The top-level attributes in which two resources differ, as each has them; `schemas` and `id` tell nothing. */
export function difference(
  before: JsonObject | null,
  after: JsonObject | null,
): { before: JsonObject; after: JsonObject } {
  const was: Record<string, JsonValue> = {};
  const is: Record<string, JsonValue> = {};
  for (const name of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
    if (name === 'schemas' || name === 'id') continue;
    const left = before?.[name];
    const right = after?.[name];
    if (equalJson(left, right)) continue;
    if (left !== undefined) was[name] = left;
    if (right !== undefined) is[name] = right;
  }
  return { before: was, after: is };
}

const SHOWN = 3;

/** "active true -> false, department Sales -> Support, 2 more": what of a resource changed, for one line. */
export function differenceInWords(change: { before: JsonObject; after: JsonObject }): string {
  const leaves = leavesOf(change.before, change.after).sort((a, b) => importantFirst(a.label, b.label));
  const shown = leaves.slice(0, SHOWN).map(({ label, before, after }) => {
    if (simple(before) && simple(after)) return `${label} ${show(before)} -> ${show(after)}`;
    if (before === undefined) return `${label} added`;
    if (after === undefined) return `${label} removed`;
    return `${label} changed`;
  });
  if (leaves.length > SHOWN) shown.push(`${leaves.length - SHOWN} more`);
  return shown.join(', ');
}

interface Leaf {
  readonly label: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/**
 * The attributes that differ, those of complex attributes one by one: `name.familyName`. An extension's URN tells a
 * reader nothing, its attributes stand under their own names; a reference (`manager`) is an id, so it stays whole.
 */
function leavesOf(before: JsonObject, after: JsonObject, prefix = ''): Leaf[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): Leaf[] => {
    const was = before[name];
    const is = after[name];
    if (equalJson(was, is)) return [];
    const label = prefix === '' ? name : `${prefix}.${name}`;
    if (!opens(was) || !opens(is) || (was === undefined && is === undefined))
      return [{ label, before: was, after: is }];
    return leavesOf(was ?? {}, is ?? {}, name.startsWith('urn:') ? '' : label);
  });
}

const opens = (value: JsonValue | undefined): value is JsonObject | undefined =>
  value === undefined ||
  (typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.hasOwn(value, 'value'));

const first = ['active', 'userName', 'displayName'];
const importantFirst = (a: string, b: string): number => {
  const rank = (name: string) => (first.indexOf(name) + first.length + 1) % (first.length + 1);
  return rank(a) - rank(b) || compareText(a, b);
};

const simple = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || typeof value !== 'object';
const show = (value: JsonValue | undefined): string =>
  value === undefined || value === null ? 'none' : String(value).slice(0, 60);

/** "3 members". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
