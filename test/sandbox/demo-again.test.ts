import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realMain, serve } from '../support/command.ts';
import { until } from '../support/engine-until.ts';
import { expectAppsToMeanTheCompany } from './meant.ts';
import { SandboxWorld } from './world.ts';

let world: SandboxWorld;
beforeEach(() => {
  world = new SandboxWorld();
});
afterEach(() => world.remove());

/** People who are here. */
const here = async () => {
  const { items } = await world.client.call('sandbox.people', { limit: 500 });
  return items.filter(({ presence }) => presence === 'here');
};

describe('a sandbox that was interrupted', { timeout: 120_000 }, () => {
  it('goes on after a restart with the same company, at rest', async () => {
    await world.open();
    await world.found();
    const [, person] = await here();
    await world.client.call('sandbox.act', { id: person?.id ?? '', action: 'disable' });
    await world.settle();
    const before = { sandbox: await world.get(), record: world.record() };
    const apps = await world.client.call('app.list', {});
    if (process.platform !== 'win32') expect(statSync(join(world.data, 'sandbox.json')).mode & 0o777).toBe(0o600);

    await world.stop();
    await world.open();
    expect(await world.get()).toEqual({ ...before.sandbox, speed: 0 });
    expect(world.record()).toEqual(before.record);
    expect(await world.client.call('app.list', {})).toEqual(apps);
    expect((await world.client.call('source.list', {})).items.length).toBe(1);
  });

  it('tells after a restart what a stop left untold', async () => {
    await world.open();
    await world.found();
    const people = await here();
    // Each waits for the one before; the stop comes when some are told and some are not.
    const acts = people.slice(0, 12).map(({ id }) => world.client.call('sandbox.act', { id, action: 'move' }));
    const answers = Promise.allSettled(acts);
    await acts[0];
    await world.stop();
    const refused = (await answers).flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason.body.code] : [],
    );
    expect(new Set(refused)).toEqual(new Set(['unreachable']));

    await world.open();
    await world.client.call('sandbox.act', { id: people[20]?.id ?? '', action: 'rename' });
    await expectAppsToMeanTheCompany(world, ['team-wiki', 'ticket-desk', 'door-badges']);
  });

  it('makes nobody twice when the power fails in the middle of the first import', async () => {
    const data = world.data;
    const host = ['--data', data, '--demo'];
    const first = await serve(realMain, host);
    const inSandbox = new SandboxWorld(join(data, 'sandbox'));
    await until('three people in the wiki', () => inSandbox.accounts('team-wiki').length >= 5, 60_000);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(inSandbox.record().imported).toBe(false);

    const second = await serve(realMain, host);
    try {
      await until('the first import is told', () => inSandbox.record().imported, 60_000);
    } finally {
      second.child.kill('SIGTERM');
      await second.ended;
    }
    const created = () => inSandbox.wikiEvents().filter(({ event }) => event === 'created');
    await inSandbox.open();
    await until(
      'what was begun is told',
      () => {
        const { told, company } = inSandbox.record();
        return JSON.stringify(told) === JSON.stringify(company);
      },
      60_000,
    );
    await until('everybody had an account', () => created().length >= inSandbox.record().company.hired, 60_000);
    await inSandbox.stop();
    expect(new Set(created().map(({ username }) => username)).size).toBe(created().length);
    expect(created().length).toBe(inSandbox.record().company.hired);
  });

  it('founds another company, of other people, while the former one keeps what it has', async () => {
    await world.open();
    const { company: former } = await world.found();
    await world.settle();
    const { company, apps } = await world.found({ people: 25, dialect: 'okta-aiw' });
    await world.settle();
    expect(company).toMatchObject({
      name: 'Contoso 2 (pretend)',
      domain: 'contoso-2.test',
      dialect: 'okta-aiw',
      here: 25,
    });
    expect(apps.length).toBe(3);
    const { items } = await world.client.call('source.list', {});
    expect(items.map(({ name, dialect }) => [name, dialect])).toEqual([
      [former?.source.name, 'entra'],
      [company?.source.name, 'okta'],
    ]);
    const domains = world.accounts('team-wiki').map(({ login }) => login.split('@')[1] ?? 'none');
    const count = (domain: string) => domains.filter((other) => other === domain).length;
    expect([count('contoso.test'), count('contoso-2.test'), count('none')]).toEqual([40, 25, 2]);
    expect(await world.client.call('status.get', {})).toMatchObject({ people: 65, apps: 3, needsYou: 0 });
  });

  it('says the request and the answer when it is refused, and founds another company then', async () => {
    await world.open();
    const { company } = await world.found();
    await world.client.call('source.remove', { id: company?.source.id ?? '' });
    const [person] = await here();
    const act = world.client.call('sandbox.act', { id: person?.id ?? '', action: 'rename' });
    await expect(act).rejects.toThrow(/came to a stop: (GET|POST|PATCH) \/(Users|Groups)\S* .*needs status .* 401/);
    expect((await world.get()).failure).toMatch(/ 401/);

    await world.stop();
    await world.open();
    expect((await world.get()).failure).toMatch(/is no source any more/);
    expect(await world.found()).toMatchObject({ company: { domain: 'contoso-2.test' }, failure: null });
  });
});
