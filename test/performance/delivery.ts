import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Client } from '../../shared/contract/client.ts';
import { measureClaim } from './claim.ts';
import { openConnection, requestText } from './connection.ts';
import { addApp, type Host, withFolder, withHost } from './host.ts';
import { expectStatus, send } from './load.ts';
import { activeText, displayNameText, personText, userNameOf } from './people.ts';
import { addPostgresApp } from './postgresApp.ts';
import { median, percentile } from './statistics.ts';
import type { Measured } from './targets.ts';

/** Half of them leave, one after the other; the other half are looked up and renamed meanwhile. */
const PEOPLE = 300;
const LEAVERS = 150;
const LEAVER_EVERY_MS = 160;
/** 25 requests a second. */
const REQUEST_EVERY_MS = 40;
const FLOOR_ROUNDS = 200;
const CAPTURED_WITHIN_MS = 500;

const WithId = z.object({ id: z.string() });

/** From the IdP's "disable" to the target read back as disabled, while other requests arrive. */
export function measureDelivery(say: (what: string) => void, profile: boolean): Promise<Measured[]> {
  return withFolder(async (folder) => {
    say('floor');
    const floor = bareDisables(folder);
    say('100,000 wait');
    const claim = measureClaim(folder);
    say('a SQLite app');
    const sqlite = await withHost(join(folder, 'sqlite'), profile, (host) => inSqlite(host, folder, say));
    say('a PostgreSQL app');
    const postgres = await withHost(join(folder, 'postgres'), profile, (host) => inPostgres(host, say));
    return [
      { key: 'disable-p50', measured: percentile(sqlite.took, 50), floor: median(floor) },
      { key: 'disable-p95', measured: percentile(sqlite.took, 95), floor: percentile(floor, 95) },
      { key: 'disable-postgres-p50', measured: percentile(postgres.took, 50), floor: null },
      { key: 'disable-postgres-p95', measured: percentile(postgres.took, 95), floor: null },
      claim,
      { key: 'beside-p99', measured: percentile([...sqlite.beside, ...postgres.beside], 99), floor: null },
    ];
  });
}

interface Leaving {
  /** Milliseconds to each proof. */
  readonly took: readonly number[];
  /** Milliseconds of each request beside. */
  readonly beside: readonly number[];
}

async function inSqlite(host: Host, folder: string, say: (what: string) => void): Promise<Leaving> {
  const { id, file } = await addApp(host.client, folder, 'Wiki', []);
  const leaving = await measureLeaving(host, id, say);
  const database = new Database(file, { readonly: true });
  const rows = database.prepare('SELECT username, enabled FROM users').all() as { username: string; enabled: number }[];
  database.close();
  expectDisabled(new Map(rows.map((row) => [row.username, row.enabled === 1])));
  return leaving;
}

async function inPostgres(host: Host, say: (what: string) => void): Promise<Leaving> {
  const app = await addPostgresApp(host.client);
  try {
    const leaving = await measureLeaving(host, app.id, say);
    expectDisabled(await app.enabled());
    return leaving;
  } finally {
    await app.close();
  }
}

async function measureLeaving(host: Host, id: string, say: (what: string) => void): Promise<Leaving> {
  await host.client.call('app.setGuard', { id, people: 1_000_000, percent: 100 });
  await host.client.call('app.setState', { id, state: 'on' });
  say(`${PEOPLE} people join`);
  const ids = await joinPeople(host);
  await untilDelivered(host.client);
  say(`${LEAVERS} of them leave`);
  const { sent, beside } = await leave(host, ids);
  await untilDelivered(host.client);
  // The last exchanges are listed once they have been captured whole.
  await delay(CAPTURED_WITHIN_MS);
  return { took: await tookUntilProved(host.client, sent), beside };
}

async function joinPeople(host: Host): Promise<string[]> {
  const ids: string[] = [];
  const created = expectStatus(201);
  await send(
    {
      port: host.place.port,
      request: (n) => requestText(host.place, 'POST', '/Users', personText(n)),
      check(n, reply) {
        created(n, reply);
        ids[n] = WithId.parse(JSON.parse(reply.body.toString())).id;
      },
    },
    0,
    PEOPLE,
  );
  return ids;
}

async function untilDelivered(client: Client): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const { outstanding, needsYou } = await client.call('status.get', {});
    if (needsYou > 0) throw new Error('something needs a person, which nothing here should');
    if (outstanding === 0) return;
    await delay(100);
  }
  throw new Error('deliveries are still outstanding after a minute');
}

