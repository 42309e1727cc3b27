import { missingSearchSchema } from './dialect/message.ts';
import { type Reading, understand } from './dialect/reading.ts';
import { listAsSingle } from './dialect/value.ts';
import { scimError } from './error.ts';
import { isObject } from './json.ts';

/** What a list is asked for (RFC 7644 §3.4.2 and §3.9, RFC 9865 §2), as sent; absent is undefined. */
export interface ListQuery {
  readonly attributes?: string | undefined;
  readonly excludedAttributes?: string | undefined;
  readonly filter?: string | undefined;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly startIndex?: string | undefined;
  readonly count?: string | undefined;
  /** '' asks for the first page by cursor; undefined for pages by index. */
  readonly cursor?: string | undefined;
}

/** The parameters of a URL's query. @param parameters decoded */
export const listQueryOf = (parameters: ReadonlyMap<string, string>): ListQuery => ({
  attributes: parameters.get('attributes'),
  excludedAttributes: parameters.get('excludedAttributes'),
  filter: parameters.get('filter'),
  sortBy: parameters.get('sortBy'),
  sortOrder: parameters.get('sortOrder'),
  startIndex: parameters.get('startIndex'),
  count: parameters.get('count'),
  cursor: parameters.get('cursor'),
});

/**
 * Reads the body of a search (RFC 7644 §3.4.3): the parameters of a list as members of an object, attributes as lists.
 * Members that are no parameters are ignored, as in a URL.
 *
 * @param body JSON as it came; undefined when there was none
 * @throws ScimError invalidSyntax when it is no object, invalidValue when a member is of another type than it must be
 */
export function parseSearchRequest(body: unknown, reading: Reading): ListQuery {
  if (!isObject(body)) {
    throw scimError.invalidSyntax('The body is no search. Send {"schemas": […SearchRequest], "filter": "…"}.');
  }
  const members = new Map<string, unknown>();
  for (const [name, value] of Object.entries(body)) {
    const key = name.toLowerCase();
    if (value !== null && !members.has(key)) members.set(key, value);
  }
  understand(missingSearchSchema, members.get('schemas') ?? null, '“schemas”', reading);
  return {
    attributes: namesOf(members, 'attributes', reading),
    excludedAttributes: namesOf(members, 'excludedAttributes', reading),
    filter: textOf(members, 'filter'),
    sortBy: textOf(members, 'sortBy'),
    sortOrder: textOf(members, 'sortOrder'),
    startIndex: numberOf(members, 'startIndex'),
    count: numberOf(members, 'count'),
    cursor: textOf(members, 'cursor'),
  };
}

type Members = ReadonlyMap<string, unknown>;

/** A list of attribute paths, in the form of a URL's. */
function namesOf(members: Members, name: string, reading: Reading): string | undefined {
  const sent = members.get(name.toLowerCase());
  if (sent === undefined) return undefined;
  const names = understand(listAsSingle, sent, name, reading) ?? sent;
  if (!Array.isArray(names) || !names.every((one) => typeof one === 'string')) {
    throw scimError.invalidValue(`${name} must be a list of texts, such as ["userName", "emails.value"].`);
  }
  return names.join(',');
}

function textOf(members: Members, name: string): string | undefined {
  const sent = members.get(name.toLowerCase());
  if (sent !== undefined && typeof sent !== 'string') throw scimError.invalidValue(`${name} must be a text.`);
  return sent;
}

/** As text, since a URL has nothing else: whether it is a whole number is looked at in one place. */
function numberOf(members: Members, name: string): string | undefined {
  const sent = members.get(name.toLowerCase());
  if (sent === undefined || typeof sent === 'string') return sent;
  if (typeof sent !== 'number') throw scimError.invalidValue(`${name} must be a whole number.`);
  return String(sent);
}
