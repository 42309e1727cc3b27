import { scimError } from './error.ts';

/*
 * Versions of resources as entity tags (RFC 7644 §3.14, RFC 9110 §8.8.3). They are weak: `W/"7"`, or `W/"7-k3Jd0a"` where
 * the answer holds `groups`, which are facts of groups and change no version of the user's. So whoever kept an answer
 * with groups learns of every change in it, and whoever updates a user is not refused for what was done to a group.
 */

/** What a client asks of the version, as the header fields came; null when it asks nothing. */
export interface Preconditions {
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
}

export const noPreconditions: Preconditions = { ifMatch: null, ifNoneMatch: null };

/**
 * The entity tag of a resource as it is answered.
 *
 * @param version counts the changes of the resource itself
 * @param derived a digest of what is answered with it and is not its own; null when nothing is
 */
export const entityTag = (version: number, derived: string | null = null): string =>
  derived === null ? `W/"${version}"` : `W/"${version}-${derived}"`;

/**
 * Checks what is asked before a resource is changed.
 *
 * @throws ScimError 412 when it is in another version, or in the one that must not be (RFC 9110 §13.1)
 */
export function checkPreconditions({ ifMatch, ifNoneMatch }: Preconditions, version: number): void {
  const isOwn = (tag: string) => tag === String(version) || tag.startsWith(`${version}-`);
  if (ifMatch !== null && !matches(ifMatch, isOwn)) {
    throw scimError.preconditionFailed(
      `The resource was changed meanwhile: it is in version ${entityTag(version)}. Read it again, and send that version in If-Match.`,
    );
  }
  if (ifNoneMatch !== null && matches(ifNoneMatch, isOwn)) {
    throw scimError.preconditionFailed(
      `The resource is in version ${entityTag(version)}, which If-None-Match excludes. Nothing was changed.`,
    );
  }
}

/**
 * Whether a client that asks for a resource has it already (304).
 *
 * @param tag the entity tag of what would be answered
 * @throws ScimError 412 when If-Match names another version
 */
export function isKnown({ ifMatch, ifNoneMatch }: Preconditions, version: number, tag: string): boolean {
  checkPreconditions({ ifMatch, ifNoneMatch: null }, version);
  return ifNoneMatch !== null && matches(ifNoneMatch, (one) => entityTagOf(one) === tag);
}

const entityTagOf = (opaque: string): string => `W/"${opaque}"`;

/**
 * Whether a list of entity tags names one that is looked for, by weak comparison (RFC 9110 §8.8.3.2); `*` names any.
 * Tags without quotes are taken, too: some clients send what they read without them.
 */
function matches(header: string, isWanted: (opaque: string) => boolean): boolean {
  if (header.trim() === '*') return true;
  let position = 0;
  while (position < header.length) {
    const code = header.charAt(position);
    if (code === ' ' || code === ',' || code === '\t') {
      position += 1;
      continue;
    }
    if (header.startsWith('W/', position)) position += 2;
    const isQuoted = header.charAt(position) === '"';
    const start = isQuoted ? position + 1 : position;
    const found = header.indexOf(isQuoted ? '"' : ',', start);
    const end = found < 0 ? header.length : found;
    const opaque = header.slice(start, end);
    if (isWanted(isQuoted ? opaque : opaque.trim())) return true;
    position = end + 1;
  }
  return false;
}
