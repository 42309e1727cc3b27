import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Place } from '../performance/connection.ts';
import { createScimClient, newUser, replacing } from '../support/scim.ts';

/** How long a well-behaved source waits for an answer at most, whatever others send. */
export const PROMPT_MS = 5_000;

/** What a well-behaved source met meanwhile. */
export interface Neighbour {
  readonly waits: readonly number[];
  /** What was wrong with how it was served; null while nothing is. */
  readonly complaint: string | null;
  stop(): Promise<void>;
}

/**
 * How long this process itself was kept from doing anything: what it made up and sent meanwhile is no wait for the host.
 *
 * @returns the milliseconds so far, and how to stop counting
 */
function startOwnDelay(): { readonly ms: () => number; readonly stop: () => void } {
  const every = 10;
  let total = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    total += Math.max(0, now - last - 2 * every);
    last = now;
  }, every);
  const pending = () => Math.max(0, performance.now() - last - 2 * every);
  return { ms: () => total + pending(), stop: () => clearInterval(timer) };
}

/** A source that behaves: it creates, finds, changes and deletes a user, over and over. */
export function startNeighbour({ port, prefix, token }: Place): Neighbour {
  const agent = new Agent({ keepAlive: true });
  const own = startOwnDelay();
  const scim = createScimClient({ baseUrl: `http://127.0.0.1:${port}${prefix}`, token }, agent);
  const waits: number[] = [];
  let complaint: string | null = null;
  let goes = true;
  const ask = async (status: number, ...request: Parameters<typeof scim.send>) => {
    const asked = performance.now() - own.ms();
    const answer = await scim.send(...request);
    const ms = performance.now() - own.ms() - asked;
    waits.push(ms);
    if (answer.status !== status) complaint ??= `${request[0]} ${request[1]}: ${answer.status} instead of ${status}`;
    if (ms > PROMPT_MS) complaint ??= `${request[0]} ${request[1]}: ${Math.round(ms)} ms`;
    return answer;
  };
  const life = async (number: number) => {
    const userName = `neighbour.${number}@fuzz.test`;
    const made = await ask(201, 'POST', '/Users', { body: newUser(userName, 'Sales') });
    const path = `/Users/${made.body?.id}`;
    await ask(200, 'GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    await ask(200, 'PATCH', path, { body: replacing({ displayName: `N ${number}` }) });
    const there = await ask(200, 'GET', path);
    if (there.body?.displayName !== `N ${number}`) complaint ??= 'a change is not there';
    await ask(204, 'DELETE', path);
  };
  const work = (async () => {
    for (let number = 1; goes; number += 1) {
      await life(number);
      await delay(20);
    }
  })().catch((error: unknown) => {
    complaint ??= `its connection failed: ${String(error)}`;
  });
  return {
    waits,
    get complaint() {
      return complaint;
    },
    async stop() {
      goes = false;
      await work;
      own.stop();
      agent.destroy();
    },
  };
}

/** Connections that send one byte a second, and come back when they are thrown out. @returns ends them */
export function startSlow({ port, prefix, token }: Place, howMany: number): () => void {
  const sockets = new Set<Socket>();
  let goes = true;
  const begin = () => {
    if (!goes) return;
    const socket = connect({ host: '127.0.0.1', port });
    sockets.add(socket);
    const request = `POST ${prefix}/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 100000\r\n\r\n{`;
    let sent = 0;
    const timer = setInterval(() => {
      // Half of them are slow from the first byte on, half with the body.
      if (sent === 0 && sockets.size % 2 === 0) sent = socket.write(request) ? request.length : request.length;
      else socket.write(request.charAt(sent++) || ' ');
    }, 1_000);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(timer);
      sockets.delete(socket);
      setTimeout(begin, 500).unref();
    });
  };
  for (let count = 0; count < howMany; count += 1) begin();
  return () => {
    goes = false;
    for (const socket of sockets) socket.destroy();
  };
}
