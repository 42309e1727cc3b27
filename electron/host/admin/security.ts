import { createHash, timingSafeEqual } from 'node:crypto';
import { type Refusal, refusals } from './refusal.ts';

/*
 * What the admin server holds against, as pure decisions:
 * - a web page of another origin calling us from the admin's browser: Origin is checked, no CORS header is ever sent;
 * - a name that resolves to 127.0.0.1 (DNS rebinding): Host must be ours;
 * - another user or program of this computer: every call carries the token of this run;
 * - script smuggled into the screens by what an IdP sends: the Content-Security-Policy below, without `unsafe-`.
 */

const hosts = (port: number): readonly string[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  // Browsers leave out the port that http has anyway.
  ...(port === 80 ? ['127.0.0.1', 'localhost'] : []),
];

/**
 * Whether a request was meant for this server and came from no other page.
 *
 * @param port where the server listens
 * @returns why not; null when it may go on
 */
export function refusalOfOrigin(host: string | undefined, origin: string | undefined, port: number): Refusal | null {
  if (!hosts(port).includes(host?.toLowerCase() ?? '')) return refusals.host;
  if (origin !== undefined && !hosts(port).some((ours) => origin === `http://${ours}`)) return refusals.origin;
  return null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether an Authorization header carries the token (RFC 6750 §2.1). Digests are compared, in constant time, so that
 * neither the token's characters nor its length show in how long we take.
 */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

const everyAnswer = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Headers of everything that is no page: answers, streams, assets' policy. Nothing in them may be run or framed. */
export const answerHeaders = {
  ...everyAnswer,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/** Headers of the page. @param nonce fresh for this load; the page's own style tags carry it */
export const pageHeaders = (nonce: string) => ({
  ...everyAnswer,
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; '),
  'cache-control': 'no-store',
});

/** Headers of a file beside the page. Vite puts a hash of the content into the names under assets/. */
export const assetHeaders = (file: string) => ({
  ...answerHeaders,
  'cache-control': file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
});

/**
 * The file of the screens that a URL path names, relative to their folder. Only plain names are files: with neither
 * percent signs nor backslashes nor leading dots there is no spelling of "the folder above".
 *
 * @returns null when it names none
 */
export function assetOf(urlPath: string): string | null {
  const names = urlPath.split('/').slice(1);
  const plain = urlPath.startsWith('/') && names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(name));
  return plain && names.length <= 4 ? names.join('/') : null;
}
