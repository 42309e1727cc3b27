import { join } from 'node:path';
import { z } from 'zod';
import { requestText } from './connection.ts';
import { type Cost, expectStatus, type Load, measure } from './load.ts';
import { personText } from './people.ts';
import { startServer } from './process.ts';

/** What the same requests cost a bare server. */
export interface Floors {
  readonly create: Cost;
  readonly change: Cost;
  /** A reply of one user. */
  readonly read: Cost;
  /** A reply of a hundred users. */
  readonly readPage: Cost;
}

const Ready = z.object({ port: z.number().int() });
const WARM_UP = 2000;
const REQUESTS = 4000;
const USER_BYTES = 1000;
const PAGE_BYTES = 100 * 1100;

/** Measures the floors in a server of their own, with nothing else running. @param folder on the disk of the product */
export async function measureFloors(folder: string): Promise<Floors> {
  const server = startServer('test/performance/floor.mjs', ['0', join(folder, 'floor.db')]);
  try {
    const place = { port: Ready.parse(await server.ready).port, prefix: '', token: 'none' };
    const of = (status: number, request: Load['request'], requests = REQUESTS) =>
      measure({
        port: place.port,
        pid: server.pid,
        warmUp: Math.min(WARM_UP, requests),
        requests,
        request,
        check: expectStatus(status),
      });
    return {
      create: await of(201, (n) => requestText(place, 'POST', '/', personText(n))),
      change: await of(200, (n) => requestText(place, 'PATCH', `/${n + 1}`, personText(n))),
      read: await of(200, () => requestText(place, 'GET', `/${USER_BYTES}`)),
      readPage: await of(200, () => requestText(place, 'GET', `/${PAGE_BYTES}`), REQUESTS / 4),
    };
  } finally {
    await server.stop();
  }
}
