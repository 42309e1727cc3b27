import type { Events } from './events.ts';
import { type Capture, createCapture } from './ingress/capture.ts';
import type { Captured, KnownSource } from './ingress/exchange.ts';
import type { Logger } from './ports.ts';
import { addExchange, addExchangeBody, completeExchange } from './store/exchange.ts';
import { markSourceSeen } from './store/source.ts';
import { type ReadDb, transaction, type WriteDb } from './store/sql.ts';

export interface Recording {
  /** Takes every exchange of the door; they are written in batches. */
  readonly capture: Capture;
  /** A source showed its token; noted with the next batch. @param at milliseconds since the epoch */
  seen(source: KnownSource, at: number): void;
}

/** Writes what the SCIM door captures, and tells of each batch after it was committed. */
export function recordExchanges(db: ReadDb, events: Events, logger: Logger): Recording {
  const seenAt = new Map<number, number>();
  const capture = createCapture(writeCaptured, (error) => {
    logger.error({ error: String(error) }, 'exchanges could not be written yet; they are tried again');
  });

  function writeCaptured(batch: readonly Captured[], suppressed: number): void {
    transaction(db, (writable) => {
      for (const exchange of batch) writeExchange(writable, exchange);
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
