import { setTimeout as delay } from 'node:timers/promises';
import { openConnection, type Reply } from './connection.ts';
import { cpuMs } from './process.ts';
import { percentile } from './statistics.ts';

/** As many as an IdP opens. */
const CONNECTIONS = 10;
/** After the last reply a server still writes what it captured: that belongs to the requests, so it is waited for. */
const SETTLE_MS = 250;

/** Requests to one server, all of one kind. */
export interface Load {
  readonly port: number;
  readonly pid: number;
  /** Requests before those that are measured: the code is compiled and the caches are filled by then. */
  readonly warmUp: number;
  readonly requests: number;
  /** The request number `n`; those of the warm-up come first. */
  request(n: number): string;
  /** @throws Error when the reply is not the right one: then there is nothing to measure */
  check(n: number, reply: Reply): void;
}

/** What a load cost its server, and how long its clients waited. */
export interface Cost {
  /** Of the server's process, all its threads, for each request; null where the system does not tell. */
  readonly cpuMs: number | null;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** When it was measured, on the monotonic clock, in microseconds: to cut a profile. */
  readonly window: readonly [number, number];
}

/** Sends the warm-up and then the load, over keep-alive connections. */
export async function measure(load: Load): Promise<Cost> {
  await send(load, 0, load.warmUp);
  await delay(SETTLE_MS);
  const from = monotonicUs();
  const before = cpuMs(load.pid);
  const { seconds, waits } = await send(load, load.warmUp, load.requests);
  await delay(SETTLE_MS);
  const after = cpuMs(load.pid);
  return {
    cpuMs: before === null || after === null ? null : (after - before) / load.requests,
    perSecond: load.requests / seconds,
    p50: percentile(waits, 50),
    p99: percentile(waits, 99),
    window: [from, monotonicUs()],
  };
}

const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** Sends requests number `first` to `first + count - 1`. @returns how long it took, and each wait in milliseconds */
export async function send(
  load: Pick<Load, 'port' | 'request' | 'check'>,
  first: number,
  count: number,
): Promise<{ seconds: number; waits: number[] }> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(load.port)));
  const waits: number[] = [];
  let next = first;
  const began = performance.now();
  try {
    await Promise.all(
      connections.map(async (connection) => {
        while (next < first + count) {
          const n = next++;
          const request = load.request(n);
          const asked = performance.now();
          const reply = await connection.send(request);
          waits.push(performance.now() - asked);
          load.check(n, reply);
        }
      }),
    );
    return { seconds: (performance.now() - began) / 1000, waits };
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Refuses every reply that has not this status. */
export const expectStatus =
  (status: number) =>
  (n: number, reply: Reply): void => {
    if (reply.status === status) return;
    throw new Error(`request ${n}: ${reply.status} instead of ${status}: ${reply.body.toString().slice(0, 300)}`);
  };
