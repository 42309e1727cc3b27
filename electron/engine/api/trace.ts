import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { Change, Trace } from '../../../shared/model/trace.ts';
import { type ChangeRow, changesOfExchange } from '../store/change.ts';
import { findExchange } from '../store/exchange.ts';
import { namesOfUserKeys } from '../store/group.ts';
import type { ReadDb } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { describeExchanges } from './exchange.ts';
import { notFound } from './refuse.ts';
import { accountsOf } from './traceAccount.ts';

const NAMES = 50;

/** The chain of one exchange; only what is stored, so a restart shows the same. */
export function getTrace(context: ApiContext, { exchangeId }: ParsedInput<'trace.get'>): Output<'trace.get'> {
  const row = findExchange(context.db, exchangeId);
  const exchange = row && describeExchanges(context.db, [row])[0];
  if (!row || !exchange) throw notFound('exchange', exchangeId);
  const changes = changesOfExchange(context.db, row.pk);
  const { accounts, accountCount } = accountsOf(
    context,
    changes.map((change) => change.pk),
  );
  return {
    exchange,
    changes: changes.map((change) => describe(context.db, change)),
    accounts,
    accountCount,
  } satisfies Trace;
}

function describe(db: ReadDb, row: ChangeRow & { resource_id: string }): Change {
  const added = JSON.parse(row.members_added ?? '[]') as number[];
  const removed = JSON.parse(row.members_removed ?? '[]') as number[];
  return {
    id: row.id,
    at: new Date(row.at).toISOString(),
    kind: row.kind,
    resourceType: row.resource_type,
    resourceId: row.resource_id,
    label: row.label,
    attributes: attributesOf(JSON.parse(row.before), JSON.parse(row.after)),
    membersAdded: namesOfUserKeys(db, added, NAMES),
    membersRemoved: namesOfUserKeys(db, removed, NAMES),
    membersAddedCount: added.length,
    membersRemovedCount: removed.length,
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Attributes one by one: objects are opened, so that `name.givenName` stands by itself. */
function attributesOf(before: JsonObject, after: JsonObject, prefix = ''): Change['attributes'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const was = before[name];
    const is = after[name];
    const path = prefix === '' ? name : `${prefix}${prefix.startsWith('urn:') ? ':' : '.'}${name}`;
    if ((isObject(was) || was === undefined) && (isObject(is) || is === undefined) && (isObject(was) || isObject(is)))
      return attributesOf(was ?? {}, is ?? {}, path);
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [{ path, before: was ?? null, after: is ?? null }];
  });
}
