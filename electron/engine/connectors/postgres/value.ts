import type { Value } from './session.ts';

const wholeNumbers: readonly string[] = ['int2', 'int4', 'int8'];
const numbers: readonly string[] = [...wholeNumbers, 'numeric', 'float4', 'float8'];

const words: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
  '0': false,
};
const asBoolean = (text: string): boolean | null => words[text.trim().toLowerCase()] ?? null;

/** A value as text that a column of this type reads: yes and no are 1 and 0 where numbers are kept. */
export function toText(value: string | number | boolean | null, type: string): Value {
  if (typeof value === 'boolean' && numbers.includes(type)) return value ? '1' : '0';
  return value === null ? null : String(value);
}

/** A stored value, read as text, as a target attribute. A number that JavaScript cannot hold exactly stays a text. */
export function fromText(value: Value, type: string): string | number | boolean | null {
  if (value === null) return null;
  if (type === 'bool') return value === 'true';
  if (!numbers.includes(type)) return value;
  const number = Number(value);
  const isExact = wholeNumbers.includes(type) ? Number.isSafeInteger(number) : value.replace(/\D/g, '').length <= 15;
  return Number.isFinite(number) && isExact ? number : value;
}

/** Whether a stored value is the configured one: in a column of yes and no `1`, `true` and `yes` are the same. */
export function isConfigured(stored: Value, configured: string | number | boolean, type: string): boolean {
  if (stored === null) return false;
  const text = String(configured);
  if (type === 'bool') return asBoolean(text) === asBoolean(stored);
  if (typeof configured === 'boolean' && numbers.includes(type)) return Number(stored) === Number(configured);
  if (numbers.includes(type) && text.trim() !== '') return Number(stored) === Number(text);
  return stored === text;
}

const range = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/**
 * How an account is looked for by its id, so that its index is used and nothing but exactly this id is found.
 *
 * @param column its column as SQL
 * @param parameter where the id stands, `$1`
 * @returns SQL, and what goes in its place
 */
export function matchId(
  column: string,
  type: string,
  id: string,
  parameter: string,
): { readonly sql: string; readonly value: Value } {
  const text = `CAST(${parameter} AS text)`;
  // PostgreSQL keeps no NUL, so no account has such an id.
  if (id.includes('\u0000')) return { sql: `${text} IS NOT NULL`, value: null };
  if (wholeNumbers.includes(type) && /^(0|-?[1-9][0-9]{0,18})$/.test(id)) {
    const number = BigInt(id);
    if (number >= range.least && number <= range.most) return { sql: `${column} = CAST(${text} AS int8)`, value: id };
  }
  if (type === 'uuid' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    return { sql: `${column} = CAST(${text} AS uuid)`, value: id };
  if (type === 'text' || type === 'varchar') return { sql: `${column} = ${text}`, value: id };
  return { sql: `CAST(${column} AS text) = ${text}`, value: id };
}

const cursorMark = 'after:';

/** A place in the list of accounts: the last id before it. */
export const toCursor = (id: string): string => `${cursorMark}${id}`;

/** @returns undefined when it is no cursor of ours */
export const fromCursor = (cursor: string): string | undefined =>
  cursor.startsWith(cursorMark) && !cursor.includes('\u0000') ? cursor.slice(cursorMark.length) : undefined;
