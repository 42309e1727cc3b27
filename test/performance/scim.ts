import { z } from 'zod';
import type { Reply } from './connection.ts';
import { requestText } from './connection.ts';
import { type Floors, measureFloors } from './floors.ts';
import { addApp, type Host, withFolder, withHost } from './host.ts';
import { type Cost, expectStatus, measure, send } from './load.ts';
import {
  activeText,
  addMembersText,
  atOneSite,
  emailOf,
  externalIdOf,
  groupText,
  oneSite,
  personText,
  userNameOf,
} from './people.ts';
import { memoryMb } from './process.ts';
import { timeStarts } from './startup.ts';
import type { Key, Measured } from './targets.ts';

export interface ScimOptions {
  readonly users: number;
  readonly profile: boolean;
  wants(key: Key): boolean;
  /** Says what is done now. */
  say(what: string): void;
}

/** Created in the row of the same name; they become the new members of the groups. */
const CREATED = 3000;
const READS = 4000;
const LISTED = 400;
const COMPLEX = 200;
const MEMBERS_WARM_UP = 200;
const MEMBERS = 1000;
/** Members that one request brings while a group is filled. */
const MEMBERS_AT_ONCE = 1000;
const MEMORY_JUDGED_AT = 50_000;
/** A filter that reads every value costs by their number; its budget is for this one. */
const COMPLEX_JUDGED_UP_TO = 5000;

const WithId = z.object({ id: z.string() });
const WithTotal = z.object({ totalResults: z.number(), Resources: z.array(z.unknown()) });
const idOf = (reply: Reply): string => WithId.parse(JSON.parse(reply.body.toString())).id;

/** A host with people in it, and what may be asked of it. */
interface Subject {
  readonly host: Host;
  readonly floors: Floors;
  readonly options: ScimOptions;
  /** Ids of the people 0, 1, 2 … */
  readonly ids: string[];
  readonly rows: Measured[];
}

/** Measures the rows of SCIM at one size, on a fresh folder, against floors of this very run. */
export function measureScim(options: ScimOptions): Promise<Measured[]> {
  return withFolder(async (folder) => {
    options.say('floors');
    const floors = await measureFloors(folder);
    const rows: Measured[] = [];
    const place = await withHost(`${folder}/data`, options.profile, async (host) => {
      options.say(`${options.users} users over HTTP`);
      const subject: Subject = { host, floors, options, ids: [], rows };
      await create(subject, options.users);
      await readRows(subject);
      await writeRows(subject);
      memoryRows(subject);
      return host.place;
    });
    if (options.wants('start')) rows.push(...(await timeStarts(`${folder}/data`, place, options.say)));
    if (options.wants('create-3-apps')) {
      await withHost(`${folder}/apps`, options.profile, (host) =>
        createWithApps({ host, floors, options, ids: [], rows }, folder),
      );
    }
    return rows;
  });
}

/** Creates the next people without measuring it. */
async function create({ host, ids }: Pick<Subject, 'host' | 'ids'>, count: number): Promise<void> {
  const first = ids.length;
  await send({ port: host.place.port, ...creation({ host, ids }, first) }, 0, count);
}

function creation({ host, ids }: Pick<Subject, 'host' | 'ids'>, first: number) {
  const created = expectStatus(201);
  return {
    request: (n: number) => requestText(host.place, 'POST', '/Users', personText(first + n)),
    check(n: number, reply: Reply) {
      created(n, reply);
      ids[first + n] = idOf(reply);
    },
  };
}

interface Requests {
  readonly warmUp: number;
  readonly requests: number;
  request(n: number): string;
  check(n: number, reply: Reply): void;
}

async function measureRow(
  { host, options, rows }: Subject,
  key: Key,
  floor: Cost,
  requests: Requests,
  judged = true,
): Promise<Cost | null> {
  if (!options.wants(key)) return null;
  options.say(key);
  const cost = await measure({ port: host.place.port, pid: host.server.pid, ...requests });
  const { perSecond, p50, p99, window } = cost;
  rows.push({
    key,
    measured: cost.cpuMs,
    floor: floor.cpuMs,
    perSecond,
    p50,
    p99,
    requests: requests.requests,
    window,
    judged,
  });
  return cost;
}

