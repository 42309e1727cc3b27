import { answerGroup, answerUser } from './directory/reply.ts';
import { filterOf, searchResources } from './directory/search.ts';
import { nameOf } from './directory/words.ts';
import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import { limits } from './ingress/limits.ts';
import type { Clock } from './ports.ts';
import { decodeQuery } from './scim/dialect/query.ts';
import { type Reading, startReading } from './scim/dialect/reading.ts';
import * as discovery from './scim/discovery.ts';
import { quote, scimError } from './scim/error.ts';
import type { JsonObject } from './scim/json.ts';
import { listResponse } from './scim/list.ts';
import { parseProjection } from './scim/project.ts';
import type { ResourceType, ResourceTypes } from './scim/schema.ts';
import { type ListQuery, listQueryOf, parseSearchRequest } from './scim/search-request.ts';
import { isKnown } from './scim/version.ts';
import { findGroup, type GroupRow } from './store/group.ts';
import type { ReadDb } from './store/sql.ts';
import { findUser, type UserRow } from './store/user.ts';

/** What answering a question needs of the engine. */
export interface ReadContext {
  readonly db: ReadDb;
  readonly clock: Clock;
  /** The resource types as they are now. */
  types(): ResourceTypes;
  /** The base URL of a source as IdPs reach it. */
  baseUrl(sourceKey: string): string;
}

/** Where resources are, below a source's base URL. */
export type Collection = 'Users' | 'Groups';

const reply = (answer: Omit<ScimReply, 'exchangePk'>): ScimReply => ({ ...answer, exchangePk: null });

/** Answers a GET of users or groups: one by its id, or those that a query finds. Changes nothing. */
export function read(context: ReadContext, request: ScimRequest, collection: Collection, id: string | null): ScimReply {
  const query = decodeQuery(request.query);
  if (id === null) {
    return list(context, request, [collection], listQueryOf(query), startReading(request.source.dialect));
  }
  const { db } = context;
  const type = typeOf(context, collection);
  const projection = parseProjection(type, listQueryOf(query));
  const base = context.baseUrl(request.source.key);
  const row = collection === 'Users' ? foundUser(db, request, id) : foundGroup(db, request, id);
  const { body, etag, location } =
    collection === 'Users'
      ? answerUser(db, row as UserRow, base, projection)
      : answerGroup(db, row as GroupRow, base, projection);
  const named = query.has('attributes') ? id : nameOf(JSON.parse(body) as JsonObject);
  const what = `${collection === 'Users' ? '' : 'group '}${named}`;
  const common = { etag, location, resourceType: type.name, notes: [] };
  if (isKnown(request.preconditions, row.version, etag))
    return reply({ ...common, status: 304, body: null, summary: `Ask whether ${what} changed: no` });
  return reply({ ...common, status: 200, body, summary: `Read ${what}` });
}

/**
 * Answers a POST to …/.search (RFC 7644 §3.4.3): the list that a GET with the same parameters gives. Changes nothing.
 *
 * @param collections both at the root
 * @throws ScimError what is refused of the method, the body or the query
 */
export function search(context: ReadContext, request: ScimRequest, collections: readonly Collection[]): ScimReply {
  if (request.method !== 'POST') throw scimError.methodNotAllowed('A search is sent with POST.');
  const reading = startReading(request.source.dialect);
  return list(context, request, collections, parseSearchRequest(request.body, reading), reading);
}

const typeOf = (context: ReadContext, collection: Collection): ResourceType =>
  context.types()[collection === 'Users' ? 'User' : 'Group'];

function list(
  context: ReadContext,
  request: ScimRequest,
  collections: readonly Collection[],
  query: ListQuery,
  reading: Reading,
): ScimReply {
  const { source } = request;
  const types = collections.map((collection) => typeOf(context, collection));
  const asked = { source, base: context.baseUrl(source.key), types, query, now: context.clock.now() };
  const { body, total } = searchResources(context.db, asked, reading);
  const what = collections.map((collection) => collection.toLowerCase()).join(' and ');
  const filter = filterOf(query);
  const summary =
    filter === null
      ? `List ${what}: ${total} in all`
      : `Look up ${what} where ${filter.slice(0, 200).toWellFormed()}: ${total === 0 ? 'none' : `${total} found`}`;
  const resourceType = types.length === 1 ? (types[0]?.name ?? null) : null;
  return reply({ status: 200, body, summary, resourceType, notes: reading.notes });
}

function foundUser(db: ReadDb, request: ScimRequest, id: string): UserRow {
  const row = findUser(db, request.source.pk, id);
  if (!row) throw scimError.notFound('There is no user with this id at this base URL.');
  return row;
}

function foundGroup(db: ReadDb, request: ScimRequest, id: string): GroupRow {
  const row = findGroup(db, request.source.pk, id);
  if (!row) throw scimError.notFound('There is no group with this id at this base URL.');
  return row;
}

/** Answers what this service says of itself (RFC 7644 §4). */
export function discover(
  context: ReadContext,
  request: ScimRequest,
  collection: 'ServiceProviderConfig' | 'Schemas' | 'ResourceTypes',
  id: string | null,
): ScimReply {
  const base = context.baseUrl(request.source.key);
  const types = context.types();
  const common = { status: 200, summary: `Read ${collection}`, resourceType: null, notes: [] };
  const answerOne = (one: JsonObject) =>
    reply({ ...common, body: JSON.stringify(one), location: String((one.meta as JsonObject).location) });
  // §4: "to ensure that clients cannot incorrectly assume that any matching conditions specified in a filter are true".
  if (decodeQuery(request.query).has('filter'))
    throw scimError.forbidden(`${collection} cannot be filtered (RFC 7644 §4).`);
  if (collection === 'ServiceProviderConfig')
    return answerOne(discovery.serviceProviderConfig(base, limits.largeBodyBytes));
  if (id !== null) {
    const one =
      collection === 'Schemas'
        ? discovery.schemaResource(types, base, id)
        : discovery.resourceTypeResource(types, base, id);
    if (!one) throw scimError.notFound(`There is no ${quote(id)} among the ${collection}.`);
    return answerOne(one);
  }
  const all =
    collection === 'Schemas' ? discovery.schemaResources(types, base) : discovery.resourceTypeResources(types, base);
  const texts = all.map((resource) => JSON.stringify(resource));
  return reply({ ...common, body: listResponse(all.length, { startIndex: 1 }, texts) });
}
