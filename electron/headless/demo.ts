import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../shared/contract/client.ts';
import { whoLoses } from '../engine/sandbox/access.ts';
import { peopleHere } from '../engine/sandbox/company.ts';
import { type Difference, differences } from '../engine/sandbox/differences.ts';
import { tellDifferences, testConnection } from '../engine/sandbox/entra.ts';
import { foundCompany } from '../engine/sandbox/events.ts';
import { createRandom, type Random } from '../engine/sandbox/random.ts';
import { readRecord, type SandboxRecord, writeRecord } from '../engine/sandbox/record.ts';
import { type Line, speak } from '../engine/sandbox/speak.ts';
import { type Episode, nextEpisode, tellLeaving } from '../engine/sandbox/story.ts';
import { addGroupRules, addWiki, lossesPerHour } from '../engine/sandbox/wiki.ts';

export interface DemoOptions {
  /** Of the sandbox world. */
  readonly client: Client;
  /** The sandbox world's SCIM base, to which a source's key is appended. */
  readonly scim: string;
  /** The sandbox world's folder. */
  readonly data: string;
  /** The folder that holds `team-wiki.db`. */
  readonly resources: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
  /** 1 is human speed, 10 ten times as fast. */
  readonly pace?: number;
}

const sourceName = 'Contoso (pretend)';
/** Entra asks 25 requests per second of the apps in its gallery. */
const importRate = 25;
/** In milliseconds at human speed: before the first leaver, and between episodes. */
const firstPause = 3_000;
const shortestPause = 5_000;
const longestPause = 20_000;
/** In milliseconds at any pace: over so long the guard adds up what is taken from whom. */
const guardWindow = 3_600_000;

/**
 * A pretend company that lives until the signal aborts: a first import, a leaver, then joiners, movers and leavers.
 * It uses the product as everybody does: the contract as an admin, SCIM over HTTP as an identity provider. Goes on
 * with the company that it finds in the folder.
 *
 * @returns when aborted
 * @throws ContractError, UnfitAnswer or NoAnswer, when the product does not answer as an admin or an IdP needs
 */
export async function startDemo(options: DemoOptions): Promise<void> {
  try {
    await live(options);
  } catch (error) {
    if (!options.signal.aborted) throw error;
  }
}

async function live({ client, scim, data, resources, log, signal, pace = 1 }: DemoOptions): Promise<void> {
  const file = join(data, 'demo.json');
  let record = (await knownRecord(client, file, signal)) ?? (await newRecord(client, log, signal));
  const keep = (change: Partial<SandboxRecord>) => {
    record = { ...record, ...change };
    writeRecord(file, record);
  };
  const line: Line = { baseUrl: `${scim}/${record.sourceKey}`, token: record.token, rate: importRate * pace, signal };
  const tell = async (changes: readonly Difference[]) =>
    keep({ memory: await speak(tellDifferences(changes, record.memory), line) });

  keep({});
  if (record.told === null) await importFirst();
  else await tell(differences(record.told, record.company));
  keep({ told: record.company });
  log(`${record.company.name}: ${peopleHere(record.company).length} people at work`);

  let pause = firstPause;
  for (let first = true; ; first = false) {
    const random = createRandom(record.company.seed, record.episode, 4);
    const episode = chooseEpisode(record, first, random);
    keep({ episode: record.episode + 1 });
    if (episode.company === record.company) continue;
    await sleep(pause / pace, undefined, { signal });
    await tellEpisode(episode);
    pause = shortestPause + random() * (longestPause - shortestPause);
  }

  /** The app first, so that the first user is delivered while others still arrive; rules on groups once these are there. */
  async function importFirst(): Promise<void> {
    const app = await addWiki(client, data, resources, signal);
    const { name, people, groups } = record.company;
    log(`${name}: first import of ${people.length} people and ${groups.length} groups`);
    await speak(testConnection(randomUUID()), line);
    const everything = differences(null, record.company);
    await tell(everything.filter((change) => !isMembership(change)));
    await addGroupRules(client, app, serverIds(record), signal);
    await tell(everything.filter(isMembership));
  }

  /** Written before it is told: a restart tells again what may not have arrived. */
  async function tellEpisode({ company, sentence }: Episode): Promise<void> {
    const told = record.company;
    const now = Date.now();
    const losing = whoLoses(told, company).map((id) => [id, now] as const);
    keep({ company, losses: { ...recentLosses(record, now), ...Object.fromEntries(losing) } });
    log(`${company.name}: ${sentence}`);
    await tell(differences(told, company));
    keep({ told: company });
  }
}

/** @returns the record in the folder, when its source is still there */
async function knownRecord(client: Client, file: string, signal: AbortSignal): Promise<SandboxRecord | null> {
  const record = readRecord(file);
  if (record === null) return null;
  const { items } = await client.call('source.list', {}, { signal });
  return items.some((source) => source.id === record.sourceId) ? record : null;
}

/** Another company than those that are connected already: other people, at a domain of their own. */
async function newRecord(client: Client, log: (line: string) => void, signal: AbortSignal): Promise<SandboxRecord> {
  const { items } = await client.call('source.list', {}, { signal });
  const others = items.filter((source) => source.name.startsWith('Contoso')).length;
  const domain = others === 0 ? 'contoso.test' : `contoso-${others + 1}.test`;
  const name = others === 0 ? sourceName : `Contoso ${others + 1} (pretend)`;
  const source = await client.call('source.add', { name, dialect: 'entra' }, { signal });
  log(`${name}: connected as a source`);
  return {
    version: 1,
    sourceId: source.id,
    sourceKey: source.baseUrl.slice(source.baseUrl.lastIndexOf('/') + 1),
    token: source.token,
    episode: 0,
    company: foundCompany(2026 + others, 40, name, domain),
    told: null,
    memory: {},
    losses: {},
  };
}

/**
 * Somebody leaves first, when somebody watches; then life goes on. Nobody loses anything who would be one too many
 * within the hour for the guard: what it parks in a demo is then parked because of what whoever looks did.
 */
function chooseEpisode(record: SandboxRecord, first: boolean, random: Random): Episode {
  const { company } = record;
  const losses = recentLosses(record, Date.now());
  const isFull = Object.keys(losses).length >= lossesPerHour(peopleHere(company).length);
  const mayLose = (id: string) => !isFull || Object.hasOwn(losses, id);
  const leaving = first ? tellLeaving(company, random) : null;
  const isFitting = leaving !== null && whoLoses(company, leaving.company).every(mayLose);
  return isFitting ? leaving : nextEpisode(company, random, mayLose);
}

const recentLosses = ({ losses }: SandboxRecord, now: number) =>
  Object.fromEntries(Object.entries(losses).filter(([, at]) => at > now - guardWindow));

const isMembership = (change: Difference) => change.kind === 'members changed';

/** The ids that the server gave the company's groups, by the groups' names. */
const serverIds = ({ company, memory }: SandboxRecord): ReadonlyMap<string, string> =>
  new Map(company.groups.flatMap(({ id, name }) => (memory[id] === undefined ? [] : [[name, memory[id]] as const])));