async function readRows(subject: Subject): Promise<void> {
  const { host, floors, options, ids } = subject;
  const { users } = options;
  /** Spreads the requests over everybody, always in the same way. */
  const somebody = (n: number) => (n * 7919) % users;
  const get = (path: string) => requestText(host.place, 'GET', path);
  const search = (filter: string) => get(`/Users?filter=${encodeURIComponent(filter)}`);
  const found = (total: number) => (n: number, reply: Reply) => {
    expectStatus(200)(n, reply);
    const { totalResults } = WithTotal.parse(JSON.parse(reply.body.toString()));
    if (totalResults !== total) throw new Error(`request ${n}: ${totalResults} found instead of ${total}`);
  };
  const reads = { warmUp: READS / 2, requests: READS };
  for (const [key, attribute, textOf] of [
    ['filter-userName', 'userName', userNameOf],
    ['filter-externalId', 'externalId', externalIdOf],
    ['filter-emails', 'emails.value', emailOf],
  ] as const) {
    const request = (n: number) => search(`${attribute} eq "${textOf(somebody(n))}"`);
    await measureRow(subject, key, floors.read, { ...reads, request, check: found(1) });
  }
  const byId = (n: number) => get(`/Users/${ids[somebody(n)]}`);
  await measureRow(subject, 'get', floors.read, { ...reads, request: byId, check: expectStatus(200) });
  const deep = Math.max(1, users - 150);
  await measureRow(subject, 'list', floors.readPage, {
    warmUp: LISTED / 4,
    requests: LISTED,
    request: (n) => get(`/Users?startIndex=${deep + (n % 50)}&count=100`),
    check(n, reply) {
      expectStatus(200)(n, reply);
      const { Resources } = WithTotal.parse(JSON.parse(reply.body.toString()));
      if (Resources.length < 100) throw new Error(`request ${n}: a page of ${Resources.length}`);
    },
  });
  await measureRow(
    subject,
    'complex',
    floors.readPage,
    {
      warmUp: COMPLEX / 4,
      requests: COMPLEX,
      request: () => search(`emails[type eq "work" and value co "@${oneSite}."] and active eq true`),
      check: found(atOneSite(users)),
    },
    users <= COMPLEX_JUDGED_UP_TO,
  );
}

async function writeRows(subject: Subject): Promise<void> {
  const { host, floors, options, ids, rows } = subject;
  const { users } = options;
  const patched = Math.min(2000, users);
  // First everybody is disabled, then everybody is enabled again: each request changes something.
  await measureRow(subject, 'patch', floors.change, {
    warmUp: patched,
    requests: 2 * patched,
    request: (n) =>
      requestText(host.place, 'PATCH', `/Users/${ids[n % patched]}`, activeText(Math.floor(n / patched) % 2 === 1)),
    check: expectStatus(200),
  });
  const members = (['member-5000', 'member-50000'] as const).filter(
    (key) => users >= sizeOf(key) && options.wants(key),
  );
  if (!options.wants('create') && members.length === 0) return;
  const cost = await measureRow(subject, 'create', floors.create, {
    warmUp: 0,
    requests: CREATED,
    ...creation(subject, users),
  });
  if (cost === null) await create(subject, CREATED);
  else rows.push({ key: 'create-rate', measured: cost.perSecond, floor: floors.create.perSecond });
  for (const key of members) await addMembers(subject, key);
}

const sizeOf = (key: 'member-5000' | 'member-50000'): number => (key === 'member-5000' ? 5000 : 50_000);

async function addMembers(subject: Subject, key: 'member-5000' | 'member-50000'): Promise<void> {
  const { host, floors, ids, options } = subject;
  const size = sizeOf(key);
  const group = await createGroup(host, `Group of ${size}`);
  const add = (members: readonly string[]) =>
    requestText(host.place, 'PATCH', `/Groups/${group}`, addMembersText(members));
  await send(
    {
      port: host.place.port,
      request: (n) => add(ids.slice(n * MEMBERS_AT_ONCE, Math.min((n + 1) * MEMBERS_AT_ONCE, size))),
      check: expectStatus(204),
    },
    0,
    Math.ceil(size / MEMBERS_AT_ONCE),
  );
  await measureRow(subject, key, floors.change, {
    warmUp: MEMBERS_WARM_UP,
    requests: MEMBERS,
    request: (n) => add([ids[options.users + n] ?? '']),
    check: expectStatus(204),
  });
}

async function createGroup(host: Host, name: string): Promise<string> {
  let id = '';
  await send(
    {
      port: host.place.port,
      request: () => requestText(host.place, 'POST', '/Groups', groupText(name)),
      check(n, reply) {
        expectStatus(201)(n, reply);
        id = idOf(reply);
      },
    },
    0,
    1,
  );
  return id;
}

/** Of the whole host, after everything above. */
function memoryRows({ host, options, rows }: Subject): void {
  if (!options.wants('memory')) return;
  const memory = memoryMb(host.server.pid);
  const judged = options.users >= MEMORY_JUDGED_AT;
  rows.push({ key: 'memory', measured: memory?.now ?? null, floor: null, judged });
  rows.push({ key: 'memory-highest', measured: memory?.highest ?? null, floor: null });
}

async function createWithApps(subject: Subject, folder: string): Promise<void> {
  const { host, floors } = subject;
  const groups: string[] = [];
  for (const name of ['Editors', 'Contractors', 'Managers']) groups.push(await createGroup(host, name));
  for (const name of ['First', 'Second', 'Third']) await addApp(host.client, folder, name, groups);
  await measureRow(subject, 'create-3-apps', floors.create, {
    warmUp: 1500,
    requests: CREATED,
    ...creation(subject, 0),
  });
  const { accounts } = await host.client.call('status.get', {});
  if (!accounts.pending) throw new Error('three apps observe, and no account is wanted in any of them');
}
