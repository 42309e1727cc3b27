import type { MessagePort } from 'node:worker_threads';
import type { CdpSession } from './cdp.ts';
import type { MessagePortDouble } from './message-channel.ts';
import { decode, encode } from './page/codec.js';

/** What a preload sends to main, apart from what is said on its ports. */
export type FromPreload =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly given: unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly given: unknown[] }
  | { readonly kind: 'open'; readonly url: string; readonly name: string; readonly features: string }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'preload-error'; readonly error: Error };

type OnPort =
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'port-closed'; readonly id: number };

/** Between main and the preload of one document. */
export interface PreloadLink {
  /** Emits an event on the preload's ipcRenderer; the ports become real ones of the page. */
  event(channel: string, given: readonly unknown[], ports?: readonly MessagePortDouble[]): void;
  answer(id: number, ok: boolean, value: unknown): void;
  /** Takes what the preload's binding was called with. */
  take(text: string): void;
  /** The document is gone, and its ports with it. */
  close(): void;
}

/** @param world the preload's world of one document, by Chromium's unique id */
export function openPreloadLink(
  cdp: CdpSession,
  world: string,
  onMessage: (message: FromPreload) => void,
): PreloadLink {
  const ports = new Map<number, MessagePort>();
  let queue: string[] = [];
  let lastPort = 0;
  let closed = false;

  const send = (message: object) => {
    if (closed) return;
    // What is sent in one turn goes in one message: each costs Chromium a turn of its own.
    if (queue.push(encode(message)) === 1) setImmediate(flush);
  };
  const flush = () => {
    const expression = `electronDoubleReceive(${JSON.stringify(JSON.stringify(queue))})`;
    queue = [];
    cdp.send('Runtime.evaluate', { expression, uniqueContextId: world }).then(
      ({ exceptionDetails }) => {
        const said = exceptionDetails?.exception?.description ?? exceptionDetails?.text;
        if (said !== undefined) console.error(`electron double: the preload threw: ${said}`);
      },
      // The document went meanwhile, and nobody is there to be told.
      () => undefined,
    );
  };

  const open = (double: MessagePortDouble) => {
    lastPort += 1;
    const id = lastPort;
    const port = double.handOver();
    ports.set(id, port);
    port.on('message', (data: unknown) => send({ kind: 'port', id, data }));
    port.on('close', () => {
      if (ports.delete(id)) send({ kind: 'port-closed', id });
    });
    return id;
  };

  return {
    event: (channel, given, transferred = []) => send({ kind: 'event', channel, given, ports: transferred.map(open) }),
    answer: (id, ok, value) => send({ kind: 'answer', id, ok, value }),
    take(text) {
      const message: FromPreload | OnPort = decode(text);
      if (message.kind === 'port') {
        ports.get(message.id)?.postMessage(message.data);
      } else if (message.kind === 'port-closed') {
        const port = ports.get(message.id);
        ports.delete(message.id);
        port?.close();
      } else {
        onMessage(message);
      }
    },
    close() {
      closed = true;
      const open = [...ports.values()];
      ports.clear();
      for (const port of open) port.close();
    },
  };
}
