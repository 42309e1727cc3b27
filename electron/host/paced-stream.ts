import type { StreamMessage } from '../../shared/contract/event.ts';

export interface PaceLimits {
  /** How many batches may be on their way to a listener that has not said it took them. */
  readonly unheard: number;
  /** How many messages may wait behind those before the listener is dropped. */
  readonly waiting: number;
}

export interface PacedStream {
  add(message: StreamMessage): void;
  /** The listener took one batch. */
  heard(): void;
  /** Sends what still waits, whatever is unheard: nothing comes after it. */
  finish(): void;
}

/**
 * Hands messages on in batches, as fast as the listener takes them: what arrives in one turn of the event loop goes
 * together, and so does what gathers while the listener is behind.
 *
 * @param send is given batches in the order of their messages, none of them empty
 * @param overwhelmed is called when more waits than may; it ends the stream
 */
export function createPacedStream(
  limits: PaceLimits,
  send: (messages: readonly StreamMessage[]) => void,
  overwhelmed: () => void,
): PacedStream {
  let waiting: StreamMessage[] = [];
  let unheard = 0;

  function flush(): void {
    if (waiting.length === 0 || unheard >= limits.unheard) return;
    const batch = waiting;
    waiting = [];
    unheard += 1;
    send(batch);
  }

  return {
    add(message) {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(message);
      // Only what gathers behind a slow listener counts: whoever was away long gets all that was missed at once.
      if (unheard >= limits.unheard && waiting.length > limits.waiting) overwhelmed();
    },
    heard() {
      unheard = Math.max(0, unheard - 1);
      flush();
    },
    finish() {
      if (waiting.length > 0) send(waiting);
      waiting = [];
    },
  };
}
