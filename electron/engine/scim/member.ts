import { nameCase, understandName } from './dialect/name.ts';
import { type Reading, understand } from './dialect/reading.ts';
import { bareValue, emptyForNothing, jsonInText, listAsSingle } from './dialect/value.ts';
import { scimError } from './error.ts';
import { isObject, isStorableText } from './json.ts';

/** A member as a client names it (RFC 7643 §4.2). Members are rows of the store, never part of a group's resource. */
export interface MemberReference {
  /** The id of a user or group. */
  readonly value: string;
  readonly display?: string;
  readonly type?: 'User' | 'Group';
}

/**
 * Reads the members that a body or operation names: objects, bare ids, a single one without its list.
 *
 * @returns each member once, in the order sent; null and "" name nobody
 * @throws ScimError invalidValue when one of them has no id
 */
export function readMembers(sent: unknown, reading: Reading): readonly MemberReference[] {
  const members = new Map<string, MemberReference>();
  for (const item of asList(sent, reading)) {
    if (item === null) continue;
    const member = readMember(item, reading);
    if (!members.has(member.value)) members.set(member.value, member);
  }
  return [...members.values()];
}

function asList(sent: unknown, reading: Reading): readonly unknown[] {
  if (sent === null || sent === undefined) return [];
  if (Array.isArray(sent)) return sent;
  if (understand(emptyForNothing, sent, 'members', reading)) return [];
  const inner = understand(jsonInText, sent, 'members', reading);
  if (inner !== undefined) return Array.isArray(inner) ? inner : [inner];
  return understand(listAsSingle, sent, 'members', reading) ?? [];
}

function readMember(sent: unknown, reading: Reading): MemberReference {
  const parts = isObject(sent) ? sent : understand(bareValue, sent, 'members', reading);
  const value = parts === undefined ? undefined : textOf(parts, 'value', reading);
  if (parts === undefined || value === undefined || value === '' || !isStorableText(value)) {
    throw scimError.invalidValue('Each member needs a “value”: the id of a user or group that this service gave.');
  }
  const display = textOf(parts, 'display', reading);
  const type = textOf(parts, 'type', reading)?.toLowerCase();
  return {
    value,
    ...(display === undefined || display === '' ? {} : { display: display.toWellFormed() }),
    ...(type === 'user' ? { type: 'User' as const } : type === 'group' ? { type: 'Group' as const } : {}),
  };
}

/** A member's text by its name, in any case: exact first, since nearly all are. */
function textOf(parts: Readonly<Record<string, unknown>>, name: string, reading: Reading): string | undefined {
  let sent = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (sent === undefined) {
    const other = Object.keys(parts).find((candidate) => candidate.toLowerCase() === name);
    if (other === undefined) return undefined;
    understandName(nameCase, other, name, reading);
    sent = parts[other];
  }
  if (typeof sent === 'number') return String(sent);
  return typeof sent === 'string' ? sent : undefined;
}
