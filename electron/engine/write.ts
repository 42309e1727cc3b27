import { digest, enter } from './audit/chain.ts';
import type { Act, Written } from './directory/act.ts';
import type { Effort } from './directory/effort.ts';
import type { Emptied } from './directory/emptied.ts';
import { createGroup, patchGroup, removeGroup, replaceGroup } from './directory/groups.ts';
import { createUser, patchUser, removeUser, replaceUser } from './directory/users.ts';
import type { ScimReply, ScimRequest } from './ingress/exchange.ts';
import { redactPath, withoutSecrets } from './ingress/redact.ts';
import type { Ids } from './ports.ts';
import type { Apps } from './provisioning/apps.ts';
import { type WantContext, want } from './provisioning/want.ts';
import type { Collection, ReadContext } from './read.ts';
import { quote, scimError } from './scim/error.ts';
import type { Preconditions } from './scim/version.ts';
import { beginExchange } from './store/exchange.ts';
import type { GroupRow } from './store/group.ts';
import type { SharedTransactions } from './store/sharedTransaction.ts';
import type { WriteDb } from './store/sql.ts';
import type { UserRow } from './store/user.ts';

/** What writing needs of the engine. */
export interface WriteContext extends ReadContext {
  readonly ids: Ids;
  readonly apps: Apps;
  readonly emptied: Emptied;
  /** Shared by requests that come at the same time. */
  readonly transactions: SharedTransactions;
  readonly wantContext: WantContext;
  /** After the commit: the directory changed, and perhaps deliveries became due. */
  changed(deliveries: boolean): void;
}

/** What one operation on one resource came to. */
export type AnyWritten = Written<UserRow> | Written<GroupRow>;

/** One operation on one resource, in the transaction of its exchange. @throws ScimError what is refused */
export type Verb = (act: Act, id: string, body: unknown) => AnyWritten;

const verbs: Readonly<Record<Collection, Readonly<Record<string, Verb>>>> = {
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

/** @throws ScimError 405 when the method is none for this place */
export function verbOf(method: string, collection: Collection, id: string | null): Verb {
  const own = verbs[collection];
  const verb = Object.hasOwn(own, method) ? own[method] : undefined;
  if (!verb || (id === null) !== (method === 'POST'))
    throw scimError.methodNotAllowed(
      id === null
        ? `${method} needs the id of a resource: /${collection}/<id>.`
        : `${quote(method)} is for /${collection}.`,
    );
  return verb;
}

/** The id in a URL as it is meant. @throws ScimError 404 when it cannot be read */
export function decodeId(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw scimError.notFound('The id in the URL cannot be read.');
  }
}

/** Writes the head of the exchange, in whose transaction something is to change. @returns its key */
export const begin = (context: WriteContext, db: WriteDb, request: ScimRequest): number =>
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

/** What an operation of this request is given. @param effort of all operations of it together */
export const actOf = (
  context: WriteContext,
  db: WriteDb,
  { source }: ScimRequest,
  exchangePk: number,
  preconditions: Preconditions,
  effort: Effort,
): Act => ({
  db,
  clock: context.clock,
  ids: context.ids,
  types: context.types(),
  source,
  exchangePk,
  preconditions,
  emptied: context.emptied,
  effort,
});

/**
 * Wanted accounts, deliveries and the audit entry of what a request changed: one cause for the guard, however many
 * resources it changed. Nothing when it changed nothing.
 *
 * @param label in words, for the guard's work item
 * @returns whether deliveries are due
 */
export function settle(
  context: WriteContext,
  db: WriteDb,
  request: ScimRequest,
  exchangePk: number,
  label: string,
  all: readonly AnyWritten[],
): boolean {
  const written = all.filter(({ changePk }) => changePk !== null);
  if (written.length === 0) return false;
  const { changePks, leavers, groups } = together(written);
  const apps =
    groups === null
      ? context.apps.list()
      : context.apps.list().filter((app) => [...groups].some((group) => app.snapshot.pinnedGroups.has(group)));
  const delivering = want(db, context.wantContext, apps, changePks.keys(), {
    changePk: changePks,
    snapshotPk: null,
    workItemPk: null,
    exchangePk,
    label,
    leavers,
  });
  enter(db, {
    at: context.clock.now(),
    kind: 'exchange',
    subject: request.exchangeId,
    content: `${request.method} ${request.path}\n${withoutSecrets(request.text)}`,
  });
  return delivering;
}

/** What changes of one request come to for people: for each the last one that touched them, and whether they left. */
function together(written: readonly AnyWritten[]) {
  const changePks = new Map<number, number>();
  const leavers = new Set<number>();
  let groups: Set<string> | null = new Set();
  for (const one of written) {
    for (const personPk of one.touched) changePks.set(personPk, one.changePk ?? 0);
    if (one.groups !== null) {
      for (const group of one.groups) groups?.add(group);
      continue;
    }
    groups = null;
    // Who was said to have left, and then said to be back by the same request, has not left.
    for (const personPk of one.touched) {
      if (one.leavers.has(personPk)) leavers.add(personPk);
      else leavers.delete(personPk);
    }
  }
  return { changePks, leavers, groups };
}

export type Answer = Omit<ScimReply, 'exchangePk'>;
