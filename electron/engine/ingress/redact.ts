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

const mentionsPassword = (text: string): boolean => /password/i.test(text);

/**
 * A body as it may be stored: passwords replaced, length bounded. A body that mentions a password and cannot be parsed
 * is not kept at all.
 */
export function redactBody(text: string | null): string | null {
  if (text === null || text === '') return null;
  return cut(mentionsPassword(text) ? withoutPasswords(text) : text);
}

const cut = (text: string): string =>
  text.length <= KEPT_CHARACTERS
    ? text
    : `${text.slice(0, KEPT_CHARACTERS).toWellFormed()}\n… cut here: ${text.length} characters in all`;

function withoutPasswords(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return '[not kept: it mentions a password and is not JSON]';
  }
  return JSON.stringify(body, function replace(this: unknown, name: string, value: unknown) {
    const path = (this as { path?: unknown } | null)?.path;
    const ofPassword =
      mentionsPassword(name) || (name === 'value' && typeof path === 'string' && mentionsPassword(path));
    return ofPassword ? REDACTED : value;
  });
}

const passwordInFilter = /(password[^&]*?(?:"|%22))[^"&]*/gi;

/** A path with its query as it may be stored. */
export const redactPath = (path: string): string =>
  (mentionsPassword(path) ? path.replace(passwordInFilter, `$1${REDACTED}`) : path).slice(0, 2048);
