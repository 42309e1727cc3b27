/**
 * The sandbox's apps, each of which keeps its users in a SQLite file. Set up as an admin would, through the contract;
 * what is there already is left as it is.
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../../shared/contract/client.ts';
import type { App } from '../../../shared/model/app.ts';
import type { Sandbox } from '../../../shared/model/sandbox.ts';
import type { AppPlan, NewRule } from './app-plan.ts';
import { badges, refusesToBlock } from './badges.ts';
import { desk } from './desk.ts';
import { wiki } from './wiki.ts';

export const appPlans: readonly AppPlan[] = [wiki, desk, badges];

/** Where the apps are set up. */
export interface AppPlace {
  readonly client: Client;
  /** The world's folder, which gets the apps' files. */
  readonly data: string;
  /** The folder that holds the ready-made databases. */
  readonly resources: string;
}

/** An app of the sandbox as it is in Footbridge. */
export interface SetUpApp {
  readonly plan: AppPlan;
  readonly file: string;
  readonly app: App;
}

/**
 * A month of a company passes in an hour: the guard's limit for an hour is what it would be for a month. Nobody takes
 * everything from everybody at once all the same. How far the story goes is measured by the wiki alone, which everybody
 * has; so the guards of the others let the whole company pass.
 */
const guardPercent = 75;
const leastGuard = 20;

const guardPeople = (people: number): number => Math.max(leastGuard, Math.floor((people * guardPercent) / 100));

/**
 * From how many people of a company of this size the story may take something within an hour: somewhat fewer than the
 * guard lets pass, since an account that is just being enabled does not count there yet.
 */
export const lossesPerHour = (people: number): number => guardPeople(people) - 4;

/** The sandbox's apps that are set up. @throws ContractError */
export async function setUpApps({ client, data }: AppPlace): Promise<readonly SetUpApp[]> {
  const { items } = await client.call('app.list', {});
  return appPlans.flatMap((plan) => {
    const file = join(data, plan.file);
    const app = items.find(({ target }) => target.kind !== 'postgres' && target.file === file);
    return app === undefined ? [] : [{ plan, file, app }];
  });
}

/** What the screens show of the sandbox's apps. @throws ContractError */
export async function describeApps(place: AppPlace): Promise<Sandbox['apps']> {
  const found = await setUpApps(place);
  return found.map(({ plan, file, app }) => {
    const canRefuse = plan === badges && existsSync(file);
    return { id: app.id, name: app.name, canRefuse, refuses: canRefuse && refusesToBlock(file) };
  });
}

/**
 * Puts the apps' files into the world's folder, adds the apps with their mappings and the rules that need no group, and
 * switches them on: the first imported user is delivered while the others still arrive.
 *
 * @param people how many the company begins with
 * @throws ContractError
 */
export async function addApps(place: AppPlace, people: number): Promise<void> {
  const known = await setUpApps(place);
  for (const plan of appPlans) {
    await addApp(place, plan, known.find((one) => one.plan === plan)?.app, people);
  }
}

async function addApp(place: AppPlace, plan: AppPlan, known: App | undefined, people: number): Promise<void> {
  const { client, data, resources } = place;
  const file = join(data, plan.file);
  if (known === undefined || !existsSync(file)) {
    // Without an app that owns them, the accounts in a file left over from a former sandbox would all be strangers.
    for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
    copyFileSync(join(resources, plan.file), file);
  }
  let app = known ?? (await client.call('app.add', { name: plan.name, target: plan.target(file) }));
  if (app.snapshot.mappings.length < plan.mappings.length) {
    app = await client.call('app.setMappings', { id: app.id, mappings: [...plan.mappings] });
  }
  const guard = plan === wiki ? { people: guardPeople(people), percent: guardPercent } : { people, percent: 100 };
  app = await client.call('app.setGuard', {
    id: app.id,
    people: Math.max(guard.people, app.guard.people),
    percent: guard.percent,
  });
  await addMissingRules(client, app, plan.rules);
  if (app.state !== 'on') await client.call('app.setState', { id: app.id, state: 'on' });
}

/**
 * Adds the rules that are pinned to the company's groups.
 *
 * @param serverIds the groups' ids as the server gave them, by the groups' names
 * @throws ContractError; Error when the server never gave a group an id
 */
export async function addGroupRules(place: AppPlace, serverIds: ReadonlyMap<string, string>): Promise<void> {
  for (const { plan, app } of await setUpApps(place)) {
    const rules = plan.groupRules.map(({ group, name, role }): NewRule => {
      const id = serverIds.get(group);
      if (id === undefined) throw new Error(`The group ${group} was imported, but the server gave no id of it.`);
      return { name, role, when: `${JSON.stringify(id)} in groups` };
    });
    await addMissingRules(place.client, app, rules);
  }
}

/** One role may have several rules: a rule is there already when role and condition agree, whatever it is called. */
async function addMissingRules(client: Client, app: App, rules: readonly NewRule[]): Promise<void> {
  for (const rule of rules) {
    const there = app.snapshot.rules.some((other) => other.role === rule.role && other.when === rule.when);
    if (!there) await client.call('app.addRule', { id: app.id, rule });
  }
}
