import { rmSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import type { StreamLimits } from '../../electron/host/admin/events.ts';
import { createAdminServer } from '../../electron/host/admin/server.ts';
import { createSession } from '../../electron/host/admin/session.ts';
import { type BridgeLimits, type HostPort, openBridge } from '../../electron/host/bridge.ts';
import type { Worlds } from '../../electron/host/worlds.ts';
import { createHttpTransport } from '../../renderer/data/client.ts';
import { after } from '../../renderer/data/patience.ts';
import { createPortHost } from '../../renderer/data/port.ts';
import type { Transport } from '../../shared/contract/client.ts';
import { portMessage } from '../../shared/contract/desktop.ts';
import type { World } from '../../shared/model/status.ts';
import { silent } from '../host/admin-fixture.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** One way of carrying the contract, with a real end on both sides. */
export interface Carrier {
  readonly name: string;
  /** Whether merely asking for a world starts it, as the command line's door does. */
  readonly starts: boolean;
  /** @param tight whether a listener is dropped as soon as it is a little behind */
  open(worlds: Worlds, tight: boolean): Promise<Carried>;
}

export interface Carried {
  transport(world: World): Transport;
  /** Ends the host's side. */
  close(): Promise<void>;
}

const tightStream: StreamLimits = { heartbeat: 15_000, waiting: 2_000 };
const tightBridge: BridgeLimits = { ongoing: 200, unheard: 1, waiting: 20 };

/** A browser's fetch as far as addresses go: relative ones are taken from the page. */
const fetchFrom =
  (page: string): typeof fetch =>
  (input, init) =>
    fetch(new URL(String(input), page), init);

const overHttp: Carrier = {
  name: 'HTTP and server-sent events',
  starts: false,
  async open(worlds, tight) {
    const session = createSession({ now: Date.now });
    const door = { kind: 'loopback', session, screens: 'none' } as const;
    const server = createAdminServer({ worlds, logger: silent, door, ...(tight ? { limits: tightStream } : {}) });
    const port = await server.listen({ port: 0 });
    const given = { token: session.token, fetch: fetchFrom(`http://127.0.0.1:${port}/`), onUnauthorised: () => {} };
    return { transport: (world) => createHttpTransport({ ...given, world }), close: () => server.close() };
  },
};

const overSocket: Carrier = {
  name: 'the socket in the data folder',
  starts: true,
  async open(worlds, tight) {
    const folder = temporaryFolder('socket');
    const socket = path.join(folder, 's');
    const door = { kind: 'folder' } as const;
    const server = createAdminServer({ worlds, logger: silent, door, ...(tight ? { limits: tightStream } : {}) });
    await server.listen({ path: socket });
    return {
      transport: (world) => createSocketTransport(socket, world),
      async close() {
        await server.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

/** Main's end of a channel, as the bridge knows it. */
export const hostPortOf = (port: NodePort): HostPort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
  onClose: (listener) => void port.once('close', listener),
  close: () => port.close(),
});

/** A window to which only a test posts. */
export function pretendWindow(origin = 'app://bundle') {
  const listeners = new Set<(event: MessageEvent) => void>();
  const window = {
    location: { origin },
    addEventListener: (_type: 'message', listener: (event: MessageEvent) => void) => void listeners.add(listener),
    removeEventListener: (_type: 'message', listener: (event: MessageEvent) => void) => void listeners.delete(listener),
    listening: () => listeners.size,
    /** Posts what a preload would, but for what is given otherwise. */
    post(ports: readonly NodePort[], other: { origin?: string; data?: unknown; source?: unknown } = {}) {
      const event = { source: window, origin, data: portMessage, ports, ...other };
      for (const listener of [...listeners]) listener(event as unknown as MessageEvent);
    },
  };
  return window;
}

const overPort: Carrier = {
  name: 'a message port',
  starts: false,
  async open(worlds, tight) {
    const window = pretendWindow();
    const bridges: { close(): void }[] = [];
    let open = true;
    const desktop = {
      async port() {
        if (!open) throw new Error('the host has ended');
        const { port1, port2 } = new MessageChannel();
        bridges.push(openBridge(hostPortOf(port1), worlds, silent, ...(tight ? [tightBridge] : [])));
        window.post([port2]);
      },
    };
    const host = createPortHost({ desktop, window, after });
    return {
      transport: (world) => host.transport(world),
      async close() {
        open = false;
        for (const bridge of bridges) bridge.close();
      },
    };
  },
};

export const carriers: readonly Carrier[] = [overHttp, overPort, overSocket];
