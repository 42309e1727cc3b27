import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnfitAnswer } from '../../electron/engine/sandbox/conversation.ts';
import { until } from '../support/engine-until.ts';
import { expectWikiToMeanTheCompany } from './meant.ts';
import { episodes, isImported, SandboxWorld } from './world.ts';

let world: SandboxWorld;
beforeEach(async () => {
  world = new SandboxWorld();
  await world.start();
});
afterEach(() => world.remove());

describe('a demo that was interrupted', () => {
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
    const { told } = await expectWikiToMeanTheCompany(world);
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
    await expectWikiToMeanTheCompany(world);
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
