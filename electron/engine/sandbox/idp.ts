/**
 * The sandbox IdP: a pretend company and the identity provider that tells Footbridge of it. It uses the product as
 * everybody does: the contract as an admin, SCIM over HTTP as an identity provider. One thing happens at a time; what
 * it must know to go on stands in `sandbox.json` in the world's folder.
 */
import type { Client } from '../../../shared/contract/client.ts';
import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import { ContractError } from '../../../shared/contract/error.ts';
import type { Sandbox } from '../../../shared/model/sandbox.ts';
import { act as actOn } from './act.ts';
import { addApps, describeApps, setUpApps } from './apps.ts';
import { setRefusesToBlock } from './badges.ts';
import { peopleHere, personOf } from './company.ts';
import { found } from './founding.ts';
import { chooseEpisode, firstPause, pauseOf } from './living.ts';
import { pageOfPeople } from './people.ts';
import { createRandom } from './random.ts';
import type { SandboxRecord } from './record.ts';
import { conflict, isRefusal, isStopping, noCompany, notFound, refused } from './refusal.ts';
import { closeInterrupted, rehearse, withNewRun } from './rehearse.ts';
import { createTelling } from './telling.ts';
import { createTurns } from './turns.ts';

export interface SandboxIdpOptions {
  /** Of the sandbox world. */
  readonly client: Client;
  /** The sandbox world's SCIM base, to which a source's key is appended. */
  readonly scim: string;
  /** The sandbox world's folder. */
  readonly data: string;
  /** The folder that holds the apps' ready-made databases. */
  readonly resources: string;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Something changed that `get` or `people` would tell, in words. */
  readonly changed: (summary: string) => void;
  /** The person in the Directory whom a user resource belongs to; null when there is no such resource. */
  readonly personIdOf: (resourceId: string) => string | null;
  /** How many times as fast as people can watch: 1 but in tests. */
  readonly haste: number;
}

/** In milliseconds: a longer timer would go off at once. */
const longestTimer = 2 ** 31 - 1;
/** In milliseconds: how long the apps may take to become as the company is, and how often that is looked at. */
const longestSettling = 10_000;
const settlingLook = 100;

/** What the `sandbox.*` procedures ask; see the contract. All of them may throw a ContractError. */
export interface SandboxIdp {
  get(): Promise<Sandbox>;
  people(input: ParsedInput<'sandbox.people'>): Output<'sandbox.people'>;
  start(input: ParsedInput<'sandbox.start'>): Promise<Sandbox>;
  act(input: ParsedInput<'sandbox.act'>): Promise<Sandbox>;
  run(input: ParsedInput<'sandbox.run'>): Promise<Sandbox>;
  setSpeed(input: ParsedInput<'sandbox.setSpeed'>): Promise<Sandbox>;
  setRefuses(input: ParsedInput<'sandbox.setRefuses'>): Promise<Sandbox>;
  /** Ends what is under way as a crash would, only sooner. */
  stop(): Promise<void>;
}

