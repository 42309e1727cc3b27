import { isDeepStrictEqual } from 'node:util';
import type { Place } from '../performance/connection.ts';
import { createLuck, type Luck } from './luck.ts';
import { mutate } from './mutate.ts';
import { judge, parse } from './oracle.ts';
import { type Bindings, bind, isBroken, plain, type Shot } from './shot.ts';
import { anyRequest, anyUser } from './traffic.ts';
import { type Answer, type Outcome, send } from './wire.ts';

/** What was wrong, with the shot that showed it. */
export interface Finding {
  readonly worker: number;
  /** Which of the worker's requests it was, from 1. */
  readonly number: number;
  readonly what: string;
  readonly shot: Shot;
}

export interface Tally {
  /** By status, and `ended` for those without an answer. */
  readonly statuses: Map<string, number>;
  readonly waits: number[];
}

export interface WorkerOptions {
  readonly seed: number;
  readonly worker: number;
  readonly place: Place;
  readonly tally: Tally;
  /** @param number how many requests were sent */
  goesOn(number: number): boolean;
}

/** So many users and groups of a worker at most: memory that grows must not be the store's own size. */
const KEPT = 200;
/** Of its requests so many are as nobody should send them. */
const MUTANTS = 0.6;

/** Resources of one worker's source, by their paths; nobody else changes them. */
interface World {
  readonly users: string[];
  readonly groups: string[];
  /** How each was last answered. */
  readonly last: Map<string, Readonly<Record<string, unknown>>>;
}

/**
 * Sends requests one after the other to a source of its own, until it is told to stop or something is wrong. The same
 * seed and number send the same requests, but for the ids that the server gives.
 */
export async function runWorker({ seed, worker, place, tally, goesOn }: WorkerOptions): Promise<Finding | null> {
  const luck = createLuck(seed, worker);
  const world: World = { users: [], groups: [], last: new Map() };
  const ask = (shot: Shot) => send(shot, place, luck);
  for (let number = 1; goesOn(number - 1); number += 1) {
    const bindings = bindingsOf(world, luck);
    const aimed = nextShot(world, luck);
    const shot = bound(aimed, bindings);
    const outcome = await ask(shot);
    count(tally, outcome);
    const what = judge(shot, outcome) ?? (await judgeState(world, shot, outcome, luck, ask));
    if (what !== null) return { worker, number, what, shot: aimed };
  }
  return null;
}

const bindingsOf = ({ users, groups }: World, luck: Luck): Bindings => ({
  user: users.length === 0 ? 'nobody' : luck.pick(users),
  other: users.length === 0 ? 'nobody' : luck.pick(users),
  group: groups.length === 0 ? 'nobody' : luck.pick(groups),
});

export const bound = (shot: Shot, bindings: Bindings): Shot => ({
  ...shot,
  path: bind(shot.path, bindings),
  body: shot.body === null ? null : bind(shot.body, bindings),
});

function nextShot({ users, groups }: World, luck: Luck): Shot {
  if (users.length < 3) return plain('POST', '/Users', anyUser(luck));
  if (users.length > KEPT) return plain('DELETE', '/Users/{{user}}');
  if (groups.length > KEPT) return plain('DELETE', '/Groups/{{group}}');
  const shot = anyRequest(luck);
  return luck.chance(MUTANTS) ? mutate(shot, luck) : shot;
}

function count({ statuses, waits }: Tally, outcome: Outcome): void {
  const key = outcome.kind === 'answered' ? String(outcome.answer.status) : 'ended';
  statuses.set(key, (statuses.get(key) ?? 0) + 1);
  if (outcome.kind === 'answered') waits.push(outcome.answer.ms);
}

type Ask = (shot: Shot) => Promise<Outcome>;

/** What was answered to a write is what is there; what was refused left everything as it was. */
async function judgeState(world: World, shot: Shot, outcome: Outcome, luck: Luck, ask: Ask): Promise<string | null> {
  // What came with it in the same bytes was done, too, or a part of it was: nobody can say what is there now.
  if (outcome.kind === 'ended' || isBroken(shot) || shot.delivery === 'three at once' || /^\/+Bulk/i.test(shot.path)) {
    return /^(?:POST|PUT|PATCH|DELETE)$/.test(shot.method) ? reread(world, ask) : null;
  }
  const { answer } = outcome;
  const [path = ''] = shot.path.split('?', 1);
  if (answer.status < 300) return judgeWrite(world, shot, path, answer, ask);
  const known = world.last.get(path);
  if (known === undefined || shot.method === 'GET' || !luck.chance(0.2)) return null;
  return judgeThere(path, known, ask, 'a refused request changed it');
}

async function judgeWrite(world: World, shot: Shot, path: string, answer: Answer, ask: Ask): Promise<string | null> {
  if (shot.method === 'GET' || shot.method === 'HEAD' || path.endsWith('.search')) return null;
  if (shot.method === 'DELETE') {
    forget(world, path);
    const outcome = await ask(plain('GET', path));
    // Whoever is gone is in no group any more, and was nobody's manager that we would show.
    for (const group of world.groups) world.last.delete(`/Groups/${group}`);
    for (const user of world.users) if (path.startsWith('/Groups')) world.last.delete(`/Users/${user}`);
    return outcome.kind === 'answered' && outcome.answer.status === 404 ? null : `${path} is there after its DELETE`;
  }
  const body = parse(answer.text);
  const id = body?.id;
  const at = shot.method === 'POST' && typeof id === 'string' ? `${path.replace(/\/+$/, '')}/${id}` : path;
  if (shot.method === 'POST' && typeof id === 'string')
    (path.startsWith('/Users') ? world.users : world.groups).push(id);
  // A group's change shows on its members.
  if (path.startsWith('/Groups')) for (const user of world.users) world.last.delete(`/Users/${user}`);
  for (const group of world.groups) world.last.delete(`/Groups/${group}`);
  const question = shot.path.indexOf('?');
  if (body === undefined || question >= 0) {
    world.last.delete(at);
    return null;
  }
  world.last.set(at, body);
  return judgeThere(at, body, ask, 'a GET after it says something else');
}

async function judgeThere(path: string, known: object, ask: Ask, what: string): Promise<string | null> {
  const outcome = await ask(plain('GET', path));
  if (outcome.kind === 'ended') return `a GET of ${path} ended: ${outcome.why}`;
  const body = parse(outcome.answer.text);
  if (outcome.answer.status === 200 && isDeepStrictEqual(body, known)) return null;
  return `${what}: ${JSON.stringify(known).slice(0, 1_000)} and then ${outcome.answer.text.slice(0, 1_000)}`;
}

function forget(world: World, path: string): void {
  const [, collection, id = ''] = path.split('/');
  const list = collection === 'Users' ? world.users : world.groups;
  const at = list.indexOf(id);
  if (at >= 0) list.splice(at, 1);
  world.last.delete(path);
}

/** Asks anew which resources there are. */
async function reread(world: World, ask: Ask): Promise<string | null> {
  world.last.clear();
  for (const [path, list] of [
    ['/Users', world.users],
    ['/Groups', world.groups],
  ] as const) {
    const outcome = await ask(plain('GET', `${path}?attributes=id&count=200`));
    if (outcome.kind === 'ended' || outcome.answer.status !== 200) return `${path} cannot be listed any more`;
    const resources = (parse(outcome.answer.text)?.Resources ?? []) as readonly { readonly id: string }[];
    list.splice(0, list.length, ...resources.map(({ id }) => id));
  }
  return null;
}
