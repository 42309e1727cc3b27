import type { Event, EventType, StreamMessage, StreamPosition } from '../../shared/contract/event.ts';

/** How many events can be asked for again; whoever was away longer reloads. */
const KEPT = 10_000;

export interface Events {
  readonly epoch: string;
  emit(type: EventType, ids: readonly string[], summary: string): void;
  /**
   * Sends what came after `position`, then what comes. A position of another epoch, or of too long ago, is answered
   * with `resync`. Events of one turn of the event loop arrive together.
   *
   * @returns the function that ends it
   */
  follow(position: StreamPosition | null, listener: (messages: readonly StreamMessage[]) => void): () => void;
}

/** The engine's announcements: what changed, after it was committed. */
export function createEvents(epoch: string): Events {
  const kept: Event[] = [];
  const listeners = new Set<(messages: readonly StreamMessage[]) => void>();
  let seq = 0;
  let pending: Event[] = [];

  function send(): void {
    const batch = pending;
    pending = [];
    for (const listener of listeners) listener(batch);
  }

  return {
    epoch,
    emit(type, ids, summary) {
      seq += 1;
      const event: Event = { epoch, seq, type, ids: [...ids], summary };
      kept.push(event);
      if (kept.length > KEPT * 2) kept.splice(0, kept.length - KEPT);
      if (pending.length === 0) setImmediate(send);
      pending.push(event);
    },
    follow(position, listener) {
      const missed = missedSince(position);
      if (missed.length > 0) listener(missed);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  /** What is pending is sent to every listener anyway, so it is no part of what was missed. */
  function missedSince(position: StreamPosition | null): readonly StreamMessage[] {
    const sent = seq - pending.length;
    const resync: StreamMessage = { type: 'resync', epoch, seq: sent };
    if (position === null || position.epoch !== epoch || position.seq > seq) return [resync];
    const oldest = kept[0]?.seq ?? seq + 1;
    if (position.seq + 1 < oldest) return [resync];
    return kept.filter((event) => event.seq > position.seq && event.seq <= sent);
  }
}
