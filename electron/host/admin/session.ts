import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../engine/ports.ts';
import { carriesToken } from './security.ts';

/** How long a one-time code may be exchanged for the token, in milliseconds. */
export const codeLifetime = 60_000;

/** What lets a browser in during one run of the host. */
export interface Session {
  /** 32 random bytes; travels only in a URL fragment and in Authorization headers. */
  readonly token: string;
  accepts(authorization: string | undefined): boolean;
  /** A code for `--open`: command lines are visible to other users of the computer, so the token is never on one. */
  issueCode(): string;
  /** @returns the token, once, while the code is fresh; else null */
  redeem(code: unknown): string | null;
}

const secret = () => randomBytes(32).toString('base64url');
const digest = (code: string) => createHash('sha256').update(code).digest('hex');

export function createSession(clock: Clock): Session {
  const token = secret();
  /** Digest of the code -> when it stops being good; looked up by digest, so timing tells nothing of the code. */
  const codes = new Map<string, number>();
  return {
    token,
    accepts: (authorization) => carriesToken(authorization, token),
    issueCode() {
      const code = secret();
      codes.set(digest(code), clock.now() + codeLifetime);
      return code;
    },
    redeem(code) {
      if (typeof code !== 'string') return null;
      const expires = codes.get(digest(code));
      codes.delete(digest(code));
      return expires !== undefined && clock.now() <= expires ? token : null;
    },
  };
}
