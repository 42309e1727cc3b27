import { quote, type ScimError, scimError } from './error.ts';
import type { JsonObject } from './json.ts';
import type { ListQuery } from './search-request.ts';

export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** Resources in one page when a client does not say how many it wants, and at most. */
export const countByDefault = 100;
export const countAtMost = 200;

/** A cursor can be gone on with for so long, in seconds; each page gives a new one. */
export const cursorTimeout = 3600;

/** A page of a list: at a place in it, or beyond what a cursor stands for. */
export type Page =
  | { readonly by: 'index' /** One-based. */; readonly startIndex: number; readonly count: number }
  | { readonly by: 'cursor' /** '' is the first page. */; readonly cursor: string; readonly count: number };

/**
 * The page that is asked for. By index (RFC 7644 §3.4.2.4) unless a cursor was sent (RFC 9865 §2.4): a `startIndex` below
 * 1 is 1, a negative `count` is 0, and never more than `countAtMost` are given at once. A `startIndex` of 1 says nothing,
 * and may stand beside a cursor; any other would ask for another page than the cursor does.
 *
 * @throws ScimError invalidValue when a number is no whole number, or both ways of paging are asked for; invalidCount for
 *   a `count` beside a cursor
 */
export function pageOf({ startIndex, count, cursor }: Pick<ListQuery, 'startIndex' | 'count' | 'cursor'>): Page {
  const first = Math.max(1, wholeNumber('startIndex', startIndex, scimError.invalidValue) ?? 1);
  const refuse = cursor === undefined ? scimError.invalidValue : scimError.invalidCount;
  const size = Math.min(countAtMost, Math.max(0, wholeNumber('count', count, refuse) ?? countByDefault));
  if (cursor === undefined) return { by: 'index', startIndex: first, count: size };
  if (first > 1) throw scimError.invalidValue('Send startIndex or cursor, not both: each asks for a page of its own.');
  return { by: 'cursor', cursor: cursor.trim(), count: size };
}

function wholeNumber(
  name: string,
  text: string | undefined,
  refuse: (detail: string) => ScimError,
): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  const number = Number(trimmed);
  if (!Number.isInteger(number)) {
    throw refuse(`${name} cannot be ${quote(trimmed)}. Send a whole number, such as ${name}=1.`);
  }
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}

/** Where a page stands in its list: its first place, or the cursors of its neighbours (RFC 9865 §2). */
export type Place =
  | { readonly startIndex: number }
  | { readonly previousCursor?: string; readonly nextCursor?: string };

/**
 * The text of a ListResponse (RFC 7644 §3.4.2). The resources are JSON texts and are spliced in as they are, so that a
 * stored resource is answered without being read.
 */
export function listResponse(totalResults: number, place: Place, resources: readonly string[]): string {
  const head = { schemas: [listSchema], totalResults, ...place, itemsPerPage: resources.length };
  return `${JSON.stringify(head).slice(0, -1)},"Resources":[${resources.join(',')}]}`;
}

/**
 * The text of a stored resource with more attributes put after its own (`members`, `meta`), spliced likewise.
 *
 * @param body the text of a JSON object that has at least one member, and none of the added ones
 */
export function resourceText(body: string, added: JsonObject): string {
  const text = JSON.stringify(added);
  return text === '{}' ? body : `${body.slice(0, -1)},${text.slice(1)}`;
}
