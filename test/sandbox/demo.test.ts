import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstPause } from '../../electron/engine/sandbox/living.ts';
import { importRate } from '../../electron/engine/sandbox/telling.ts';
import { until } from '../support/engine-until.ts';
import { expectAppsToMeanTheCompany } from './meant.ts';
import { SandboxWorld } from './world.ts';

const allApps = ['team-wiki', 'ticket-desk', 'door-badges'] as const;

let world: SandboxWorld;
beforeEach(() => {
  world = new SandboxWorld();
});
afterEach(() => world.remove());

/** What a living company tells of, each in its own words. */
const happenings = [/ joins /, / leaves/, / moves from /, / taken out of /, / takes the name /, / is deleted softly/];

describe('the sandbox IdP on a real engine', { timeout: 150_000 }, () => {
  it('imports the company, and everybody has in every app what the company means', async () => {
    await world.open();
    const { company } = await world.found();
    expect(company).toMatchObject({ name: 'Contoso (pretend)', domain: 'contoso.test', dialect: 'entra', here: 40 });
    await expectAppsToMeanTheCompany(world, allApps);
    // The engine's own lines, as of a statement that was slow, are the machine's.
    expect(world.log.filter((line) => line.startsWith('Contoso'))).toEqual([
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

  it('has the first account before anybody leaves, and soon a leaver proved out of two apps and refused by one', async () => {
    await world.open(2);
    await world.client.call('sandbox.start', {});
    const leaving = await until(
      'a leaver',
      async () => {
        const filter = { changesOnly: true, text: 'active false' };
        return (await world.client.call('exchange.list', { filter })).items.at(-1);
      },
      60_000,
    );
    await world.client.call('sandbox.setSpeed', { speed: 0 });
    // By second 15 the leaver must be gone: what it waits for by itself leaves a third of that to a slow computer.
    expect(leaving.seq / importRate(40) + firstPause / 1000).toBeLessThan(10);
    const { accounts } = await until(
      'all of the accounts are seen to',
      async () => {
        const found = await world.client.call('trace.get', { exchangeId: leaving.id });
        const isDone = ({ state, parked }: (typeof found.accounts)[number]) => state === 'disabled' || parked !== null;
        return found.accountCount === 3 && found.accounts.every(isDone) && found;
      },
      60_000,
    );
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
    const { id, name } = byApp.get('Door Badges')?.person ?? { id: '', name: '' };
    const { items } = await world.client.call('work.list', {});
    expect(items.find(({ persons }) => persons.some((person) => person.id === id))?.kind).toBe('refused');
    const first = (await world.get()).episodes.at(-1);
    expect(first?.personId).toBe(id);
    expect(first?.text).toMatch(/ \((Support|Sales)\) leaves$/);
    expect(first?.text.startsWith(name)).toBe(true);

    const { items: hirings } = await world.client.call('exchange.list', { filter: { text: 'POST Users' }, limit: 500 });
    const earliest = hirings.findLast(({ method, path }) => method === 'POST' && path === '/Users');
    const { accounts: made } = await world.client.call('trace.get', { exchangeId: earliest?.id ?? '' });
    const created = made.flatMap(({ operations }) => operations.find(({ verb }) => verb === 'create') ?? []);
    expect(created[0]?.finishedAt && created[0].finishedAt < leaving.at).toBe(true);
  });

  it('keeps the apps as the company is through joiners, movers and leavers, and needs nobody', async () => {
    await world.open(1_000);
    const { apps } = await world.found();
    const badges = apps.find(({ canRefuse }) => canRefuse);
    await world.client.call('sandbox.setRefuses', { id: badges?.id ?? '', refuses: false });
    await world.client.call('sandbox.setSpeed', { speed: 60 });
    // The engine's own lines, as of a statement that was slow, are the machine's; which episodes come is luck.
    const told = () => world.log.filter((line) => line.startsWith('Contoso'));
    const isTold = (happening: RegExp) => told().some((line) => happening.test(line));
    // A mover's roles change while the account stays as it is.
    const editing = () =>
      new Set(world.wikiEvents().flatMap(({ detail, event }) => (detail === 'editor' ? [event] : [])));
    const isSeen = () => editing().has('role added') && editing().has('role removed');
    const isAll = () => told().length >= 63 && happenings.every(isTold) && isSeen();
    await until('sixty episodes, of every kind', isAll, 120_000);
    await world.client.call('sandbox.setSpeed', { speed: 0 });
    await until(
      'it rests',
      async () => JSON.stringify(world.record().told) === JSON.stringify(world.record().company),
      60_000,
    );
    const company = await expectAppsToMeanTheCompany(world, allApps);
    expect((await world.client.call('work.list', {})).items).toEqual([]);
    const { company: shown, episodes } = await world.get();
    const here = company.people.filter(({ presence }) => presence === 'here').length;
    expect(shown).toMatchObject({ here, away: company.people.length - here, groups: company.groups.length });
    expect(episodes.length).toBe(50);
    expect(editing()).toEqual(new Set(['role added', 'role removed']));
  });
});
