import type { DialectNote } from '../../shared/model/exchange.ts';
import type { Events } from './events.ts';
import { type Capture, createCapture } from './ingress/capture.ts';
import type { Captured, KnownSource } from './ingress/exchange.ts';
import type { Ids, Logger } from './ports.ts';
import { countSightings, type SeenExchange } from './sightings.ts';
import {
  addExchange,
  addExchangeBody,
  completeExchange,
  recoverExchanges,
  unfinishedExchanges,
} from './store/exchange.ts';
import { markSourceSeen } from './store/source.ts';
import { type ReadDb, transaction, type WriteDb } from './store/sql.ts';

export interface Recording {
  /** Takes every exchange of the door; they are written in batches. */
  readonly capture: Capture;
  /** A source showed its token; noted with the next batch. @param at milliseconds since the epoch */
  seen(source: KnownSource, at: number): void;
}

/** Writes what the SCIM door captures, and tells of each batch after it was committed. */
export function recordExchanges(db: ReadDb, events: Events, ids: Ids, logger: Logger): Recording {
  const seenAt = new Map<number, number>();
  const capture = createCapture(writeCaptured, (error) => {
    logger.error({ error: String(error) }, 'exchanges could not be written yet; they are tried again');
  });

  function writeCaptured(batch: readonly Captured[], suppressed: number): void {
    transaction(db, (writable) => {
      for (const exchange of batch) writeExchange(writable, exchange);
      countSightings(writable, batch.map(seenIn), ids.next);
      for (const [sourcePk, at] of seenAt) markSourceSeen(writable, sourcePk, at);
    });
    seenAt.clear();
    if (suppressed > 0) logger.warn({ suppressed }, 'refused requests that were counted and not kept');
    events.emit(
      'exchange',
      batch.map((exchange) => exchange.id),
      batch.length === 1 ? (batch[0]?.reply.summary ?? '') : `${batch.length} requests`,
    );
  }

  return { capture, seen: (source, at) => void seenAt.set(source.pk, at) };
}

/** Writes a captured exchange: the whole of it, or what its own transaction could not know yet. */
function writeExchange(db: WriteDb, exchange: Captured): void {
  const { reply } = exchange;
  const pk =
    reply.exchangePk ??
    addExchange(db, {
      id: exchange.id,
      at: exchange.at,
      sourcePk: exchange.sourcePk,
      method: exchange.method,
      path: exchange.path,
      status: reply.status,
      durationUs: exchange.durationUs,
      resourceType: reply.resourceType,
      summary: reply.summary,
      notes: reply.notes,
    });
  if (reply.exchangePk !== null) completeExchange(db, pk, exchange.durationUs);
  addExchangeBody(db, pk, {
    request_headers: JSON.stringify(exchange.requestHeaders),
    request_body: exchange.requestBody,
    response_headers: JSON.stringify(exchange.responseHeaders),
    response_body: reply.body,
  });
}

const seenIn = ({ reply, requestHeaders, ...exchange }: Captured): SeenExchange => ({
  ...exchange,
  headers: requestHeaders,
  status: reply.status,
  responseBody: reply.body,
  notes: reply.notes,
});

/** After a stop: exchanges that were committed but not captured whole are listed without bodies, and counted. */
export function recoverUnfinished(db: ReadDb, ids: Ids): void {
  const unfinished = unfinishedExchanges(db).map(
    (row): SeenExchange => ({
      ...row,
      sourcePk: row.source_pk,
      headers: {},
      requestBody: null,
      responseBody: null,
      notes: JSON.parse(row.notes) as DialectNote[],
    }),
  );
  if (unfinished.length === 0) return;
  transaction(db, (writable) => {
    countSightings(writable, unfinished, ids.next);
    recoverExchanges(writable);
  });
}
