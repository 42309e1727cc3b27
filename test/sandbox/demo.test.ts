import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Company, displayName, type Person } from '../../electron/engine/sandbox/company.ts';
import { UnfitAnswer } from '../../electron/engine/sandbox/conversation.ts';
import { until } from '../support/engine-until.ts';
import { meantRoles } from './meant.ts';
import { isEpisode, SandboxWorld, type WikiUser } from './world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = new SandboxWorld();
  await world.start();
});
afterEach(() => world.remove());

const isImported = (line: string) => line.endsWith('people at work');
const episodes = (count: number) => (_: string, lines: readonly string[]) => lines.filter(isEpisode).length > count;

/** What the wiki must hold for somebody of the company. */
const meant = (company: Company, person: Person): Omit<WikiUser, 'id'> => ({
  username: person.login,
  mail: person.login,
  full_name: displayName(person),
  department: person.department,
  employee_number: person.employeeNumber,
  enabled: 1,
  roles: meantRoles(company, person),
});

/** Compares the wiki's whole file with the company that the engine was told of; nobody is asked anything. */
async function expectWikiToMeanTheCompany() {
  await world.settle();
  const { told } = world.record();
  if (told === null) throw new Error('The company was not told.');
  const users = world.wikiUsers();
  const [admin, archive, ...managed] = users;
  expect([admin, archive]).toMatchObject([
    { username: 'wiki-admin', enabled: 1, roles: ['admin'], employee_number: null },
    { username: 'archive', enabled: 1, roles: ['reader'], employee_number: null },
  ]);
  const enabled = managed.filter((user) => user.enabled === 1).map(({ id: _, ...user }) => user);
  const here = told.people.filter((person) => person.presence === 'here');
  const byNumber = (a: Omit<WikiUser, 'id'>, b: Omit<WikiUser, 'id'>) =>
    Number(a.employee_number) - Number(b.employee_number);
  expect(enabled.sort(byNumber)).toEqual(here.map((person) => meant(told, person)).sort(byNumber));
  const gone = managed.filter((user) => user.enabled === 0);
  expect(gone.filter((user) => user.roles.length > 0)).toEqual([]);
  expect((await world.client.call('work.list', {})).items).toEqual([]);
  return { told, managed, gone };
}

describe('the demo on a real engine', () => {
  it('imports the company, and everybody has in the wiki what the company means', async () => {
    const lines = await world.live(isImported);
    expect(lines).toEqual([
      'Contoso (pretend): connected as a source',
      'Contoso (pretend): first import of 40 people and 9 groups',
      'Contoso (pretend): 40 people at work',
    ]);
    const { managed } = await expectWikiToMeanTheCompany();
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
    const { managed, gone } = await expectWikiToMeanTheCompany();
    expect(gone.length).toBeGreaterThan(5);
    expect(managed.length).toBe(world.record().company.hired);
    // A mover's roles change while the account stays as it is.
    const editors = world.wikiEvents().filter(({ detail }) => detail === 'editor');
    expect(new Set(editors.map(({ event }) => event))).toEqual(new Set(['role added', 'role removed']));
  });

  it('goes on after a restart with the same company, and tells what a stop left untold', async () => {
    await world.live(episodes(8));
    const first = world.record();
    expect(first.told).not.toEqual(first.company);
    if (process.platform !== 'win32') expect(statSync(join(world.data, 'demo.json')).mode & 0o777).toBe(0o600);
    const before = await world.client.call('app.list', {});

    await world.stop();
    await world.start();
    const lines = await world.live(episodes(0));
    expect(lines[0]).toMatch(/ people at work$/);
    const { told } = await expectWikiToMeanTheCompany();
    expect(told).toEqual(first.company);
    expect(world.record()).toMatchObject({ sourceId: first.sourceId, token: first.token });
    expect((await world.client.call('source.list', {})).items.length).toBe(1);
    expect(await world.client.call('app.list', {})).toEqual(before);
  });

  it('makes nobody twice when a first import is told again', async () => {
    const controller = new AbortController();
    const demo = world.run({ log: () => undefined, signal: controller.signal, pace: 10 });
    await until('a dozen people', async () => (await world.client.call('status.get', {})).people >= 12);
    controller.abort();
    await demo;
    expect(world.record().told).toBeNull();

    await world.live(isImported);
    await expectWikiToMeanTheCompany();
    expect(world.wikiEvents().filter(({ event }) => event === 'created').length).toBe(40);
    expect((await world.client.call('app.list', {})).items.length).toBe(1);
  });

  it('connects another company, of other people, when the record is lost', async () => {
    await world.live(isImported);
    rmSync(join(world.data, 'demo.json'));
    const lines = await world.live(isImported);
    expect(lines).toContain('Contoso 2 (pretend): connected as a source');
    await world.settle();
    const domains = world.wikiUsers().map((user) => user.username.split('@')[1] ?? 'none');
    const count = (domain: string) => domains.filter((other) => other === domain).length;
    expect([count('contoso.test'), count('contoso-2.test'), count('none')]).toEqual([40, 40, 2]);
    expect(await world.client.call('status.get', {})).toMatchObject({ people: 80, sources: 2, apps: 1, needsYou: 0 });
  });

  it('ends with the request and the answer when the engine refuses it', async () => {
    let removed: Promise<unknown> = Promise.resolve();
    const lived = world.live((line) => {
      if (isImported(line)) removed = world.client.call('source.remove', { id: world.record().sourceId });
      return false;
    }, 300);
    await expect(lived).rejects.toThrow(UnfitAnswer);
    await expect(lived).rejects.toThrow(/^(GET|POST|PATCH) \/(Users|Groups)\S* .*needs status .* 401/);
    await removed;
  });
});
