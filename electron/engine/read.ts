import { groupText, userText } from './directory/reply.ts';
import { searchGroups, searchUsers } from './directory/search.ts';
import { nameOf } from './directory/words.ts';
import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import { decodeQuery } from './scim/dialect/query.ts';
import { startReading } from './scim/dialect/reading.ts';
import * as discovery from './scim/discovery.ts';
import { quote, scimError } from './scim/error.ts';
import type { JsonObject } from './scim/json.ts';
import { listResponse, page } from './scim/list.ts';
import { parseProjection } from './scim/project.ts';
import { resourceTypes } from './scim/schema.ts';
import { findGroup, type GroupRow } from './store/group.ts';
import type { ReadDb } from './store/sql.ts';
import { findUser, type UserRow } from './store/user.ts';

/** What answering a question needs of the engine. */
export interface ReadContext {
  readonly db: ReadDb;
  /** The base URL of a source as IdPs reach it. */
  baseUrl(sourceKey: string): string;
}

const reply = (answer: Omit<ScimReply, 'exchangePk'>): ScimReply => ({ ...answer, exchangePk: null });

/** Answers a GET of users or groups: one by its id, or those that a query finds. Changes nothing. */
export function read(
  context: ReadContext,
  request: ScimRequest,
  collection: 'Users' | 'Groups',
  id: string | null,
): ScimReply {
  const { db } = context;
  const type = collection === 'Users' ? resourceTypes.User : resourceTypes.Group;
  const query = decodeQuery(request.query);
  const projection = parseProjection(type, {
    attributes: query.get('attributes'),
    excludedAttributes: query.get('excludedAttributes'),
  });
  const base = context.baseUrl(request.source.key);
  const reading = startReading(request.source.dialect);
  if (id !== null) {
    const body =
      collection === 'Users'
        ? userText(db, foundUser(db, request, id), base, projection)
        : groupText(db, foundGroup(db, request, id), base, projection);
    const named = query.has('attributes') ? id : nameOf(JSON.parse(body) as JsonObject);
    const summary = `Read ${collection === 'Users' ? '' : 'group '}${named}`;
    return reply({ status: 200, body, summary, resourceType: type.name, notes: reading.notes });
  }
  const filter = query.get('filter')?.trim();
  const search = {
    filter: filter === undefined || filter === '' ? null : filter,
    page: page(query.get('startIndex'), query.get('count')),
    projection,
  };
  const found =
    collection === 'Users'
      ? searchUsers(db, request.source.pk, base, search, reading)
      : searchGroups(db, request.source.pk, base, search, reading);
  const what = collection === 'Users' ? 'users' : 'groups';
  const summary =
    search.filter === null
      ? `List ${what}: ${found.total} in all`
      : `Look up ${what} where ${search.filter.slice(0, 200).toWellFormed()}: ${found.total === 0 ? 'none' : `${found.total} found`}`;
  return reply({ status: 200, body: found.body, summary, resourceType: type.name, notes: reading.notes });
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
  const answer = (body: string) =>
    reply({ status: 200, body, summary: `Read ${collection}`, resourceType: null, notes: [] });
  if (collection === 'ServiceProviderConfig') return answer(JSON.stringify(discovery.serviceProviderConfig(base)));
  if (id !== null) {
    const one =
      collection === 'Schemas' ? discovery.schemaResource(base, id) : discovery.resourceTypeResource(base, id);
    if (!one) throw scimError.notFound(`There is no ${quote(id)} among the ${collection}.`);
    return answer(JSON.stringify(one));
  }
  if (decodeQuery(request.query).has('filter'))
    throw scimError.forbidden(`${collection} cannot be filtered (RFC 7644 §4).`);
  const all = collection === 'Schemas' ? discovery.schemaResources(base) : discovery.resourceTypeResources(base);
  return answer(
    listResponse({
      totalResults: all.length,
      startIndex: 1,
      resources: all.map((resource) => JSON.stringify(resource)),
    }),
  );
}
