import { quote, scimError } from './error.ts';
import type { JsonObject } from './json.ts';

export const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** Resources in one page when a client does not say how many it wants, and at most. */
export const countByDefault = 100;
export const countAtMost = 200;

export interface Page {
  /** One-based. */
  readonly startIndex: number;
  readonly count: number;
}

/**
 * The page that a query asks for (RFC 7644 §3.4.2.4): a `startIndex` below 1 is 1, a negative `count` is 0, and never
 * more than `countAtMost` are given at once.
 *
 * @param startIndex the parameter as decoded; undefined when it was not sent
 * @throws ScimError invalidValue when one of them is no whole number
 */
export function page(startIndex: string | undefined, count: string | undefined): Page {
  return {
    startIndex: Math.max(1, wholeNumber('startIndex', startIndex) ?? 1),
    count: Math.min(countAtMost, Math.max(0, wholeNumber('count', count) ?? countByDefault)),
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  const number = Number(trimmed);
  if (!Number.isInteger(number)) {
    throw scimError.invalidValue(`${name} cannot be ${quote(trimmed)}. Send a whole number, such as ${name}=1.`);
  }
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}

/**
 * The text of a ListResponse (RFC 7644 §3.4.2). The resources are JSON texts and are spliced in as they are, so that a
 * stored resource is answered without being read.
 */
export function listResponse(list: {
  readonly totalResults: number;
  readonly startIndex: number;
  readonly resources: readonly string[];
}): string {
  const { totalResults, startIndex, resources } = list;
  const head = { schemas: [listSchema], totalResults, startIndex, itemsPerPage: resources.length };
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