/** @returns when each leaver's request was sent (milliseconds since the epoch, by id), and the waits of the others */
async function leave(
  { place }: Host,
  ids: readonly string[],
): Promise<{ sent: ReadonlyMap<string, number>; beside: readonly number[] }> {
  const idp = await openConnection(place.port);
  const other = await openConnection(place.port);
  const sent = new Map<string, number>();
  const beside: number[] = [];
  let leaving = true;
  const others = everyMs(REQUEST_EVERY_MS, async (n) => {
    const began = performance.now();
    const reply = await other.send(requestText(place, ...otherRequest(n, ids)));
    beside.push(performance.now() - began);
    expectStatus(200)(n, reply);
    return leaving;
  });
  await everyMs(LEAVER_EVERY_MS, async (n) => {
    const id = ids[n] ?? '';
    sent.set(id, Date.now());
    const reply = await idp.send(requestText(place, 'PATCH', `/Users/${id}`, activeText(false)));
    expectStatus(200)(n, reply);
    return n + 1 < LEAVERS;
  });
  leaving = false;
  await others;
  idp.close();
  other.close();
  return { sent, beside };
}

/** What an IdP does all day: look somebody up, read, and now and then change something that is delivered too. */
function otherRequest(n: number, ids: readonly string[]): [method: string, path: string, body?: string] {
  const who = LEAVERS + (n % (PEOPLE - LEAVERS));
  if (n % 5 === 0) return ['PATCH', `/Users/${ids[who]}`, displayNameText(`Person ${who} the ${n}th`)];
  if (n % 5 === 1) return ['GET', `/Users/${ids[who]}`];
  return ['GET', `/Users?filter=${encodeURIComponent(`userName eq "${userNameOf(who)}"`)}`];
}

/** Does something at a steady pace (a late turn does not delay the next ones) until it says no. */
async function everyMs(pace: number, act: (n: number) => Promise<boolean>): Promise<void> {
  const began = performance.now();
  for (let n = 0; await act(n); n += 1) {
    await delay(Math.max(0, began + (n + 1) * pace - performance.now()));
  }
}

/** @returns milliseconds from the request to the moment its proof was seen, for each leaver */
async function tookUntilProved(client: Client, sent: ReadonlyMap<string, number>): Promise<number[]> {
  const took: number[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string; path: string; method: string }[]; next: string | null } = await client.call(
      'exchange.list',
      { filter: { changesOnly: true }, limit: 500, ...(cursor === null ? {} : { cursor }) },
    );
    for (const { id, path, method } of page.items) {
      const at = method === 'PATCH' ? sent.get(path.slice('/Users/'.length)) : undefined;
      if (at !== undefined) took.push((await provedAt(client, id)) - at);
    }
    cursor = page.next;
  } while (cursor !== null);
  if (took.length !== sent.size) throw new Error(`${took.length} of ${sent.size} leavers can be traced`);
  return took;
}

async function provedAt(client: Client, exchangeId: string): Promise<number> {
  const { accounts } = await client.call('trace.get', { exchangeId });
  const proof = accounts.flatMap(({ operations }) => operations).find(({ verb }) => verb === 'disable')?.proof;
  if (proof?.kind !== 'proved') throw new Error(`exchange ${exchangeId}: the disable is not proved`);
  return Date.parse(proof.at);
}

/** @throws Error when a leaver could still sign in, or somebody else could not */
function expectDisabled(enabled: ReadonlyMap<string, boolean>): void {
  for (let n = 0; n < PEOPLE; n += 1)
    if (enabled.get(userNameOf(n)) !== n >= LEAVERS) throw new Error(`${userNameOf(n)} is not as it should be`);
}

/**
 * The least that a proved disable does: note the change, note the intent, disable in the app's file, read it back over
 * a new connection, note the proof.
 *
 * @returns milliseconds of each round
 */
function bareDisables(folder: string): number[] {
  const own = new Database(join(folder, 'bare.db'));
  own.pragma('journal_mode = WAL');
  own.pragma('synchronous = FULL');
  own.exec('CREATE TABLE note (pk INTEGER PRIMARY KEY, text TEXT NOT NULL)');
  const note = own.prepare('INSERT INTO note (text) VALUES (?)');
  const file = join(folder, 'bare-app.db');
  const app = new Database(file);
  app.exec('CREATE TABLE users (id INTEGER PRIMARY KEY, enabled INTEGER NOT NULL)');
  const add = app.prepare('INSERT INTO users (enabled) VALUES (1)');
  for (let n = 0; n < FLOOR_ROUNDS; n += 1) add.run();
  const disable = app.prepare('UPDATE users SET enabled = 0 WHERE id = ?');
  const took: number[] = [];
  for (let id = 1; id <= FLOOR_ROUNDS; id += 1) {
    const began = performance.now();
    note.run('change');
    note.run('intent');
    disable.run(id);
    const reader = new Database(file);
    const seen = reader.prepare('SELECT enabled FROM users WHERE id = ?').pluck().get(id);
    reader.close();
    if (seen !== 0) throw new Error('a bare disable was not read back');
    note.run('proof');
    took.push(performance.now() - began);
  }
  app.close();
  own.close();
  return took;
}
