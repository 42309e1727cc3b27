import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/engine-until.ts';
import { expectWikiToMeanTheCompany } from './meant.ts';
import { episodes, isEpisode, isImported, SandboxWorld } from './world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = new SandboxWorld();
  await world.start();
});
afterEach(() => world.remove());

describe('the demo on a real engine', () => {
  it('imports the company, and everybody has in the wiki what the company means', async () => {
    const lines = await world.live(isImported);
    expect(lines).toEqual([
      'Contoso (pretend): connected as a source',
      'Contoso (pretend): first import of 40 people and 9 groups',
      'Contoso (pretend): 40 people at work',
    ]);
    const { managed } = await expectWikiToMeanTheCompany(world);
    expect(managed.length).toBe(40);
    const { items } = await world.client.call('app.list', {});
    expect(items.map((app) => [app.name, app.state, app.snapshot.rules.map((rule) => rule.role)])).toEqual([
      ['Team Wiki', 'on', ['reader', 'editor', 'reader', 'editor', 'admin']],
    ]);
    expect(await world.client.call('status.get', {})).toMatchObject({ people: 40, accounts: { active: 40 } });
  });

  it('has the first account in the wiki while others still arrive, and a leaver proved disabled in time', async () => {
    // At human speed it waits, for its rate and before the leaver, for some eight seconds in all.
    const pace = 4;
    const mostMs = 15_000 - (8_000 - 8_000 / pace);
    const controller = new AbortController();
    const lines: string[] = [];
    const begin = performance.now();
    const demo = world.run({ log: (line) => void lines.push(line), signal: controller.signal, pace });
    await until('three accounts in the wiki', () => world.wikiUsers().length >= 5);
    expect((await world.client.call('status.get', {})).people).toBeLessThan(40);

    const leaver = await until('a disabled account', () => world.wikiUsers().find((user) => user.enabled === 0));
    const proved = await until('a proof', async () => {
      const filter = { changesOnly: true, text: 'active false' };
      const { items } = await world.client.call('exchange.list', { filter });
      return items.find(({ effect }) => effect.state === 'proved');
    });
    expect(performance.now() - begin).toBeLessThan(mostMs);
    controller.abort();
    await demo;
    expect(world.wikiUsers().find((user) => user.id === leaver.id)).toMatchObject({ enabled: 0, roles: [] });
    expect(lines.find(isEpisode)).toBe(`Contoso (pretend): ${leaver.full_name} (${leaver.department}) leaves`);
    expect(proved.effect.text).toBe('1 account disabled, 1 role removed');
    const { accounts } = await world.client.call('trace.get', { exchangeId: proved.id });
    const [account] = accounts;
    expect([accounts.length, account?.person.name, account?.state]).toEqual([1, leaver.full_name, 'disabled']);
    const disable = account?.operations.find((operation) => operation.verb === 'disable');
    expect(disable).toMatchObject({ state: 'done', proof: { kind: 'proved' } });
    expect(disable?.proof?.seen).toContain(leaver.username);
  });

  it('keeps the wiki as the company is through joiners, movers and leavers, and needs nobody', async () => {
    const lines = await world.live(episodes(160));
    const told = lines.join('\n');
    for (const happening of [/ joins /, / leaves/, / to Marketing/, / from Marketing/, / taken out of /, / is back/])
      expect(told).toMatch(happening);
    expect(told).toMatch(/ takes the name /);
    expect(told).toMatch(/ is deleted softly/);
    expect(told).toMatch(/ is deleted for good/);
    const { managed, gone } = await expectWikiToMeanTheCompany(world);
    expect(gone.length).toBeGreaterThan(5);
    expect(managed.length).toBe(world.record().company.hired);
    // A mover's roles change while the account stays as it is.
    const editors = world.wikiEvents().filter(({ detail }) => detail === 'editor');
    expect(new Set(editors.map(({ event }) => event))).toEqual(new Set(['role added', 'role removed']));
  });
});
