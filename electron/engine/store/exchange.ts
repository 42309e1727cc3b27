import type { DialectNote } from '../../../shared/model/exchange.ts';
import type { AccountState, ProofKind } from '../../../shared/model/trace.ts';
import { composedRows, type ReadDb, row, rows, run, runOne, type SqlValue, sql, type WriteDb } from './sql.ts';

/** One captured request and reply. `duration_us` is -1 until it has been captured whole. */
export interface ExchangeRow {
  readonly pk: number;
  readonly id: string;
  readonly at: number;
  readonly source_pk: number | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly duration_us: number;
  readonly resource_type: 'User' | 'Group' | null;
  readonly summary: string;
  /** JSON of `DialectNote[]`. */
  readonly notes: string;
  readonly note_count: number;
  readonly changed: number;
}

export interface ExchangeBodyRow {
  readonly request_headers: string;
  readonly request_body: string | null;
  readonly response_headers: string;
  readonly response_body: string | null;
}

export interface FinishedExchange {
  readonly id: string;
  readonly at: number;
  readonly sourcePk: number | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationUs: number;
  readonly resourceType: 'User' | 'Group' | null;
  readonly summary: string;
  readonly notes: readonly DialectNote[];
}

const begin = sql(
  'begin exchange',
  `INSERT INTO exchange (id, at, source_pk, method, path, status, duration_us, summary, notes, note_count, body_digest, changed)
   VALUES (?, ?, ?, ?, ?, 0, -1, '', '[]', 0, ?, 1)`,
);
const describe = sql(
  'describe exchange',
  'UPDATE exchange SET status = ?, resource_type = ?, summary = ?, notes = ?, note_count = ?, changed = ? WHERE pk = ?',
);
const complete = sql('complete exchange', 'UPDATE exchange SET duration_us = ? WHERE pk = ?');
const insert = sql(
  'add exchange',
  `INSERT INTO exchange (id, at, source_pk, method, path, status, duration_us, resource_type, summary, notes, note_count, changed)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
);
const addBody = sql(
  'add exchange body',
  `INSERT INTO exchange_body (exchange_pk, request_headers, request_body, response_headers, response_body)
   VALUES (?, ?, ?, ?, ?)`,
);
const unfinished = sql('unfinished exchanges', 'SELECT * FROM exchange WHERE duration_us < 0 ORDER BY pk');
const recover = sql('recover exchanges', 'UPDATE exchange SET duration_us = 0 WHERE duration_us < 0');
const byId = sql('exchange by id', 'SELECT * FROM exchange WHERE id = ?');
const byPk = sql('exchange by pk', 'SELECT * FROM exchange WHERE pk = ?');
const body = sql('exchange body', 'SELECT * FROM exchange_body WHERE exchange_pk = ?');
const pruneBodies = sql(
  'prune bodies of old reads',
  `DELETE FROM exchange_body WHERE exchange_pk IN (SELECT e.pk FROM exchange e JOIN exchange_body b ON b.exchange_pk = e.pk
   WHERE e.changed = 0 AND e.at < ? LIMIT ?)`,
);
const prune = sql(
  'prune old reads',
  `DELETE FROM exchange WHERE pk IN (SELECT e.pk FROM exchange e WHERE e.changed = 0 AND e.at < ?
   AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.exchange_pk = e.pk)
   AND NOT EXISTS (SELECT 1 FROM exchange_body b WHERE b.exchange_pk = e.pk) LIMIT ?)`,
);

/** Writes the head of an exchange that changes something, inside its transaction. @returns its key */
export const beginExchange = (
  db: WriteDb,
  exchange: Pick<FinishedExchange, 'id' | 'at' | 'sourcePk' | 'method' | 'path'>,
  bodyDigest: Buffer,
): number =>
  runOne(db, begin, [exchange.id, exchange.at, exchange.sourcePk, exchange.method, exchange.path, bodyDigest]);

/** What it came to, at the end of that transaction. */
export const describeExchange = (
  db: WriteDb,
  pk: number,
  exchange: Pick<FinishedExchange, 'status' | 'resourceType' | 'summary' | 'notes'>,
  changed: boolean,
): void =>
  void runOne(db, describe, [
    exchange.status,
    exchange.resourceType,
    exchange.summary,
    JSON.stringify(exchange.notes),
    exchange.notes.length,
    changed ? 1 : 0,
    pk,
  ]);

/** How long it took, once it has been answered; from now on it is listed. */
export const completeExchange = (db: WriteDb, pk: number, durationUs: number): void =>
  void runOne(db, complete, [durationUs, pk]);

export const addExchange = (db: WriteDb, exchange: FinishedExchange): number =>
  runOne(db, insert, [
    exchange.id,
    exchange.at,
    exchange.sourcePk,
    exchange.method,
    exchange.path,
    exchange.status,
    exchange.durationUs,
    exchange.resourceType,
    exchange.summary,
    JSON.stringify(exchange.notes),
    exchange.notes.length,
  ]);

export const addExchangeBody = (db: WriteDb, pk: number, message: ExchangeBodyRow): void =>
  void runOne(db, addBody, [
    pk,
    message.request_headers,
    message.request_body,
    message.response_headers,
    message.response_body,
  ]);

/** Those whose capture has not been written. */
export const unfinishedExchanges = (db: ReadDb): ExchangeRow[] => rows(db, unfinished);

/** After a stop: exchanges that were committed but whose bodies were not written are listed without them. */
export const recoverExchanges = (db: WriteDb): void => void run(db, recover);

export const findExchange = (db: ReadDb, id: string): ExchangeRow | undefined => row(db, byId, [id]);
export const getExchange = (db: ReadDb, pk: number): ExchangeRow | undefined => row(db, byPk, [pk]);
export const getExchangeBody = (db: ReadDb, pk: number): ExchangeBodyRow | undefined => row(db, body, [pk]);

/** Conditions over `e`, the exchange, each with its parameters. */
export interface ExchangeCondition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Exchanges that have been captured whole and meet every condition. */
export function listExchanges(
  db: ReadDb,
  conditions: readonly ExchangeCondition[],
  order: 'newest first' | 'oldest first',
  limit: number,
): ExchangeRow[] {
  const where = ['e.duration_us >= 0', ...conditions.map((condition) => `(${condition.sql})`)].join(' AND ');
  const parameters = conditions.flatMap((condition) => condition.parameters);
  const direction = order === 'newest first' ? 'DESC' : 'ASC';
  const text = `SELECT e.* FROM exchange e WHERE ${where} ORDER BY e.pk ${direction} LIMIT ?`;
  return composedRows(db, 'list exchanges', text, [...parameters, limit]);
}

/**
 * Forgets reads and refusals from before a time, a bounded number at once; what changed something is kept.
 *
 * @returns whether there may be more
 */
export function pruneExchanges(db: WriteDb, before: number, limit: number): boolean {
  const bodies = run(db, pruneBodies, [before, limit]).changes;
  const heads = run(db, prune, [before, limit]).changes;
  return bodies === limit || heads === limit;
}

/** What became of the changes of exchanges: one row for each operation, or for a delivery that has none yet. */
export interface EffectRow {
  readonly exchange_pk: number;
  readonly app: string;
  readonly app_state: 'observing' | 'on';
  readonly decisions: string;
  readonly cause_parked: number;
  readonly parked: string | null;
  readonly generation: number;
  readonly confirmed_generation: number;
  readonly cause_generation: number;
  readonly failures: number;
  readonly delivery_pk: number;
  readonly account_state: AccountState;
  readonly verb: string | null;
  readonly state: string | null;
  /** Of which kind the operation's newest proof is; null without one. */
  readonly proof: ProofKind | null;
}

const effects = sql(
  'effects of exchanges',
  `SELECT h.exchange_pk, a.name AS app, a.state AS app_state, c.decisions, c.parked AS cause_parked, d.parked,
     d.generation, d.confirmed_generation, c.generation AS cause_generation, d.failures, d.pk AS delivery_pk,
     n.state AS account_state, o.verb, o.state,
     (SELECT p.kind FROM proof p WHERE p.operation_pk = o.pk ORDER BY p.pk DESC LIMIT 1) AS proof
   FROM change h JOIN delivery_cause c ON c.change_pk = h.pk JOIN delivery d ON d.pk = c.delivery_pk
   JOIN account n ON n.pk = d.account_pk JOIN app a ON a.pk = d.app_pk
   LEFT JOIN operation_cause k ON k.cause_pk = c.pk LEFT JOIN operation o ON o.pk = k.operation_pk
   WHERE h.exchange_pk IN (SELECT value FROM json_each(?))`,
);

export const effectsOf = (db: ReadDb, exchangePks: readonly number[]): EffectRow[] =>
  rows(db, effects, [JSON.stringify(exchangePks)]);
