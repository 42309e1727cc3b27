/** How much of a body is kept; the rest is named by its size. */
const KEPT_CHARACTERS = 16 * 1024;
const REDACTED = '[redacted]';
const kept = new Set([
  'user-agent',
  'accept',
  'accept-charset',
  'accept-encoding',
  'content-type',
  'content-length',
  'adscimversion',
  'if-match',
  'if-none-match',
  'prefer',
  'x-forwarded-for',
]);

/** The headers worth showing; authorisation and cookies are never among them. */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (kept.has(name)) result[name] = String(value).slice(0, 500);
    else if (name === 'authorization') result[name] = REDACTED;
  }
  return result;
}

/** RFC 7643 §4.1.1 knows `password`; clients send it by other names, too. */
const mentionsPassword = (text: string): boolean => /passw|pwd|passphrase|secret(?!ar)/i.test(text);
/** In JSON every letter may be written as an escape, in a URL as a percent sign and two digits. */
const mayMentionPassword = (text: string): boolean => mentionsPassword(text) || /\\u00[4-7]/i.test(text);

/**
 * A body as it may be stored: passwords replaced, length bounded. A body that may mention a password and cannot be
 * parsed is not kept at all.
 */
export function redactBody(text: string | null): string | null {
  if (text === null || text === '') return null;
  return cut(withoutSecrets(text));
}

/**
 * A whole body without what is secret in it: what its digest is made of. The digest of the body itself, beside all of
 * the body but the password, would let whoever has the database try passwords.
 */
export const withoutSecrets = (text: string): string => (mayMentionPassword(text) ? withoutPasswords(text) : text);

const cut = (text: string): string =>
  text.length <= KEPT_CHARACTERS
    ? text
    : `${text.slice(0, KEPT_CHARACTERS).toWellFormed()}\n… cut here: ${text.length} characters in all`;

function withoutPasswords(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return '[not kept: it may hold a password and is not JSON]';
  }
  return JSON.stringify(body, function replace(this: unknown, name: string, value: unknown) {
    const ofPassword = mentionsPassword(name) || (/^value$/i.test(name) && goesToPassword(this));
    return ofPassword ? REDACTED : value;
  });
}

/** Whether this is an operation whose path leads to a password. */
const goesToPassword = (operation: unknown): boolean =>
  Object.entries(operation ?? {}).some(
    ([name, value]) => /^path$/i.test(name) && typeof value === 'string' && mentionsPassword(value),
  );

/** A path with its query as it may be stored: a query that mentions a password is not, nor a token put into one. */
export function redactPath(path: string): string {
  const question = path.indexOf('?');
  const query = question < 0 ? '' : path.slice(question + 1);
  const secret =
    mentionsPassword(decoded(query)) || /(?:^|&)[^=&]*(?:token|secret|api_?key|auth|bearer|pwd)[^=&]*=/i.test(query);
  return (secret ? `${path.slice(0, question)}?${REDACTED}` : path).slice(0, 2048);
}

/** Of a query whatever can be read; a percent sign that begins no character stays. */
const decoded = (query: string): string =>
  query.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded.replace(/%[0-7][0-9a-f]/gi, (one) => decodeURIComponent(one));
    }
  });
