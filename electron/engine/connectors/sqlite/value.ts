import type { SqliteValue } from './connection.ts';

/** A value as SQLite is given it: a whole number as an integer, so that a TEXT column keeps `7`, not `7.0`. */
export function toSqlite(value: string | number | boolean | null): SqliteValue {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** A stored value as a target attribute: integers beyond what a number holds, and binary data (hexadecimal), as text. */
export function fromSqlite(value: SqliteValue): string | number | null {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  return Buffer.isBuffer(value) ? value.toString('hex') : value;
}

/** Whether a stored value is the configured one: `1`, `1.0` and the text `1` are the same, `true` is another. */
export function isConfigured(stored: SqliteValue, configured: string | number): boolean {
  if (stored === null || Buffer.isBuffer(stored)) return false;
  return String(stored) === String(configured);
}

/** How an id from outside is looked for: as text, and as an integer where it is written as one. */
export function idParameters(id: string): { readonly id: string; readonly integer: bigint | null } {
  const whole = /^(0|-?[1-9][0-9]{0,18})$/.test(id) ? BigInt(id) : null;
  return { id, integer: whole !== null && BigInt.asIntN(64, whole) === whole ? whole : null };
}

/** A place in the list of accounts: the last id with its type, since 7 and '7' sort apart. */
export function toCursor(id: SqliteValue): string {
  if (Buffer.isBuffer(id)) return `b:${id.toString('hex')}`;
  return `${typeof id === 'bigint' ? 'i' : typeof id === 'number' ? 'r' : 't'}:${id}`;
}

/** @returns undefined when it is no cursor of ours */
export function fromCursor(cursor: string): SqliteValue | undefined {
  const text = cursor.slice(2);
  switch (cursor.slice(0, 2)) {
    case 'i:':
      return idParameters(text).integer ?? undefined;
    case 'r:':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 't:':
      return text;
    case 'b:':
      return Buffer.from(text, 'hex');
    default:
      return undefined;
  }
}
