import type { Dialect } from '../../../../shared/model/source.ts';
import { quote } from '../error.ts';

/** One deviation that was understood: “Entra sent the text “False” for active; read as false”. */
export interface Note {
  readonly normaliser: string;
  readonly text: string;
}

/** One request being read: whose dialect it is in, and what had to be understood so far. */
export interface Reading {
  readonly dialect: Dialect;
  readonly notes: Note[];
}

/**
 * One deviation of a client from the RFCs and how it is understood. `read` is pure: undefined says that there is nothing
 * to understand. A normaliser that can lose something names the dialects it is limited to.
 */
export interface Normaliser<Sent, Read> {
  readonly name: string;
  readonly explanation: string;
  readonly dialects?: readonly Dialect[];
  readonly read: (sent: Sent) => Read | undefined;
}

/** More notes than this say nothing new about one request. */
const notesAtMost = 100;

const speakers: Readonly<Record<Dialect, string>> = {
  entra: 'Entra',
  okta: 'Okta',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  google: 'Google',
  ping: 'Ping',
  authentik: 'authentik',
  generic: 'The client',
};

/** The start of reading one request. */
export function startReading(dialect: Dialect = 'generic'): Reading {
  return { dialect, notes: [] };
}

/** A sent or understood value in words; what is inside lists and objects is left out. */
export function inWords(value: unknown): string {
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (value === null || value === undefined) return 'no value';
  if (Array.isArray(value)) return value.length === 1 ? 'a list of one value' : `a list of ${value.length} values`;
  return typeof value === 'object' ? 'an object' : String(value);
}

/** Records in the reading's own words what was sent and how it is understood. */
export function note(reading: Reading, normaliser: { readonly name: string }, sent: string, read: string): void {
  if (reading.notes.length >= notesAtMost) return;
  reading.notes.push({ normaliser: normaliser.name, text: `${speakers[reading.dialect]} sent ${sent}; ${read}` });
}

/**
 * Applies a normaliser when the reading's dialect agrees, and records the hit.
 *
 * @param where what the value belongs to, for the note: an attribute, an operation
 * @returns undefined when there was nothing to understand
 */
export function understand<Sent, Read>(
  normaliser: Normaliser<Sent, Read>,
  sent: Sent,
  where: string,
  reading: Reading,
): Read | undefined {
  if (normaliser.dialects !== undefined && !normaliser.dialects.includes(reading.dialect)) return undefined;
  const read = normaliser.read(sent);
  if (read !== undefined) note(reading, normaliser, `${inWords(sent)} for ${where}`, `read as ${inWords(read)}`);
  return read;
}
