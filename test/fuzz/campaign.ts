import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { createClient } from '../../shared/contract/client.ts';
import { addSource, startHost } from '../performance/host.ts';
import { memoryMb } from '../performance/process.ts';
import { percentile } from '../performance/statistics.ts';
import { badge } from '../scim/support/extensions.ts';
import { createLuck } from './luck.ts';
import { startNeighbour, startSlow } from './neighbour.ts';
import { judge } from './oracle.ts';
import { plain, type Shot } from './shot.ts';
import { anyUser } from './traffic.ts';
import { send } from './wire.ts';
import { bound, type Finding, runWorker, type Tally } from './worker.ts';

/** How a campaign is to be. */
export interface Campaign {
  readonly seed: number;
  /** It ends at the first of both. */
  readonly minutes: number;
  readonly requests: number;
  /** Which workers send; each has a source of its own. */
  readonly workers: readonly number[];
  /** A folder of its own for the host. */
  readonly data: string;
  say(line: string): void;
}

export interface Verdict {
  readonly findings: readonly Finding[];
  /** What was wrong with the whole: memory, the neighbour, the log; in words. */
  readonly complaints: readonly string[];
  readonly requests: number;
  readonly summary: readonly string[];
}

/** How much more memory than after the warm-up is no leak yet: the store's caches fill, and the collector takes its time. */
const GROWTH_MB = 150;
const SLOW_CONNECTIONS = 20;
const SAY_EVERY_MS = 10_000;

/** Starts a host as an admin does, sends at it what nobody should send, and looks whether it holds. */
export async function runCampaign(campaign: Campaign): Promise<Verdict> {
  const { seed, minutes, requests, workers, data, say } = campaign;
  const server = startHost(data);
  let log = '';
  server.child.stderr?.on('data', (text: string) => {
    log += text
      .split('\n')
      .filter((line) => /"level":(?:"error"|"fatal"|50|60)/.test(line))
      .join('\n');
  });
  let exited = false;
  server.child.once('exit', () => {
    exited = true;
  });
  try {
    await server.ready;
    const client = createClient(createSocketTransport(socketOf(data), 'live'));
    await client.call('schema.put', badge);
    const places = await Promise.all(workers.map((worker) => addSource(client, `Worker ${worker}`)));
    const neighbour = startNeighbour(await addSource(client, 'Neighbour'));
    const stopSlow = startSlow(await addSource(client, 'Slow'), SLOW_CONNECTIONS);
    const tally: Tally = { statuses: new Map(), waits: [] };
    const begun = performance.now();
    const endAt = begun + minutes * 60_000;
    let sent = 0;
    let stopped = false;
    const memory: number[] = [];
    const progress = setInterval(
      () => {
        const now = memoryMb(server.pid)?.now;
        if (now !== undefined) memory.push(now);
        const seconds = Math.round((performance.now() - begun) / 1000);
        say(
          `${seconds} s: ${sent} requests, ${statusesOf(tally)}; ${Math.round(now ?? 0)} MB; the neighbour waits ${ms(percentile([...neighbour.waits], 99))} at most`,
        );
      },
      Math.min(SAY_EVERY_MS, (minutes * 60_000) / 6),
    );
    const goesOn = () => {
      if (stopped || exited || performance.now() > endAt || sent >= requests) return false;
      sent += 1;
      return true;
    };
    const found = await Promise.all(
      workers.map(async (worker, index) => {
        const place = places[index];
        if (place === undefined) return null;
        const finding = await runWorker({ seed, worker, place, tally, goesOn });
        if (finding !== null) stopped = true;
        return finding;
      }),
    );
    await neighbour.stop();
    stopSlow();
    clearInterval(progress);
    const last = memoryMb(server.pid)?.now;
    if (last !== undefined) memory.push(last);
    const complaints = complaintsOf({ exited, log, data, memory, neighbour: neighbour.complaint });
    const seconds = (performance.now() - begun) / 1000;
    return {
      findings: found.filter((finding) => finding !== null),
      complaints,
      requests: sent,
      summary: [
        `${sent} requests in ${Math.round(seconds)} s (${Math.round(sent / seconds)} a second): ${statusesOf(tally)}`,
        `waits: ${ms(percentile(tally.waits, 50))} half of them, ${ms(percentile(tally.waits, 99))} 99 of 100, ${ms(Math.max(0, ...tally.waits.slice(-100_000)))} the longest`,
        `the well-behaved source: ${neighbour.waits.length} requests, ${ms(percentile([...neighbour.waits], 50))} half of them, ${ms(percentile([...neighbour.waits], 99))} 99 of 100, ${ms(Math.max(0, ...neighbour.waits))} the longest`,
        `memory: ${memory.length === 0 ? 'not told here' : `${Math.round(warm(memory))} MB after the warm-up, ${Math.round(memory.at(-1) ?? 0)} MB at the end (at most ${GROWTH_MB} MB more)`}`,
      ],
    };
  } finally {
    await server.stop();
  }
}

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const statusesOf = ({ statuses }: Tally) =>
  [...statuses]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([status, number]) => `${number}× ${status}`)
    .join(', ');

/** What is held once everything has been compiled and cached: after the first third. */
const warm = (memory: readonly number[]) => memory[Math.floor(memory.length / 3)] ?? 0;

function complaintsOf(seen: {
  readonly exited: boolean;
  readonly log: string;
  readonly data: string;
  readonly memory: readonly number[];
  readonly neighbour: string | null;
}): string[] {
  const complaints: string[] = [];
  if (seen.exited) complaints.push('The host ended by itself.');
  if (seen.log !== '') complaints.push(`The host logged an error: ${seen.log.slice(0, 1_000)}`);
  const errors = join(seen.data, 'footbridge-errors.log');
  if (existsSync(errors)) complaints.push(`The host kept an error: ${readFileSync(errors, 'utf8').slice(0, 1_000)}`);
  if (seen.neighbour !== null) complaints.push(`The well-behaved source was not served: ${seen.neighbour}`);
  const grown = (seen.memory.at(-1) ?? 0) - warm(seen.memory);
  if (grown > GROWTH_MB) complaints.push(`Memory grew by ${Math.round(grown)} MB after the warm-up.`);
  return complaints;
}

/** Sends one shot to a fresh host with a source of three users and a group. @returns what was wrong with the answer */
export async function replay(shot: Shot, data: string): Promise<string | null> {
  const server = startHost(data);
  try {
    await server.ready;
    const client = createClient(createSocketTransport(socketOf(data), 'live'));
    await client.call('schema.put', badge);
    const place = await addSource(client);
    const luck = createLuck(1);
    const made: string[] = [];
    for (const [path, body] of [
      ['/Users', anyUser(luck)],
      ['/Users', anyUser(luck)],
      ['/Groups', { displayName: 'Replayed' }],
    ] as const) {
      const outcome = await send(plain('POST', path, body), place, luck);
      made.push(outcome.kind === 'answered' ? String((JSON.parse(outcome.answer.text) as { id?: string }).id) : '');
    }
    const [user = '', other = '', group = ''] = made;
    const outcome = await send(bound(shot, { user, other, group }), place, luck);
    await delay(200);
    return judge(shot, outcome);
  } finally {
    await server.stop();
  }
}
