import { digest, enter } from './audit/chain.ts';
import type { Act, Written } from './directory/act.ts';
import type { Emptied } from './directory/emptied.ts';
import { createGroup, patchGroup, removeGroup, replaceGroup } from './directory/groups.ts';
import { groupText, userText } from './directory/reply.ts';
import { createUser, patchUser, removeUser, replaceUser } from './directory/users.ts';
import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import { redactPath, withoutSecrets } from './ingress/redact.ts';
import type { Ids } from './ports.ts';
import type { Apps } from './provisioning/apps.ts';
import { type WantContext, want } from './provisioning/want.ts';
import { discover, type ReadContext, read, search } from './read.ts';
import { decodeQuery } from './scim/dialect/query.ts';
import { quote, scimError } from './scim/error.ts';
import { type Projection, parseProjection } from './scim/project.ts';
import { beginExchange, describeExchange } from './store/exchange.ts';
import { type GroupRow, hasMoreMembersThan } from './store/group.ts';
import type { SharedTransactions } from './store/sharedTransaction.ts';
import type { WriteDb } from './store/sql.ts';
import type { UserRow } from './store/user.ts';

/** What answering requests needs of the engine. */
export interface ServeContext extends ReadContext {
  readonly ids: Ids;
  readonly apps: Apps;
  readonly emptied: Emptied;
  /** Shared by requests that come at the same time. */
  readonly transactions: SharedTransactions;
  readonly wantContext: WantContext;
  /** After the commit: the directory changed, and perhaps deliveries became due. */
  changed(deliveries: boolean): void;
}

/** A PATCHed group is answered whole up to so many members; beyond that 204 says it was done. */
const GROUP_ANSWERED_UP_TO = 200;

type Answer = Omit<ScimReply, 'exchangePk'>;

/**
 * Answers one authenticated request: the order of its steps, in one place. What changes something is done whole or not
 * at all, in a transaction that requests of the same moment may share: resource and change, wanted accounts with their
 * reasons, deliveries under the guard, audit. It is answered when it is durable.
 *
 * @throws ScimError what is refused; then nothing has changed
 */
export function serve(context: ServeContext, request: ScimRequest): ScimReply | Promise<ScimReply> {
  const [, collection = '', rawId, ...more] = request.path.split('/');
  if (more.length > 0) throw scimError.notFound(`There is nothing at ${quote(request.path)}.`);
  if (collection === '.search' && rawId === undefined) return search(context, request, ['Users', 'Groups']);
  if (rawId === '.search' && (collection === 'Users' || collection === 'Groups'))
    return search(context, request, [collection]);
  const id = rawId === undefined || rawId === '' ? null : decode(rawId);
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
    case 'Me':
    case 'Bulk':
      throw scimError.notImplemented(`/${collection} is not served; see /ServiceProviderConfig for what is.`);
    default:
      throw scimError.notFound(`There is nothing at ${quote(request.path)}. /Users and /Groups are.`);
  }
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw scimError.notFound('The id in the URL cannot be read.');
  }
}

async function write(
  context: ServeContext,
  request: ScimRequest,
  collection: 'Users' | 'Groups',
  id: string | null,
): Promise<ScimReply> {
  const verb = verbOf(request.method, collection, id);
  const type = collection === 'Users' ? ('User' as const) : ('Group' as const);
  // Refused before anything is done: what is asked of the answer must be readable, too.
  const query = decodeQuery(request.query);
  const types = context.types();
  const projection = parseProjection(types[type], {
    attributes: query.get('attributes'),
    excludedAttributes: query.get('excludedAttributes'),
  });
  const { reply, changed, delivering } = await context.transactions.run((db) => {
    const exchangePk = begin(context, db, request);
    const act: Act = {
      db,
      clock: context.clock,
      ids: context.ids,
      types,
      source: request.source,
      exchangePk,
      emptied: context.emptied,
    };
    const written = verb(act, id ?? '', request.body);
    const { changePk } = written;
    const delivering = changePk !== null && settle(context, db, request, exchangePk, written, changePk);
    const answer = answerOf(context, db, request, type, written, projection);
    describeExchange(db, exchangePk, { ...answer, resourceType: type }, changePk !== null);
    return { reply: { ...answer, exchangePk }, changed: changePk !== null, delivering };
  });
  if (changed) context.changed(delivering);
  return reply;
}

