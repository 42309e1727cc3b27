import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type Events = Protocol.Events;

/** One target of Chromium, or Chromium itself, as the DevTools protocol speaks to it. */
export interface CdpSession {
  /** @throws Error in Chromium's words, also when the target or the connection is gone */
  send<Name extends keyof Commands>(name: Name, parameters?: Commands[Name]): Promise<Results[Name]>;
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
}

export interface Cdp extends CdpSession {
  /** @returns the session that was attached under this id */
  session(id: string): CdpSession;
}

interface Waiting {
  readonly name: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Connects to a Chromium that listens for DevTools.
 *
 * @param endpoint its address, as `http://127.0.0.1:port`
 */
export async function connectCdp(endpoint: string): Promise<Cdp> {
  const version = (await (await fetch(new URL('/json/version', endpoint))).json()) as { webSocketDebuggerUrl: string };
  const socket = new WebSocket(version.webSocketDebuggerUrl);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`electron double: no Chromium answers at ${endpoint}`));
  });

  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, ((event: never) => void)[]>();
  let last = 0;

  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id === undefined) {
      const event = message.params as never;
      for (const listener of listeners.get(`${message.sessionId} ${message.method}`) ?? []) listener(event);
      return;
    }
    const { name, resolve, reject } = waiting.get(message.id) as Waiting;
    waiting.delete(message.id);
    if (message.error === undefined) resolve(message.result);
    else reject(new Error(`${name}: ${message.error.message}`));
  };
  socket.onclose = () => {
    for (const { name, reject } of waiting.values()) reject(new Error(`${name}: Chromium is gone`));
    waiting.clear();
  };

  const session = (sessionId?: string): CdpSession => ({
    send: (name, params) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) throw new Error(`${name}: Chromium is gone`);
        last += 1;
        waiting.set(last, { name, resolve: resolve as (result: unknown) => void, reject });
        socket.send(JSON.stringify({ id: last, method: name, params, sessionId }));
      }),
    on(name, listener) {
      const key = `${sessionId} ${name}`;
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
    },
  });
  return { ...session(), session };
}
