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

/** How long every token is. */
const TOKEN_LENGTH = newToken().length;

/**
 * Why a request was not let in, in words for whoever set the identity provider up. Of the token itself nothing is told
 * but its form; the one who asked is always told the same.
 */
export function whyNot(header: string | undefined): string {
  if (header === undefined || header.trim() === '') return 'no token was sent';
  const token = bearerToken(header);
  if (token === null)
    return /^bearer\s*$/i.test(header)
      ? 'the token is empty'
      : 'the Authorization header is not “Bearer” and a token of ours';
  if (/^bearer\s/i.test(token)) return 'the word “Bearer” stands twice before the token';
  if (/\s/.test(token)) return 'there is a space or a line break within the token';
  if (/^eyJ[^.]*\.[^.]+\.[^.]+$/.test(token))
    return 'the identity provider sent a token of its own: its field for ours is empty';
  if (!token.startsWith('fb_')) return 'what was sent is no token of Footbridge';
  if (token.length < TOKEN_LENGTH) return `the token is cut short: ${token.length} of ${TOKEN_LENGTH} characters`;
  if (token.length > TOKEN_LENGTH) return `the token has ${token.length - TOKEN_LENGTH} characters too many`;
  return 'the token is not this source’s: it is another one, or one that was replaced';
}
