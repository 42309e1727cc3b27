import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { whoLoses } from './access.ts';
import { aboutWhom } from './act.ts';
import { type AppPlace, addGroupRules } from './apps.ts';
import { type Company, peopleHere } from './company.ts';
import type { Conversation } from './conversation.ts';
import { recentLosses } from './living.ts';
import { keptEpisodes, readRecord, type SandboxRecord, writeRecord } from './record.ts';
import { type Line, speak } from './speak.ts';
import { speakerOf } from './speaker.ts';
import type { Episode } from './story.ts';

/** What the IdP has said to the server, and what it has not said yet. */
export interface Telling {
  /** null while no company was founded. */
  readonly record: SandboxRecord | null;
  /** @throws the file system's error when the record cannot be written */
  keep(change: Partial<SandboxRecord>): void;
  /** Forgets the company before, and begins with another. */
  begin(record: SandboxRecord): void;
  /**
   * Tells what the server was not told yet: the first import, or what a stop left untold.
   *
   * @throws UnfitAnswer, NoAnswer, ContractError; the signal's reason when stopped
   */
  catchUp(): Promise<void>;
  /** Tells one episode. It is written before it is told, so that a restart tells what may not have arrived. */
  tell(episode: Episode): Promise<void>;
  /** Carries any other conversation with the server. */
  ask<T>(conversation: Conversation<T>): Promise<T>;
}

export interface TellingOptions {
  readonly place: AppPlace;
  /** The world's SCIM base, to which a source's key is appended. */
  readonly scim: string;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** How far a first import is, in words. */
  readonly progress: (words: string) => void;
  readonly signal: AbortSignal;
  /** How many times as fast as people can watch. */
  readonly haste: number;
}

/**
 * Requests per second of a first import: Entra asks 25 of the apps in its gallery. The larger the company the more, so
 * that a first import takes a few seconds and no coffee.
 */
export const importRate = (people: number): number => Math.min(400, Math.max(40, people));

/** How often the progress of a first import is told to whoever follows: not for each of 500 people. */
const progressSteps = 40;

export function createTelling({ place, scim, now, log, progress, signal, haste }: TellingOptions): Telling {
  const file = join(place.data, 'sandbox.json');
  let record = readRecord(file);

  const known = (): SandboxRecord => {
    if (record === null) throw new Error('The sandbox IdP has no company to tell of.');
    return record;
  };
  const keep = (change: Partial<SandboxRecord>): void => {
    record = { ...known(), ...change };
    writeRecord(file, record);
  };
  const line = (rate: number): Line => {
    const { source, token } = known();
    return { baseUrl: `${scim}/${source.key}`, token, rate: rate * haste, signal };
  };

  /** What is learned on the way is kept in memory alone: whatever is told twice is matched and not made again. */
  async function tellCompany(after: Company, rate: number, learned: () => void = () => undefined): Promise<void> {
    const { dialect, told, memory } = known();
    const conversation = speakerOf(dialect).tell(told, after, memory, (current) => {
      record = { ...known(), memory: current };
      learned();
    });
    const whole = await speak(conversation, line(rate));
    keep({ memory: whole, told: after });
  }

  /** Rules on groups once these are there, and members last: nobody is in a group that no rule knows yet. */
  async function importFirst(): Promise<void> {
    const { company, dialect } = known();
    const { name, people, groups } = company;
    const rate = importRate(people.length);
    log(`${name}: first import of ${people.length} people and ${groups.length} groups`);
    let said = -people.length;
    const sayHowFar = () => {
      const { memory } = known();
      const arrived = people.filter((person) => memory[person.id] !== undefined).length;
      if (arrived - said < people.length / progressSteps) return;
      said = arrived;
      progress(`First import: ${arrived} of ${people.length} people`);
    };
    sayHowFar();
    if (known().told === null) {
      await speak(speakerOf(dialect).testConnection(randomUUID()), line(rate));
      await tellCompany(withoutMembers(company), rate, sayHowFar);
    }
    // An identity provider that tells no groups leaves the rules on them out.
    if (speakerOf(dialect).tellsGroups) await addGroupRules(place, serverIds(known()));
    await tellCompany(company, rate);
    keep({ imported: true });
    log(`${name}: ${peopleHere(company).length} people at work`);
  }

  return {
    get record() {
      return record;
    },
    keep,
    begin(next) {
      record = next;
      keep({});
    },
    async catchUp() {
      if (!known().imported) await importFirst();
      else if (known().told !== known().company) await tellCompany(known().company, 0);
    },
    async tell({ company, sentence }) {
      const before = known();
      const at = now();
      const losing = whoLoses(before.company, company).map((id) => [id, at] as const);
      const about = aboutWhom(before.company, company);
      keep({ company, losses: { ...recentLosses(before, at), ...Object.fromEntries(losing) } });
      log(`${company.name}: ${sentence}`);
      await tellCompany(company, 0);
      // Who was deleted for good is known by what was remembered before.
      const resourceId = about === null ? null : (known().memory[about] ?? before.memory[about] ?? null);
      const episodes = [{ at, text: sentence, resourceId }, ...known().episodes].slice(0, keptEpisodes);
      keep({ episodes });
    },
    ask: (conversation) => speak(conversation, line(0)),
  };
}

/** A company in whose groups nobody is. */
export const withoutMembers = (company: Company): Company => ({
  ...company,
  groups: company.groups.map((group) => ({ ...group, members: [], groups: [] })),
});

/** The ids that the server gave the company's groups, by the groups' names. */
const serverIds = ({ company, memory }: SandboxRecord): ReadonlyMap<string, string> =>
  new Map(company.groups.flatMap(({ id, name }) => (memory[id] === undefined ? [] : [[name, memory[id]] as const])));
