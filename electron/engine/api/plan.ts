import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { PlannedAccount } from '../../../shared/model/plan.ts';
import { readBody } from '../ingress/body.ts';
import type { ScimRequest } from '../ingress/exchange.ts';
import { ScimError } from '../scim/error.ts';
import { noPreconditions } from '../scim/version.ts';
import { findPerson } from '../store/person.ts';
import { lastCausePk, plannedOfApp, plannedOfPerson, plannedSince } from '../store/planned.ts';
import { findSource } from '../store/source.ts';
import { countPeopleOfItem, lastItemPk, openItemsSince } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { createTally, plannedAccount } from './planned.ts';
import { notFound } from './refuse.ts';

/** So many accounts are told one by one of a request. */
const TOLD = 200;
/** So many are counted before others have their turn: a few milliseconds. */
const COUNTED_AT_ONCE = 200;

/** What a request would be answered and come to: it is carried out whole, and undone. */
export async function planRequest(
  context: ApiContext,
  { sourceId, method, path, body }: ParsedInput<'plan.request'>,
): Promise<Output<'plan.request'>> {
  const known = findSource(context.db, sourceId);
  const source = known && context.findSource(known.key);
  if (!source) throw notFound('source', sourceId);
  const [place = '', query = ''] = path.split('?', 2);
  const tally = createTally();
  const accounts: PlannedAccount[] = [];
  const [cause, item] = [lastCausePk(context.db), lastItemPk(context.db)];
  const nothing = { total: tally.summary(), accounts: [], questions: [] };
  try {
    const request: ScimRequest = {
      exchangeId: context.ids.next(),
      source,
      method,
      path: place.startsWith('/') ? place : `/${place}`,
      query,
      body: readBody(body, place),
      preconditions: noPreconditions,
      text: body,
    };
    const { reply, seen } = await context.rehearse(request, (db) => {
      for (const row of plannedSince(db, cause)) {
        const planned = plannedAccount(context, row);
        if (planned === null) continue;
        tally.add(planned);
        if (accounts.length < TOLD) accounts.push(planned);
      }
      return openItemsSince(db, item).map(({ pk, title, affects }) => ({
        title,
        affects,
        people: countPeopleOfItem(db, pk),
      }));
    });
    // Whom the request would have made is not there to be asked for.
    const isThere = (id: string | null): boolean => id !== null && findPerson(context.db, id) !== undefined;
    return {
      status: reply.status,
      detail: null,
      summary: reply.summary,
      notes: reply.notes.map(({ text }) => text),
      total: tally.summary(),
      accounts: accounts.map((one) =>
        isThere(one.person.id) ? one : { ...one, person: { id: null, name: one.person.name } },
      ),
      questions: seen ?? [],
    };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { status: error.status, detail: error.detail, summary: `Refused: ${error.detail}`, notes: [], ...nothing };
  }
}

/** What would be done for one person. */
export function planPerson(context: ApiContext, { id }: ParsedInput<'plan.person'>): Output<'plan.person'> {
  const person = findPerson(context.db, id);
  if (!person) throw notFound('person', id);
  return { items: plannedOfPerson(context.db, person.pk).flatMap((row) => plannedAccount(context, row) ?? []) };
}

const appPkOf = (context: ApiContext, id: string): number => {
  const app = context.apps.list().find(({ row }) => row.id === id);
  if (!app) throw notFound('app', id);
  return app.row.pk;
};

/** What would be done in an app, account by account. */
export function listPlan(context: ApiContext, input: ParsedInput<'plan.list'>): Output<'plan.list'> {
  const place = readCursor(input.cursor, ['number']);
  const found = plannedOfApp(context.db, appPkOf(context, input.appId), Number(place?.[0] ?? 0), input.limit + 1);
  const { items, next } = pageOf(
    found,
    input.limit,
    ({ pk }) => [pk],
    (row) => plannedAccount(context, row),
  );
  return { items: items.filter((one) => one !== null), next };
}

/** Counts what would be done in an app. Others have their turn between: the door for identity providers waits for none of it. */
export async function summarisePlan(
  context: ApiContext,
  { appId }: ParsedInput<'plan.summary'>,
): Promise<Output<'plan.summary'>> {
  const appPk = appPkOf(context, appId);
  const tally = createTally();
  for (let after = 0; ; ) {
    const rows = plannedOfApp(context.db, appPk, after, COUNTED_AT_ONCE);
    for (const row of rows) {
      const planned = plannedAccount(context, row);
      if (planned) tally.add(planned);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < COUNTED_AT_ONCE) return tally.summary();
    after = last.pk;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
