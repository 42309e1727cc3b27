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

/** "active true -> false, title added, 2 more": what of a user changed, for one line. */
export function differenceInWords(change: { before: JsonObject; after: JsonObject }): string {
  const names = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])].sort(importantFirst);
  const shown = names.slice(0, SHOWN).map((name) => {
    const before = change.before[name];
    const after = change.after[name];
    const label = name.startsWith('urn:') ? 'enterprise attributes' : name;
    if (simple(before) && simple(after)) return `${label} ${show(before)} -> ${show(after)}`;
    if (before === undefined) return `${label} added`;
    if (after === undefined) return `${label} removed`;
    return `${label} changed`;
  });
  if (names.length > SHOWN) shown.push(`${names.length - SHOWN} more`);
  return shown.join(', ');
}

const first = ['active', 'userName', 'displayName'];
const importantFirst = (a: string, b: string): number => {
  const rank = (name: string) => (first.indexOf(name) + first.length + 1) % (first.length + 1);
  return rank(a) - rank(b) || compareText(a, b);
};

const simple = (value: JsonValue | undefined): boolean => value === undefined || typeof value !== 'object';
const show = (value: JsonValue | undefined): string => (value === undefined ? 'none' : String(value).slice(0, 60));

/** "3 members". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
