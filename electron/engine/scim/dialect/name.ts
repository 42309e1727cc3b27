/** Deviations in how attributes and schemas are named. */
import { quote } from '../error.ts';
import { type Normaliser, type Note, note, type Reading } from './reading.ts';

/** `known` is the canonical name. */
interface Named {
  readonly sent: string;
  readonly known: string;
}

/** Reads a name and records the hit. @returns undefined when there was nothing to understand */
export function understandName(
  normaliser: Normaliser<Named, string>,
  sent: string,
  known: string,
  reading: Reading,
): string | undefined {
  const read = normaliser.read({ sent, known });
  if (read !== undefined) note(reading, normaliser, `the name ${quote(sent)}`, `read as ${quote(read)}`);
  return read;
}

/** Records that a name and what it holds were dropped. */
export function dropName(normaliser: Normaliser<Named, string>, sent: string, reading: Reading): void {
  note(reading, normaliser, quote(sent), 'ignored');
}

export const nameCase: Normaliser<Named, string> = {
  name: 'case of a name',
  explanation: 'Attribute names are sent in another case; they are read and stored in the schema’s own.',
  read: ({ sent, known }) => (sent !== known && sent.toLowerCase() === known.toLowerCase() ? known : undefined),
};

export const attributeWithoutSchema: Normaliser<Named, string> = {
  name: 'extension attribute without its schema',
  explanation: 'An attribute of the enterprise extension is sent without the URN; it is read as the extension’s.',
  read: ({ sent, known }) => (sent.toLowerCase() === known.toLowerCase() ? undefined : known),
};

export const dotAfterSchema: Normaliser<Named, string> = {
  name: 'dot after the URN',
  explanation: 'A dot instead of a colon stands between the schema’s URN and the attribute; it is read as a colon.',
  read: ({ sent, known }) => (sent.toLowerCase() === known.toLowerCase() ? undefined : known),
};

/** URNs that older clients use for the same schema, in lower case. */
const formerSchemas: ReadonlyMap<string, string> = new Map([
  ['urn:scim:schemas:core:1.0', 'urn:ietf:params:scim:schemas:core:2.0:User'],
  ['urn:scim:schemas:extension:enterprise:1.0', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  ['urn:scim:schemas:extension:enterprise:1.0:user', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
]);

const withoutColons = (uri: string) => uri.toLowerCase().replaceAll(':', '');

export const malformedSchema: Normaliser<Named, string> = {
  name: 'malformed URN',
  explanation: 'The URN of a schema lacks a colon or is that of SCIM 1.1; it is read as the URN of SCIM 2.0.',
  read({ sent, known }) {
    if (sent.toLowerCase() === known.toLowerCase()) return undefined;
    if (formerSchemas.get(sent.toLowerCase()) === known) return known;
    return withoutColons(sent) === withoutColons(known) ? known : undefined;
  },
};

/** The names below are dropped: what they would set is not the client's to set, or nowhere to be stored. */
const dropped = { read: ({ sent }: Named) => sent };

export const readOnlyAttribute: Normaliser<Named, string> = {
  ...dropped,
  name: 'read-only attribute',
  explanation: 'id, meta, groups and other read-only attributes are sent in a body; they are ignored.',
};

export const password: Normaliser<Named, string> = {
  ...dropped,
  name: 'password',
  explanation: 'A password is sent, often a placeholder; it is dropped before anything is stored or logged.',
};

export const unknownAttribute: Normaliser<Named, string> = {
  ...dropped,
  name: 'unknown attribute',
  explanation: 'An attribute or schema that this service does not know is sent in a body; it is ignored.',
};

export const listedSchemas: Normaliser<Named, string> = {
  ...dropped,
  name: 'schemas that do not fit',
  explanation: '“schemas” is missing, or names unknown schemas, or not those that are used; it is computed anew.',
};

export const repeatedAttribute: Normaliser<Named, string> = {
  ...dropped,
  name: 'attribute given twice',
  explanation: 'An attribute is sent more than once, in other spellings; the first is taken.',
};

/** What a note of `dropName` says was dropped, cut where it was long; null of another normaliser's note. */
export function droppedIn(written: Note, normaliser: { readonly name: string }): string | null {
  if (written.normaliser !== normaliser.name) return null;
  const first = written.text.indexOf('“');
  const last = written.text.lastIndexOf('”');
  return first < 0 || last < first ? null : written.text.slice(first + 1, last);
}
