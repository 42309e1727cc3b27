import type { StreamMessage, StreamPosition } from '../../shared/contract/event.ts';
import type { ScreenTransport } from './client.ts';

export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** `lastEventAt`: when anything last came from the engine (ms since the epoch); null when nothing ever did. */
  | { readonly state: 'lost'; readonly lastEventAt: number | null };

export interface FollowOptions {
  readonly transport: ScreenTransport;
  readonly onMessage: (message: StreamMessage) => void;
  readonly onConnection: (connection: Connection) => void;
  /** A stream stands: the first, or one after a loss. What came meanwhile can be asked for now. */
  readonly onOpen: (again: boolean) => void;
  readonly now: () => number;
  /** @returns a function that cancels */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

/** Heartbeats come every 15 s; a stream that is silent for longer than this is taken for dead. */
export const silenceLimit = 40_000;
const firstDelay = 250;
const longestDelay = 10_000;

/** Waits 250 ms before the first new try, then twice as long each time, 10 s at most. */
export const reconnectDelay = (failures: number): number =>
  Math.min(longestDelay, firstDelay * 2 ** Math.max(0, failures - 1));

/**
 * Follows the events for as long as it is not stopped: a stream that ends, never begins or falls silent is opened
 * again, resuming after the last position heard.
 *
 * @returns a function that stops it
 */
export function followForever({ transport, onMessage, onConnection, onOpen, now, after }: FollowOptions): () => void {
  let position: StreamPosition | null = null;
  let lastEventAt: number | null = null;
  let failures = 0;
  let opened = false;
  let stopped = false;
  let close = () => {};
  let cancelTimer = () => {};

  const lose = () => {
    if (stopped) return;
    close();
    cancelTimer();
    failures += 1;
    onConnection({ state: 'lost', lastEventAt });
    cancelTimer = after(reconnectDelay(failures), open);
  };

  const open = () => {
    let current = true;
    let standing = false;
    let beats = false;

    const stand = () => {
      if (standing) return;
      standing = true;
      const again = opened;
      opened = true;
      onConnection({ state: 'live' });
      onOpen(again);
    };
    const heard = () => {
      cancelTimer();
      // Only a stream that gives signs of life can be missed: HTTP's begins with one, a MessagePort gives none.
      if (beats) cancelTimer = after(silenceLimit, lose);
    };

    const stopStream = transport.follow(position, {
      onOpen() {
        if (!current) return;
        heard();
        stand();
      },
      onHeartbeat() {
        if (!current) return;
        failures = 0;
        beats = true;
        heard();
      },
      onMessage(message) {
        if (!current) return;
        failures = 0;
        heard();
        lastEventAt = now();
        position = { epoch: message.epoch, seq: message.seq };
        stand();
        onMessage(message);
      },
      onEnd() {
        if (current) lose();
      },
    });
    close = () => {
      current = false;
      stopStream();
    };
  };

  onConnection({ state: 'connecting' });
  open();
  return () => {
    stopped = true;
    close();
    cancelTimer();
  };
}
