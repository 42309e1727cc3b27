import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { DialectNote, Exchange, ExchangeDetail, ExchangeFilter } from '../../../shared/model/exchange.ts';
import { normalisers } from '../scim/dialect/catalogue.ts';
import {
  type EffectRow,
  type ExchangeCondition,
  type ExchangeRow,
  effectsOf,
  findExchange,
  getExchangeBody,
  listExchanges,
} from '../store/exchange.ts';
import { findSource, getSource } from '../store/source.ts';
import type { ReadDb } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { effectOf } from './effect.ts';
import { conditionsOfText } from './filterText.ts';
import { notFound } from './refuse.ts';

/** A page of Activity: newest first, or what is newer than `after`, or just the named rows. */
export function listExchangePage(context: ApiContext, input: ParsedInput<'exchange.list'>): Output<'exchange.list'> {
  const { db } = context;
  const conditions = input.filter ? conditionsOf(db, input.filter) : [];
  if (input.ids) {
    const named = { sql: 'e.id IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(input.ids)] };
    return { items: describeExchanges(db, listExchanges(db, [named], 'newest first', input.limit)), next: null };
  }
  if (input.after !== undefined) {
    const newer = { sql: 'e.pk > ?', parameters: [input.after] };
    const found = listExchanges(db, [...conditions, newer], 'oldest first', input.limit);
    return { items: describeExchanges(db, found.reverse()), next: null };
  }
  const cursor = input.cursor === undefined ? null : Number.parseInt(input.cursor, 10);
  if (cursor !== null && Number.isSafeInteger(cursor)) conditions.push({ sql: 'e.pk < ?', parameters: [cursor] });
  const found = listExchanges(db, conditions, 'newest first', input.limit + 1);
  const items = found.slice(0, input.limit);
  const last = items.at(-1);
  return { items: describeExchanges(db, items), next: found.length > input.limit && last ? String(last.pk) : null };
}

function conditionsOf(db: ReadDb, filter: ExchangeFilter): ExchangeCondition[] {
  const conditions: ExchangeCondition[] = [];
  if (filter.outcomes.length > 0) {
    const ranges = { ok: 'e.status < 400', refused: 'e.status BETWEEN 400 AND 499', failed: 'e.status >= 500' };
    const chosen = filter.outcomes.map((outcome) => ranges[outcome]);
    conditions.push({ sql: chosen.join(' OR '), parameters: [] });
  }
  if (filter.sourceId !== undefined)
    conditions.push({ sql: 'e.source_pk = ?', parameters: [findSource(db, filter.sourceId)?.pk ?? -1] });
  if (filter.resourceType !== undefined)
    conditions.push({ sql: 'e.resource_type = ?', parameters: [filter.resourceType] });
  if (filter.changesOnly) conditions.push({ sql: 'e.changed = 1', parameters: [] });
  return [...conditions, ...conditionsOfText(filter.text)];
}

/** Rows as Activity shows them, with what became of each. */
export function describeExchanges(db: ReadDb, rows: readonly ExchangeRow[]): Exchange[] {
  const effects = new Map<number, EffectRow[]>();
  const changed = rows.filter((row) => row.changed === 1).map((row) => row.pk);
  for (const effect of changed.length === 0 ? [] : effectsOf(db, changed)) {
    const same = effects.get(effect.exchange_pk);
    if (same) same.push(effect);
    else effects.set(effect.exchange_pk, [effect]);
  }
  const sources = new Map<number, Exchange['source']>();
  const sourceOf = (pk: number | null): Exchange['source'] => {
    if (pk === null) return null;
    if (!sources.has(pk)) {
      const source = getSource(db, pk);
      sources.set(pk, source ? { id: source.id, name: source.name } : null);
    }
    return sources.get(pk) ?? null;
  };
  return rows.map((row) => ({
    id: row.id,
    seq: row.pk,
    at: new Date(row.at).toISOString(),
    source: sourceOf(row.source_pk),
    method: row.method,
    path: row.path,
    status: row.status,
    durationMs: row.duration_us / 1000,
    outcome: row.status >= 500 ? 'failed' : row.status >= 400 ? 'refused' : 'ok',
    resourceType: row.resource_type,
    summary: row.summary,
    notes: row.note_count,
    effect: effectOf(effects.get(row.pk) ?? []),
  }));
}

const explanations = new Map(normalisers.map(({ name, explanation }) => [name, explanation]));

/** One exchange with both of its messages, as far as they were kept. */
export function getExchangeDetail(context: ApiContext, { id }: ParsedInput<'exchange.get'>): ExchangeDetail {
  const row = findExchange(context.db, id);
  const exchange = row && describeExchanges(context.db, [row])[0];
  if (!row || !exchange) throw notFound('exchange', id);
  const body = getExchangeBody(context.db, row.pk);
  const headers = (text: string | undefined) =>
    text === undefined ? {} : (JSON.parse(text) as Record<string, string>);
  return {
    ...exchange,
    request: { headers: headers(body?.request_headers), body: body?.request_body ?? null },
    response: { headers: headers(body?.response_headers), body: body?.response_body ?? null },
    dialectNotes: (JSON.parse(row.notes) as DialectNote[]).map((note) => ({
      ...note,
      explanation: explanations.get(note.normaliser) ?? null,
    })),
  };
}