/** Goes on with the company that it finds in the folder, at rest: nothing happens by itself until it is given a speed. */
export async function createSandboxIdp(options: SandboxIdpOptions): Promise<SandboxIdp> {
  const { client, data, resources, now, log, changed, personIdOf, haste } = options;
  const place = { client, data, resources };
  const stopping = new AbortController();
  const turns = createTurns();
  let busy: string | null = null;
  let failure: string | null = null;
  let starting = false;
  /** 1 while nobody chose, but 0 after a restart: nobody may be watching. */
  let speed = 1;
  let chosen = false;
  /** Somebody leaves first, when somebody begins to watch. */
  let leaver = true;
  let due: NodeJS.Timeout | undefined;

  const telling = createTelling({
    place,
    scim: options.scim,
    now,
    log,
    progress(words) {
      busy = words;
      changed(words);
    },
    signal: stopping.signal,
    haste,
  });
  const known = (): SandboxRecord => {
    if (telling.record === null) throw noCompany();
    return telling.record;
  };
  const drawLuck = () => {
    const { luck, company } = known();
    telling.keep({ luck: luck + 1 });
    return createRandom(company.seed, luck, 4);
  };

  /**
   * One turn in which the server is told something. Why it came to a stop is kept until something was told again.
   *
   * @param what it is busy with meanwhile, in words
   */
  const tellInTurn = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    turns.take(async () => {
      if (stopping.signal.aborted) throw isStopping();
      busy = what;
      changed(what);
      try {
        const told = await work();
        const recovered = failure !== null;
        failure = null;
        if (recovered) liveOn(firstPause);
        return told;
      } catch (error) {
        if (stopping.signal.aborted) throw isStopping();
        if (isRefusal(error)) throw error;
        failure = error instanceof Error ? error.message : String(error);
        log(`The sandbox IdP came to a stop: ${failure}`);
        throw error instanceof ContractError ? error : unanswered(failure);
      } finally {
        busy = null;
        changed('The sandbox IdP rests');
      }
    });

  /** Waits until everybody has what the company means, so that the first who leaves has something to lose; not for long. */
  async function settled(): Promise<void> {
    for (const end = performance.now() + longestSettling; performance.now() < end && !stopping.signal.aborted; ) {
      const { onTheWay } = await client.call('status.get', {});
      if (onTheWay === 0) return;
      await new Promise((resolve) => setTimeout(resolve, settlingLook));
    }
  }

  /** Lets the next episode come by itself, unless the company stands still. */
  function liveOn(pause: number): void {
    clearTimeout(due);
    const rests = speed === 0 || failure !== null || stopping.signal.aborted || telling.record === null;
    if (rests) return;
    due = setTimeout(
      () => {
        tellInTurn('A living day', async () => {
          await telling.catchUp();
          if (speed === 0) return firstPause;
          const random = drawLuck();
          const episode = chooseEpisode(known(), leaver, random, now());
          leaver = false;
          if (episode.company !== known().company) await telling.tell(episode);
          return pauseOf(random);
        }).then(liveOn, () => undefined);
      },
      Math.min(pause / (speed * haste), longestTimer),
    );
  }

  async function goOn(): Promise<void> {
    if (telling.record === null) return;
    const { items } = await client.call('source.list', {});
    speed = 0;
    telling.keep({ runs: closeInterrupted(telling.record.runs, now()) });
    if (!items.some((source) => source.id === telling.record?.source.id)) {
      failure = `${telling.record.source.name} is no source any more: nobody is told of this company.`;
      return;
    }
    void tellInTurn('Tells what was left untold', () => telling.catchUp()).catch(() => undefined);
  }

  const get = async (): Promise<Sandbox> => ({
    company: telling.record === null ? null : describeCompany(telling.record),
    busy,
    speed,
    episodes: (telling.record?.episodes ?? []).map(({ at, text, resourceId }) => ({
      at: new Date(at).toISOString(),
      text,
      personId: resourceId === null ? null : personIdOf(resourceId),
    })),
    runs: [...(telling.record?.runs ?? [])],
    apps: await describeApps(place),
    failure,
  });

  const idp: SandboxIdp = {
    get,
    people: (input) => pageOfPeople(known(), input, personIdOf),

    async start(input) {
      if (starting) {
        throw conflict(
          busy === null ? 'A company is just being founded.' : `A company is just being founded. ${busy}.`,
          'Nothing was changed; it goes on.',
          'Wait until its first import is done.',
        );
      }
      starting = true;
      if (!chosen) speed = 1;
      clearTimeout(due);
      const founded = Promise.withResolvers<void>();
      void tellInTurn('A company is founded', async () => {
        await addApps(place, input.people);
        telling.begin(await found(client, telling.record, input));
        log(`${telling.record?.source.name}: connected as a source`);
        leaver = true;
        founded.resolve();
        await telling.catchUp();
      })
        .finally(() => {
          starting = false;
        })
        .then(settled)
        .then(() => {
          // Another one is being founded by now, which begins to live by itself.
          if (!starting) liveOn(firstPause);
        }, founded.reject);
      await founded.promise;
      return get();
    },

    act: ({ id, action }) =>
      tellInTurn('Somebody is acted on', async () => {
        known();
        await telling.catchUp();
        const { company } = known();
        const person = personOf(company, id);
        if (person === undefined)
          throw notFound(
            `Nobody in ${company.name} has the id ${id}.`,
            'Nothing was changed.',
            'They may have been deleted for good: look at the people again.',
          );
        const episode = actOn(company, person, action, drawLuck());
        if (typeof episode === 'string') throw refused(episode, 'Nothing was changed.', 'Choose what applies to them.');
        await telling.tell(episode);
        return get();
      }),

    async run({ scenario }) {
      const runs = withNewRun(known().runs, scenario, now());
      telling.keep({ runs });
      changed(`The scenario ${scenario} begins`);
      const stage = { telling, place, personIdOf, drawLuck, now, changed, signal: stopping.signal };
      // Why it came to a stop stands in the run itself.
      void tellInTurn(`Rehearses: ${scenario}`, () => rehearse(runs[0]?.id ?? '', stage)).catch(() => undefined);
      return get();
    },

    async setSpeed(input) {
      if (speed === 0 && input.speed > 0) leaver = true;
      speed = input.speed;
      chosen = true;
      changed(speed === 0 ? 'The company stands still' : `The company lives at speed ${speed}`);
      liveOn(firstPause);
      return get();
    },

    async setRefuses({ id, refuses }) {
      const described = await describeApps(place);
      const app = (await setUpApps(place)).find((one) => one.app.id === id);
      if (app === undefined)
        throw notFound(
          `No app of the sandbox has the id ${id}.`,
          'Nothing was changed.',
          'Choose one of the apps that were set up with the company.',
        );
      if (!described.some((one) => one.id === id && one.canRefuse))
        throw refused(
          `${app.app.name} cannot be made to refuse.`,
          'Nothing was changed.',
          'Choose an app that can: the sandbox says which.',
        );
      setRefusesToBlock(app.file, refuses);
      changed(refuses ? `${app.app.name} refuses to disable anybody` : `${app.app.name} disables people again`);
      return get();
    },

    async stop() {
      stopping.abort(isStopping());
      clearTimeout(due);
      await turns.rest();
    },
  };
  await goOn();
  return idp;
}

const describeCompany = ({ company, dialect, source }: SandboxRecord): Sandbox['company'] => {
  const here = peopleHere(company).length;
  return {
    name: company.name,
    domain: company.domain,
    dialect,
    seed: company.seed,
    here,
    away: company.people.length - here,
    groups: company.groups.length,
    source: { id: source.id, name: source.name },
  };
};

const unanswered = (why: string): ContractError =>
  refused(
    `The sandbox IdP came to a stop: ${why}`,
    'What was told stays; what was not is told with the next thing that happens.',
    'Look at its last request in Activity; when its source was removed, found another company.',
  );