/** Writes the head of the exchange. @returns its key */
const begin = (context: ServeContext, db: WriteDb, request: ScimRequest): number =>
  beginExchange(
    db,
    {
      id: request.exchangeId,
      at: context.clock.now(),
      sourcePk: request.source.pk,
      method: request.method,
      path: redactPath(request.query === '' ? request.path : `${request.path}?${request.query}`),
    },
    digest(withoutSecrets(request.text)),
  );

type Verb = (act: Act, id: string, body: unknown) => Written<UserRow> | Written<GroupRow>;

const verbs: Readonly<Record<'Users' | 'Groups', Readonly<Record<string, Verb>>>> = {
  Users: {
    POST: (act, _id, body) => createUser(act, body),
    PUT: replaceUser,
    PATCH: patchUser,
    DELETE: (act, id) => removeUser(act, id),
  },
  Groups: {
    POST: (act, _id, body) => createGroup(act, body),
    PUT: replaceGroup,
    PATCH: patchGroup,
    DELETE: (act, id) => removeGroup(act, id),
  },
};

function verbOf(method: string, collection: 'Users' | 'Groups', id: string | null): Verb {
  const verb = verbs[collection][method];
  if (!verb || (id === null) !== (method === 'POST'))
    throw scimError.methodNotAllowed(
      id === null ? `${method} needs the id of a resource: /${collection}/<id>.` : `${method} is for /${collection}.`,
    );
  return verb;
}

/** Wanted accounts, deliveries and the audit entry of a committed-to-be change. @returns whether deliveries are due */
function settle(
  context: ServeContext,
  db: WriteDb,
  request: ScimRequest,
  exchangePk: number,
  written: Written<UserRow> | Written<GroupRow>,
  changePk: number,
): boolean {
  const { groups } = written;
  const apps =
    groups === null
      ? context.apps.list()
      : context.apps.list().filter((app) => groups.some((group) => app.snapshot.pinnedGroups.has(group)));
  const delivering = want(db, context.wantContext, apps, written.touched, {
    changePk,
    snapshotPk: null,
    workItemPk: null,
    exchangePk,
    label: written.summary,
    leavers: written.leavers,
  });
  enter(db, {
    at: context.clock.now(),
    kind: 'exchange',
    subject: request.exchangeId,
    content: `${request.method} ${request.path}\n${withoutSecrets(request.text)}`,
  });
  return delivering;
}

function answerOf(
  context: ServeContext,
  db: WriteDb,
  request: ScimRequest,
  type: 'User' | 'Group',
  written: Written<UserRow> | Written<GroupRow>,
  projection: Projection,
): Answer {
  const { status, row, summary, notes } = written;
  const common = { summary, notes, resourceType: type };
  const nothing: Answer = { ...common, status: 204, body: null };
  if (row === null) return nothing;
  if (request.method === 'PATCH' && isEmptyPatch(request.body)) return nothing;
  const tooLong =
    type === 'Group' && request.method === 'PATCH' && hasMoreMembersThan(db, row.pk, GROUP_ANSWERED_UP_TO);
  if (tooLong) return nothing;
  const base = context.baseUrl(request.source.key);
  const body =
    type === 'User' ? userText(db, row as UserRow, base, projection) : groupText(db, row as GroupRow, base, projection);
  if (status !== 201) return { ...common, status: 200, body };
  return { ...common, status, body, location: `${base}/${type === 'User' ? 'Users' : 'Groups'}/${row.id}` };
}

/** An empty list of operations is answered 204: validators send it. */
const isEmptyPatch = (body: unknown): boolean => {
  const operations = (body as { Operations?: unknown } | null)?.Operations;
  return Array.isArray(operations) && operations.length === 0;
};
