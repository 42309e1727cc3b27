import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SandboxDialect, type Scenario, type ScenarioRun, scenarios } from '../../shared/model/sandbox.ts';
import { until } from '../support/engine-until.ts';
import { SandboxWorld } from './world.ts';

/** Runs a scenario, and waits until somebody looked at what came of it. */
async function rehearse(world: SandboxWorld, scenario: Scenario): Promise<ScenarioRun> {
  const [begun] = (await world.client.call('sandbox.run', { scenario })).runs;
  expect(begun).toMatchObject({ scenario, finishedAt: null, failure: null });
  return until(
    `${scenario} is done`,
    async () => (await world.get()).runs.find(({ id, finishedAt }) => id === begun?.id && finishedAt !== null),
    60_000,
  );
}

const unmet = ({ expectations }: ScenarioRun) => expectations.filter(({ met }) => met !== true);

/** Every scenario as Entra tells it, and of others what they tell in another way: no groups, nobody ever deleted. */
describe.each<readonly [SandboxDialect, readonly Scenario[]]>([
  ['entra', scenarios],
  ['okta-aiw', ['return', 'rehire']],
  ['google', ['joiner', 'mover']],
])('a company that speaks %s', { timeout: 120_000 }, (dialect, told) => {
  const world = new SandboxWorld();
  beforeAll(async () => {
    await world.open();
    await world.found({ dialect, people: 25 });
  });
  afterAll(() => world.remove());

  it.each(told)('rehearses: %s', async (scenario) => {
    const run = await rehearse(world, scenario);
    expect([run.failure, unmet(run)]).toEqual([null, []]);
    expect(run.steps.length).toBeGreaterThan(0);
    expect(run.expectations.some(({ text }) => text.includes('Team Wiki'))).toBe(true);
  });
});

describe('what is looked at', { timeout: 120_000 }, () => {
  const world = new SandboxWorld();
  beforeAll(async () => {
    await world.open();
    await world.found();
  });
  afterAll(() => world.remove());

  it('says of a leaver which app proved it and which one refused', async () => {
    const { expectations } = await rehearse(world, 'leaver');
    const said = expectations.filter(({ text }) => /Team Wiki|Door Badges/.test(text));
    expect(said).toMatchObject(
      [
        { text: expect.stringMatching(/ cannot use Team Wiki any more$/), met: true, detail: /^proved: / },
        { text: expect.stringMatching(/^Door Badges refuses to disable .+; Footbridge says so/), met: true },
      ].map((one) => (one.detail ? { ...one, detail: expect.stringMatching(one.detail) } : one)),
    );
    expect(said[1]?.detail).toMatch(/badge \d+ is still checked in|Door Badges/);
  });

  it('is not met when an app shows otherwise', async () => {
    const { apps } = await world.get();
    const wiki = apps.find(({ name }) => name === 'Team Wiki');
    await world.client.call('app.setState', { id: wiki?.id ?? '', state: 'observing' });
    const run = await rehearse(world, 'joiner').finally(() =>
      world.client.call('app.setState', { id: wiki?.id ?? '', state: 'on' }),
    );
    expect(unmet(run).length).toBeGreaterThan(0);
    expect(unmet(run).every(({ text, met }) => text.endsWith('in Team Wiki') && met === false)).toBe(true);
  });

  it('takes runs in their turn, and not too many', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 7 }, () => world.client.call('sandbox.run', { scenario: 'mover' })),
    );
    expect(asked.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 'fulfilled'),
      'rejected',
      'rejected',
    ]);
    const runs = await until(
      'all are done',
      async () => {
        const all = (await world.get()).runs;
        return all.every(({ finishedAt }) => finishedAt !== null) && all;
      },
      60_000,
    );
    const finished = runs.filter(({ scenario }) => scenario === 'mover').map(({ finishedAt }) => finishedAt ?? '');
    expect(finished).toEqual([...finished].sort().reverse());
  });

  it('says of a run that a stop cut short that nobody looked', async () => {
    const { runs } = await world.client.call('sandbox.run', { scenario: 'living-day' });
    await world.stop();
    await world.open();
    const run = (await world.get()).runs.find(({ id }) => id === runs[0]?.id);
    expect(run).toMatchObject({ failure: 'Footbridge was stopped while it ran.', finishedAt: expect.any(String) });
  });
});
