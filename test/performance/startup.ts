import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../electron/engine/ingress/port.ts';
import { openConnection, type Place, requestText } from './connection.ts';
import { startHost, withFolder, withHost } from './host.ts';
import { expectStatus, send } from './load.ts';
import { personText } from './people.ts';
import { type Server, startServer } from './process.ts';
import { median } from './statistics.ts';
import type { Measured } from './targets.ts';

const STARTS = 7;
const PEOPLE = 500;
const POLL_MS = 2;
const GIVE_UP_MS = 30_000;

/** From the start of the process to the first 200, of a bare server and of the real command line on a used folder. */
export function measureStartup(say: (what: string) => void): Promise<Measured[]> {
  return withFolder(async (folder) => {
    const data = `${folder}/data`;
    const place = await withHost(data, false, async (host) => {
      const request = (n: number) => requestText(host.place, 'POST', '/Users', personText(n));
      await send({ port: host.place.port, request, check: expectStatus(201) }, 0, PEOPLE);
      return host.place;
    });
    return timeStarts(data, place, say);
  });
}

/** Starts a bare server and the real command line on a used folder. @param place the door of the folder's source */
export async function timeStarts(data: string, place: Place, say: (what: string) => void): Promise<Measured[]> {
  const bare: number[] = [];
  const ours: number[] = [];
  const ready: number[] = [];
  // By turns, so that both meet the same moments of the machine.
  for (let start = 1; start <= STARTS; start += 1) {
    say(`start ${start} of ${STARTS}`);
    const port = await freePort();
    const floor = { port, prefix: '', token: 'none' };
    bare.push((await timeStart(() => startServer('test/performance/floor.mjs', [String(port)]), floor, '/')).first200);
    const times = await timeStart(() => startHost(data), place, '/Users?count=1');
    ours.push(times.first200);
    ready.push(times.ready);
  }
  return [
    { key: 'start', measured: median(ours), floor: median(bare) },
    { key: 'start-ready', measured: median(ready), floor: null },
  ];
}

async function timeStart(
  start: () => Server,
  place: Place,
  path: string,
): Promise<{ first200: number; ready: number }> {
  const began = performance.now();
  const server = start();
  try {
    const ready = server.ready.then(() => performance.now() - began);
    await untilListening(place.port, began);
    const connection = await openConnection(place.port);
    const reply = await connection.send(requestText(place, 'GET', path));
    const first200 = performance.now() - began;
    connection.close();
    expectStatus(200)(0, reply);
    return { first200, ready: await ready };
  } finally {
    await server.stop();
  }
}

async function untilListening(port: number, began: number): Promise<void> {
  while (performance.now() - began < GIVE_UP_MS) {
    if (await isListening(port)) return;
    await delay(POLL_MS);
  }
  throw new Error(`nobody listens on port ${port} after ${GIVE_UP_MS} ms`);
}

function isListening(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port });
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
