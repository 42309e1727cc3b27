import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/engine-until.ts';
import { expectAppsToMeanTheCompany } from './meant.ts';
import { SandboxWorld } from './world.ts';

const allApps = ['team-wiki', 'ticket-desk', 'door-badges'] as const;

let world: SandboxWorld;
beforeEach(() => {
  world = new SandboxWorld();
});
afterEach(() => world.remove());

describe('the sandbox IdP on a real engine', () => {
  it('imports the company, and everybody has in every app what the company means', async () => {
    await world.open();
    const { company } = await world.found();
    expect(company).toMatchObject({ name: 'Contoso (pretend)', domain: 'contoso.test', dialect: 'entra', here: 40 });
    await expectAppsToMeanTheCompany(world, allApps);
    expect(world.log).toEqual([
      'Contoso (pretend): connected as a source',
      expect.stringMatching(/^Contoso \(pretend\): first import of 40 people and \d+ groups$/),
      'Contoso (pretend): 40 people at work',
    ]);
    const { items } = await world.client.call('app.list', {});
    expect(items.map(({ name, state }) => [name, state])).toEqual([
      ['Team Wiki', 'on'],
      ['Ticket Desk', 'on'],
      ['Door Badges', 'on'],
    ]);
    expect(await world.client.call('status.get', {})).toMatchObject({ people: 40, sources: 1, apps: 3, needsYou: 0 });
  });

  it('has the first account while others still arrive, and a leaver proved out of two apps and refused by one', async () => {
    // At human speed it waits, for its rate and before the leaver, for some seven seconds in all.
    const haste = 4;
    const mostMs = 15_000 - (7_000 - 7_000 / haste);
    await world.open(haste);
    const begin = performance.now();
    await world.client.call('sandbox.start', {});
    await until('three accounts in the wiki', () => world.accounts('team-wiki').length >= 5);
    expect((await world.client.call('status.get', {})).people).toBeLessThan(40);

    const { accounts } = await until('a leaver, whose accounts are all seen to', async () => {
      const filter = { changesOnly: true, text: 'active false' };
      const [leaving] = (await world.client.call('exchange.list', { filter })).items;
      if (leaving === undefined) return null;
      const found = await world.client.call('trace.get', { exchangeId: leaving.id });
      const isDone = ({ state, parked }: (typeof found.accounts)[number]) => state === 'disabled' || parked !== null;
      return found.accountCount === 3 && found.accounts.every(isDone) && found;
    });
    expect(performance.now() - begin).toBeLessThan(mostMs);
    await world.client.call('sandbox.setSpeed', { speed: 0 });
    const byApp = new Map(accounts.map((account) => [account.app.name, account]));
    for (const name of ['Team Wiki', 'Ticket Desk']) {
      const disable = byApp.get(name)?.operations.find(({ verb }) => verb === 'disable');
      expect(disable, name).toMatchObject({ state: 'done', proof: { kind: 'proved' } });
    }
    const refusal = byApp.get('Door Badges')?.operations.find(({ verb }) => verb === 'disable');
    expect(refusal).toMatchObject({ state: 'failed', proof: null });
    expect(refusal?.attempts.at(-1)?.message).toMatch(
      /badge \d+ is still checked in: \S+@contoso\.test has to hand it in/,
    );
    expect((await world.client.call('work.list', {})).items).toMatchObject([{ kind: 'refused' }]);
    const [last] = (await world.get()).episodes;
    expect(last?.text).toMatch(new RegExp(`^${byApp.get('Team Wiki')?.person.name} \\((Support|Sales)\\) leaves$`));
    expect(last?.personId).toBe(byApp.get('Team Wiki')?.person.id);
  });

  it('keeps the apps as the company is through joiners, movers and leavers, and needs nobody', async () => {
    await world.open(1_000);
    const { apps } = await world.found();
    const badges = apps.find(({ canRefuse }) => canRefuse);
    await world.client.call('sandbox.setRefuses', { id: badges?.id ?? '', refuses: false });
    await world.client.call('sandbox.setSpeed', { speed: 60 });
    await until('a hundred episodes', () => world.log.length >= 103, 120_000);
    await world.client.call('sandbox.setSpeed', { speed: 0 });
    await until('it rests', async () => JSON.stringify(world.record().told) === JSON.stringify(world.record().company));
    const told = world.log.join('\n');
    for (const happening of [/ joins /, / leaves/, / moves from /, / taken out of /, / takes the name /])
      expect(told).toMatch(happening);
    expect(told).toMatch(/ is deleted softly/);
    const company = await expectAppsToMeanTheCompany(world, allApps);
    expect((await world.client.call('work.list', {})).items).toEqual([]);
    const { company: shown, episodes } = await world.get();
    const here = company.people.filter(({ presence }) => presence === 'here').length;
    expect(shown).toMatchObject({ here, away: company.people.length - here, groups: company.groups.length });
    expect(episodes.length).toBe(50);
    // A mover's roles change while the account stays as it is.
    const editors = world.wikiEvents().filter(({ detail }) => detail === 'editor');
    expect(new Set(editors.map(({ event }) => event))).toEqual(new Set(['role added', 'role removed']));
  });
});
