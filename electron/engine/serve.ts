import { bulk } from './bulk.ts';
import { createEffort } from './directory/effort.ts';
import { answerGroup, answerUser } from './directory/reply.ts';
import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import { type Collection, discover, read, search } from './read.ts';
import { decodeQuery } from './scim/dialect/query.ts';
import { quote, scimError } from './scim/error.ts';
import { type Projection, parseProjection } from './scim/project.ts';
import { entityTag } from './scim/version.ts';
import { describeExchange } from './store/exchange.ts';
import { type GroupRow, hasMoreMembersThan } from './store/group.ts';
import type { WriteDb } from './store/sql.ts';
import type { UserRow } from './store/user.ts';
import { type Answer, type AnyWritten, actOf, begin, decodeId, settle, verbOf, type WriteContext } from './write.ts';

/** A PATCHed group is answered whole up to so many members; beyond that 204 says it was done. */
const GROUP_ANSWERED_UP_TO = 200;

/**
 * Answers one authenticated request: the order of its steps, in one place. What changes something is done whole or not
 * at all, in a transaction that requests of the same moment may share: resource and change, wanted accounts with their
 * reasons, deliveries under the guard, audit. It is answered when it is durable.
 *
 * @throws ScimError what is refused; then nothing has changed
 */
export function serve(context: WriteContext, request: ScimRequest): ScimReply | Promise<ScimReply> {
  // Some clients end every path with a slash.
  const [, collection = '', rawId, ...more] = request.path.replace(/\/$/, '').split('/');
  if (more.length > 0) throw scimError.notFound(`There is nothing at ${quote(request.path)}.`);
  if (collection === '.search' && rawId === undefined) return search(context, request, ['Users', 'Groups']);
  if (rawId === '.search' && (collection === 'Users' || collection === 'Groups'))
    return search(context, request, [collection]);
  const id = rawId === undefined || rawId === '' ? null : decodeId(rawId);
  switch (collection) {
    case 'Users':
    case 'Groups':
      return request.method === 'GET'
        ? read(context, request, collection, id)
        : write(context, request, collection, id);
    case 'ServiceProviderConfig':
    case 'Schemas':
    case 'ResourceTypes':
      if (request.method !== 'GET') throw scimError.methodNotAllowed(`${collection} can only be read.`);
      return discover(context, request, collection, id);
    case 'Bulk':
      if (id !== null) throw scimError.notFound(`There is nothing at ${quote(request.path)}.`);
      return bulk(context, request);
    case 'Me':
      throw scimError.notImplemented('/Me is not served: who asks here is an identity provider, not a user.');
    default:
      throw scimError.notFound(`There is nothing at ${quote(request.path)}. /Users and /Groups are.`);
  }
}

async function write(
  context: WriteContext,
  request: ScimRequest,
  collection: Collection,
  id: string | null,
): Promise<ScimReply> {
  const verb = verbOf(request.method, collection, id);
  const type = collection === 'Users' ? ('User' as const) : ('Group' as const);
  // Refused before anything is done: what is asked of the answer must be readable, too.
  const query = decodeQuery(request.query);
  const attributes = query.get('attributes');
  const projection = parseProjection(context.types()[type], {
    attributes,
    excludedAttributes: query.get('excludedAttributes'),
  });
  // RFC 7644 §3.5.2: "The server MUST return a 200 OK if the "attributes" parameter is specified".
  const mayBeSilent = request.method === 'PATCH' && attributes === undefined;
  const { reply, changed, delivering } = await context.transactions.run((db) => {
    const exchangePk = begin(context, db, request);
    const act = actOf(context, db, request, exchangePk, request.preconditions, createEffort());
    const written = verb(act, id ?? '', request.body);
    const delivering = settle(context, db, request, exchangePk, written.summary, [written]);
    const answer = answerOf(context, db, request, type, written, projection, mayBeSilent);
    const changed = written.changePk !== null;
    describeExchange(db, exchangePk, { ...answer, resourceType: type }, changed);
    return { reply: { ...answer, exchangePk }, changed, delivering };
  });
  if (changed) context.changed(delivering);
  return reply;
}

function answerOf(
  context: WriteContext,
  db: WriteDb,
  request: ScimRequest,
  type: 'User' | 'Group',
  written: AnyWritten,
  projection: Projection,
  mayBeSilent: boolean,
): Answer {
  const { status, row, summary, notes } = written;
  const common = { summary, notes, resourceType: type };
  const nothing: Answer = { ...common, status: 204, body: null };
  if (row === null) return nothing;
  if (mayBeSilent && isEmptyPatch(request.body)) return nothing;
  const tooLong = mayBeSilent && type === 'Group' && hasMoreMembersThan(db, row.pk, GROUP_ANSWERED_UP_TO);
  if (tooLong) return { ...nothing, etag: entityTag(row.version) };
  const base = context.baseUrl(request.source.key);
  const answered =
    type === 'User'
      ? answerUser(db, row as UserRow, base, projection)
      : answerGroup(db, row as GroupRow, base, projection);
  return { ...common, ...answered, status: status === 201 ? status : 200 };
}

/** An empty list of operations is answered 204: validators send it. */
const isEmptyPatch = (body: unknown): boolean => {
  const operations = (body as { Operations?: unknown } | null)?.Operations;
  return Array.isArray(operations) && operations.length === 0;
};
