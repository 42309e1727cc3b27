/** Deviations in filters and paths. */
import { quote, scimError } from '../error.ts';
import type { Normaliser } from './reading.ts';

export const operatorCase: Normaliser<string, string> = {
  name: 'case of an operator',
  explanation: 'Operators are sent in another case, such as “Eq”; they are read in lower case (RFC 7644 §3.4.2.2).',
  read: (sent) => (sent === sent.toLowerCase() ? undefined : sent.toLowerCase()),
};

export const unquotedValue: Normaliser<string, string> = {
  name: 'value without quotes',
  explanation: 'A text is compared with in a filter without its quotes; it is read up to the next space or bracket.',
  read: (sent) => sent,
};

export const severalSpaces: Normaliser<string, string> = {
  name: 'several spaces',
  explanation: 'More than one space stands between the words of a filter; they are read as one.',
  read: (sent) => (sent.length > 1 ? ' ' : undefined),
};

export const complexCompared: Normaliser<string, string> = {
  name: 'complex attribute compared',
  explanation: 'A filter compares a complex attribute as a whole (“emails eq …”); its “value” is compared.',
  read: (sent) => `${sent}.value`,
};

export const spaceInDateTime: Normaliser<string, string> = {
  name: 'plus sign lost in a time',
  explanation: 'The plus sign of a time’s offset arrives as a space, since it was not encoded; it is read as a plus.',
  read(sent) {
    const position = sent.lastIndexOf(' ');
    return position > 0 && sent.length - position === 6
      ? `${sent.slice(0, position)}+${sent.slice(position + 1)}`
      : undefined;
  },
};

/** `+` is a space in queries of HTML forms, and old Entra jobs write their filters so. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw scimError.invalidSyntax(
      `The query part ${quote(text)} is not percent-encoded UTF-8. Encode each byte as % and two hexadecimal digits.`,
    );
  }
}

/**
 * The parameters of a query string as sent (after the `?`, still encoded). Quotes and other characters that ought to be
 * encoded are taken as they are; of a parameter given twice the first counts.
 *
 * @throws ScimError invalidSyntax when the percent-encoding is broken
 */
export function decodeQuery(rawQueryString: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of rawQueryString.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
  return parameters;
}
