/** Deviations in how values are written. */
import { isObject, type JsonValue } from '../json.ts';
import type { Normaliser } from './reading.ts';

export const booleanAsText: Normaliser<unknown, boolean> = {
  name: 'boolean as text',
  explanation: 'A boolean is sent as the text “True” or “False”, in bodies and in filters; it is read as the boolean.',
  read(sent) {
    if (typeof sent !== 'string' || sent.length > 16) return undefined;
    const word = sent.trim().toLowerCase();
    return word === 'true' ? true : word === 'false' ? false : undefined;
  },
};

export const textAsNumber: Normaliser<unknown, string> = {
  name: 'text as number',
  explanation: 'A number or boolean is sent for a text attribute; it is read as its text.',
  // Of a whole number beyond 2^53 the last digits are lost already: somebody else's number would be stored.
  read: (sent) =>
    typeof sent === 'boolean' ||
    (typeof sent === 'number' && (Number.isInteger(sent) ? Number.isSafeInteger(sent) : Number.isFinite(sent)))
      ? String(sent)
      : undefined,
};

export const numberAsText: Normaliser<unknown, number> = {
  name: 'number as text',
  explanation: 'A number is sent as text; it is read as the number.',
  read(sent) {
    if (typeof sent !== 'string' || sent.trim() === '') return undefined;
    const number = Number(sent);
    return Number.isFinite(number) ? number : undefined;
  },
};

export const singleInList: Normaliser<unknown, { readonly value: unknown }> = {
  name: 'single value in a list',
  explanation: 'A single value is sent as a list of one; the one value is taken.',
  read: (sent) => (Array.isArray(sent) && sent.length === 1 ? { value: sent[0] } : undefined),
};

export const singleInObject: Normaliser<unknown, { readonly value: unknown }> = {
  name: 'simple value in an object',
  explanation: 'A simple value is sent inside an object with the member “value”; that is taken.',
  read: (sent) => (isObject(sent) && Object.hasOwn(sent, 'value') ? { value: sent.value } : undefined),
};

export const listAsSingle: Normaliser<unknown, readonly unknown[]> = {
  name: 'list as a single value',
  explanation: 'A multi-valued attribute is sent as one value instead of a list; it is read as a list of that one.',
  read: (sent) => (Array.isArray(sent) ? undefined : [sent]),
};

export const bareValue: Normaliser<unknown, { readonly value: JsonValue }> = {
  name: 'bare value',
  explanation:
    'A complex value (a manager, a member, an e-mail address) is sent as a bare text; it is read as its “value”.',
  read: (sent) => (typeof sent === 'string' && sent !== '' ? { value: sent } : undefined),
};

export const jsonInText: Normaliser<unknown, Readonly<Record<string, unknown>> | readonly unknown[]> = {
  name: 'JSON inside a text',
  explanation: 'A complex value is sent as JSON inside a text; the JSON is read.',
  read(sent) {
    if (typeof sent !== 'string') return undefined;
    const first = sent.trimStart().charAt(0);
    if (first !== '{' && first !== '[') return undefined;
    try {
      const read: unknown = JSON.parse(sent);
      return isObject(read) || Array.isArray(read) ? read : undefined;
    } catch {
      return undefined;
    }
  },
};

export const assignmentInValue: Normaliser<unknown, { readonly value: string; readonly display?: string }> = {
  name: 'role assignment inside value',
  explanation:
    'Entra sends a role as JSON inside “value”: {"id", "value", "displayName"}; value and display are taken.',
  read(sent) {
    const inner = jsonInText.read(sent);
    if (!isObject(inner) || typeof inner.value !== 'string' || inner.value === '') return undefined;
    const display = inner.displayName ?? inner.display;
    return typeof display === 'string' ? { value: inner.value, display } : { value: inner.value };
  },
};

export const commaSeparated: Normaliser<unknown, readonly string[]> = {
  name: 'comma-separated list',
  explanation: 'Roles or entitlements are sent as “a,b”; they are split at the commas.',
  dialects: ['entra', 'onelogin'],
  read(sent) {
    if (typeof sent !== 'string' || !sent.includes(',')) return undefined;
    return sent
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  },
};

export const emptyText: Normaliser<unknown, { readonly removed: true }> = {
  name: 'empty text for nothing',
  explanation: 'An empty text is sent to say that an attribute has no value; it is removed.',
  dialects: ['entra'],
  read: (sent) => (sent === '' ? { removed: true } : undefined),
};

export const emptyForNothing: Normaliser<unknown, { readonly removed: true }> = {
  name: 'empty text where text cannot be',
  explanation: 'An empty text is sent for an attribute that is no text (a manager, a list); it is removed.',
  read: (sent) => (sent === '' ? { removed: true } : undefined),
};

export const severalPrimaries: Normaliser<number, number> = {
  name: 'several primary values',
  explanation: 'More than one value of an attribute is marked primary; the first is kept as the primary one.',
  read: (sent) => (sent > 1 ? 1 : undefined),
};
