import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { openConnection, requestText } from './connection.ts';
import { addApp, type Host } from './host.ts';
import { expectStatus, send } from './load.ts';
import { personText, userNameOf } from './people.ts';
import { addPostgresApp } from './postgresApp.ts';
import { memoryMb } from './process.ts';
import { percentile } from './statistics.ts';
import type { Measured } from './targets.ts';

const PROBE_EVERY_MS = 40;
const PROBES_IDLE = 250;
const LOOK_EVERY_MS = 500;
const LONGEST_MS = 30 * 60_000;

/** A client that waits for longer than people do: the machine is busy with the rest. */
const clientOf = (data: string): Client => createClient(createSocketTransport(socketOf(data), 'live'));

/**
 * A first synchronisation: everybody is known, and three apps (a SQLite file, a CSV file, a PostgreSQL server) are
 * switched on at once. Measured are each app's own time, the door beside it, and the memory.
 */
export async function measureFirstSync(
  host: Host,
  {
    folder,
    data,
    people,
    say,
  }: { readonly folder: string; readonly data: string; readonly people: number; readonly say: (what: string) => void },
): Promise<Measured[]> {
  const client = clientOf(data);
  say(`${people} people are imported`);
  const created = expectStatus(201);
  await send(
    { port: host.place.port, request: (n) => requestText(host.place, 'POST', '/Users', personText(n)), check: created },
    0,
    people,
  );
  const sqlite = (await addApp(client, folder, 'Wiki', [])).id;
  const csv = await addCsvApp(client, folder);
  const postgres = await addPostgresApp(client);
  const apps = new Map([
    ['sqlite', sqlite],
    ['csv', csv.id],
    ['postgres', postgres.id],
  ]);
  try {
    say('the door, idle');
    const idle = await probe(host, people, (n) => n < PROBES_IDLE);
    const before = memoryMb(host.server.pid);
    say('three apps are switched on');
    const began = performance.now();
    for (const id of apps.values()) {
      await client.call('app.setGuard', { id, people: 1_000_000, percent: 100 });
      await client.call('app.setState', { id, state: 'on' });
    }
    const took = new Map<string, number>();
    const probing = probe(host, people, () => took.size < apps.size);
    while (took.size < apps.size && performance.now() - began < LONGEST_MS) {
      await delay(LOOK_EVERY_MS);
      for (const [name, id] of apps) {
        if (took.has(name)) continue;
        const { outstanding, needsYou } = await client.call('app.get', { id });
        if (needsYou > 0) throw new Error(`${name}: something needs a person, which nothing here should`);
        if (outstanding > 0) continue;
        took.set(name, performance.now() - began);
        say(`  ${name}: ${Math.round((performance.now() - began) / 1000)} s`);
      }
    }
    if (took.size < apps.size) throw new Error('a first synchronisation did not end within half an hour');
    const beside = await probing;
    const after = memoryMb(host.server.pid);
    const enabled = await postgres.enabled();
    if (enabled.size !== people || csv.lines() !== people) throw new Error('not everybody has an account');
    const rate = (name: string) => (people * 1000) / (took.get(name) ?? Number.NaN);
    return [
      { key: 'first-sync-sqlite', measured: rate('sqlite'), floor: null },
      { key: 'first-sync-csv', measured: rate('csv'), floor: null },
      { key: 'first-sync-postgres', measured: rate('postgres'), floor: null },
      { key: 'first-sync-door', measured: percentile(beside, 99), floor: percentile(idle, 99) },
      { key: 'first-sync-memory', measured: after?.highest ?? null, floor: before?.now ?? null },
    ];
  } finally {
    await postgres.close();
  }
}

/** What an IdP asks meanwhile, at a steady pace. @returns milliseconds of each answer */
async function probe({ place }: Host, people: number, goesOn: (n: number) => boolean): Promise<number[]> {
  const connection = await openConnection(place.port);
  const took: number[] = [];
  const began = performance.now();
  for (let n = 0; goesOn(n); n += 1) {
    const filter = encodeURIComponent(`userName eq "${userNameOf((n * 37) % people)}"`);
    const sent = performance.now();
    const reply = await connection.send(requestText(place, 'GET', `/Users?filter=${filter}`));
    took.push(performance.now() - sent);
    expectStatus(200)(n, reply);
    await delay(Math.max(0, began + (n + 1) * PROBE_EVERY_MS - performance.now()));
  }
  connection.close();
  return took;
}

/** An app that imports a CSV file: everybody reads. It is only observing. */
async function addCsvApp(client: Client, folder: string): Promise<{ id: string; lines(): number }> {
  const file = join(folder, 'badges.csv');
  writeFileSync(file, 'Login,Status,Mail,Roles\nfirst.of.all@contoso.example,locked,,reader\n');
  const { id } = await client.call('app.add', {
    name: 'Badges',
    target: {
      kind: 'csv',
      file,
      delimiter: ',',
      byteOrderMark: false,
      users: {
        id: null,
        login: 'Login',
        active: { column: 'Status', on: 'active', off: 'locked' },
        columns: { mail: 'Mail' },
        email: 'mail',
        employeeNumber: null,
      },
      roles: { layout: 'column', column: 'Roles', separator: ';' },
      export: null,
    },
  });
  const expressions = { login: 'user.userName', mail: 'primary(user.emails)' };
  const mappings = Object.entries(expressions).map(([attribute, expression]) => ({ attribute, expression }));
  await client.call('app.setMappings', { id, mappings });
  await client.call('app.addRule', { id, rule: { name: 'Everybody reads', role: 'reader', when: 'user.active' } });
  return {
    id,
    lines: () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes(',active,')).length,
  };
}
