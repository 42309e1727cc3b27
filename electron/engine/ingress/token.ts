import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new bearer token: 256 random bits. Shown once; only its hash is kept. */
export const newToken = (): string => `fb_${randomBytes(32).toString('base64url')}`;

/** The hash under which a token is kept. The token is random, so a plain hash is enough. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The one comparison of tokens: over hashes, in constant time. */
export const tokenMatches = (token: string, hashes: readonly Buffer[]): boolean => {
  const given = hashToken(token);
  let matches = false;
  for (const hash of hashes) matches = timingSafeEqual(given, hash) || matches;
  return matches;
};

/**
 * The token of an Authorization header; null when there is none of the Bearer form (RFC 6750 §2.1). Spaces around
 * it, as a careless paste leaves them, are not part of it.
 */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined || header.length > 4096) return null;
  const space = header.indexOf(' ');
  if (space < 0 || header.slice(0, space).toLowerCase() !== 'bearer') return null;
  const token = header.slice(space + 1).trim();
  return token === '' ? null : token;
}
