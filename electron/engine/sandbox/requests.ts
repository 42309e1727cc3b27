/** The requests that every dialect is made of. */
import { ask, type Conversation, type ScimAnswer, type ScimRequest } from './conversation.ts';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export type Endpoint = 'Users' | 'Groups';

export interface PatchOperation {
  /** `Add`, `replace` …, in the case that the dialect has. */
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

export const resourcePath = (endpoint: Endpoint, id: string) => `/${endpoint}/${encodeURIComponent(id)}`;

export const get = (path: string): ScimRequest => ({ method: 'GET', path, body: null });

export const post = (endpoint: Endpoint, body: Readonly<Record<string, unknown>>): ScimRequest => ({
  method: 'POST',
  path: `/${endpoint}`,
  body,
});

/** A filter on one attribute, as a query's parameter. @param operator `eq` as the dialect spells it */
export const filterOn = (attribute: string, value: string, operator = 'eq') =>
  `filter=${encodeURIComponent(`${attribute} ${operator} ${JSON.stringify(value)}`)}`;

/** @param query with its question mark, or nothing */
export const patchRequest = (
  endpoint: Endpoint,
  id: string,
  Operations: readonly PatchOperation[],
  query = '',
): ScimRequest => ({
  method: 'PATCH',
  path: `${resourcePath(endpoint, id)}${query}`,
  body: { schemas: [patchSchema], Operations },
});

/** A PATCH (RFC 7644, 3.5.2): with or without the resource in the answer. */
export function* patch(
  endpoint: Endpoint,
  id: string,
  operations: readonly PatchOperation[],
  query = '',
): Conversation<ScimAnswer> {
  return yield* ask(patchRequest(endpoint, id, operations, query), [200, 204]);
}

/** A PUT (RFC 7644, 3.5.1). */
export function* put(
  endpoint: Endpoint,
  id: string,
  body: Readonly<Record<string, unknown>>,
): Conversation<ScimAnswer> {
  return yield* ask({ method: 'PUT', path: resourcePath(endpoint, id), body }, [200]);
}

/** A DELETE; what is not there any more is gone as wanted. */
export function* deleteOne(endpoint: Endpoint, id: string): Conversation<void> {
  yield* ask({ method: 'DELETE', path: resourcePath(endpoint, id), body: null }, [204, 404]);
}
