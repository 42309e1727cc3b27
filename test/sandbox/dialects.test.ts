import { describe, expect, it } from 'vitest';
import { type Company, personOf } from '../../electron/engine/sandbox/company.ts';
import { foundCompany } from '../../electron/engine/sandbox/events.ts';
import { createRandom } from '../../electron/engine/sandbox/random.ts';
import { lookAtServer, planScenario, type ScenarioPlan } from '../../electron/engine/sandbox/scenario.ts';
import { speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import { nextEpisode } from '../../electron/engine/sandbox/story.ts';
import { type SandboxDialect, sandboxDialects, scenarios } from '../../shared/model/sandbox.ts';
import { createDialectWorld, meaning } from './dialect-world.ts';

/** Whether somebody who was deleted softly is restored between two moments. */
const restores = (before: Company, after: Company) =>
  before.people.some(({ id, presence }) => presence === 'deleted' && personOf(after, id)?.presence === 'here');

/** What happens, and what must be true at the server after it. */
interface Chapter {
  readonly companies: readonly Company[];
  readonly plan: ScenarioPlan | null;
}

/** Every scenario but the rehire, whose outcome is a question; then whatever else happens. */
function history(founded: Company, mayRestore: boolean): readonly Chapter[] {
  const { seed } = founded;
  const chapters: Chapter[] = [];
  let now = founded;
  for (const [n, scenario] of scenarios.filter((one) => one !== 'rehire').entries()) {
    const plan = planScenario(scenario, now, createRandom(seed, n, 6));
    chapters.push({ companies: plan.steps.map(({ company }) => company), plan });
    now = plan.steps.at(-1)?.company ?? now;
  }
  const companies: Company[] = [];
  for (let n = 0; n < 20; n += 1) {
    const { company } = nextEpisode(now, createRandom(seed, n, 7));
    if (!mayRestore && restores(now, company)) continue;
    companies.push(company);
    now = company;
  }
  return [...chapters, { companies, plan: null }];
}

/** Without an externalId, somebody who was deleted and is made again cannot be told from a namesake. */
const knowsWhoReturns = (dialect: SandboxDialect) => dialect !== 'jumpcloud';

const inAllDialects = sandboxDialects.map((dialect) => [dialect, 41] as const);
const inTwoDialects = (['entra', 'okta-aiw'] as const).map((dialect) => [dialect, 1977] as const);

describe('the same history of a company', () => {
  it.each([...inAllDialects, ...inTwoDialects])(
    'told in %s (seed %i) ends in what it means: people, groups, accounts and roles, and nothing is refused',
    async (dialect, seed) => {
      const founded = foundCompany(seed, 25);
      const world = await createDialectWorld(dialect, founded);
      let ended = founded;
      for (const { companies, plan } of history(founded, knowsWhoReturns(dialect))) {
        const before = world.memory();
        for (const company of companies) await world.tell(company);
        ended = companies.at(-1) ?? ended;
        if (plan === null) continue;
        const seen = await world.ask(lookAtServer(plan, world.memory(), { dialect, before }));
        expect(seen.length).toBeGreaterThan(0);
        expect(seen.filter(({ met }) => !met)).toEqual([]);
      }
      await world.quiet();
      const meant = meaning(ended, dialect);
      expect(world.refused).toEqual([]);
      expect(await world.people()).toEqual(meant.people);
      expect(world.accounts()).toEqual(meant.accounts);
      expect(world.rolesOfTheGone()).toBe(0);
      expect(await world.items()).toEqual([]);
      const { requests, unrecognised, hint, looksLike } = await world.card();
      expect(requests).toBeGreaterThan(40);
      expect({ unrecognised, hint }).toEqual({ unrecognised: { requests: 0, shapes: 0 }, hint: null });
      expect(looksLike.map((one) => one.dialect).filter((one) => one !== speakerOf(dialect).source)).toEqual([]);
    },
    120_000,
  );

  it('means the same accounts for every dialect that tells groups', () => {
    const founded = foundCompany(41, 25);
    const ended = history(founded, true).at(-1)?.companies.at(-1) ?? founded;
    const { accounts } = meaning(ended, 'entra');
    expect(accounts.length).toBeGreaterThan(8);
    expect(new Set(accounts.flatMap(({ roles }) => roles))).toEqual(new Set(['admin', 'editor', 'reader']));
    for (const dialect of sandboxDialects) {
      if (speakerOf(dialect).tellsGroups) expect(meaning(ended, dialect).accounts).toEqual(accounts);
    }
  });
});

describe('a rehire under a used name', () => {
  /** Entra has renamed the former one before: to the directory the name is new, but not to the app. */
  const asked = (dialect: SandboxDialect) => {
    const { deleted, purged } = speakerOf(dialect).fate;
    if (purged === 'inactive') return [];
    return deleted === 'renamed' ? ['conflict'] : ['identity'];
  };
  const rehired = rehireOfAReader();
  /** One of each kind of fate: they differ in nothing else that matters here. */
  const told = ['entra', 'okta-oin', 'google', 'jumpcloud', 'authentik', 'generic'] as const;

  it.each(told)(
    'told in %s: a person decides, unless the identity provider itself took the two for one',
    async (dialect) => {
      const { founded, plan, former } = rehired;
      const world = await createDialectWorld(dialect, founded);
      const before = world.memory();
      for (const { company } of plan.steps) {
        await world.quiet();
        await world.tell(company);
      }
      const seen = await world.ask(lookAtServer(plan, world.memory(), { dialect, before }));
      expect(seen.filter(({ met }) => !met)).toEqual([]);
      await world.quiet();
      expect((await world.items()).map(({ kind }) => kind)).toEqual(asked(dialect));
      const enabled = world.accounts().some(({ username }) => username === former.login);
      expect(enabled).toBe(asked(dialect).length === 0);
      expect(world.rolesOfTheGone()).toBe(0);
    },
    120_000,
  );
});

/** A company of which somebody who may read the wiki leaves, and whose namesake comes. */
function rehireOfAReader() {
  const founded = foundCompany(5, 25);
  for (let luck = 0; luck < 1000; luck += 1) {
    const plan = planScenario('rehire', founded, createRandom(luck));
    const former = founded.people.find(({ id }) => id === plan.subjects[0]);
    if (former?.department === 'Sales') return { founded, plan, former };
  }
  throw new Error('Nobody of Sales has such luck.');
}
