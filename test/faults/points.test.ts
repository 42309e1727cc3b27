import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrashPoint } from '../../electron/engine/ports.ts';
import type { TestHost } from '../support/engine-host.ts';
import { settled, until } from '../support/engine-until.ts';
import { enterprise, newUser, replacing } from '../support/scim.ts';
import { type Company, idOf, openCompany } from './company.ts';
import { acts, expectOnceAcross, expectUnbrokenChain } from './scenario.ts';

const points: readonly CrashPoint[] = ['after intent', 'after target commit', 'before note', 'after proof'];

describe('a process that ends', () => {
  test.concurrent.each(points)(
    '%s, of any act, has done it once when it runs again',
    async (point) => {
      const { company, host } = await openCompany();
      try {
        for (const act of acts) await act.prepare(company);
        await settled(host.client);
        expect(await host.stop()).toBe(0);
        await expectOnceAcross(company, acts, point);
        expectUnbrokenChain(company.data);
      } finally {
        await company.close();
      }
    },
    240_000,
  );
});

describe('what took effect and could not be noted', () => {
  let company: Company;
  let host: TestHost;
  beforeAll(async () => {
    ({ company, host } = await openCompany());
    await host.stop();
  });
  afterAll(() => company.close());

  const send = async (method: string, path: string, body?: object) =>
    expect((await company.scim.send(method, path, { body })).status).toBeLessThan(300);

  /** Ends after the target's commit of an operation; at the next start the target is out of reach until `meanwhile`. */
  async function unnoted(
    operation: number,
    userName: string,
    cause: () => Promise<unknown>,
    meanwhile: (path: string) => Promise<void>,
  ): Promise<void> {
    host = await company.start({ env: { FOOTBRIDGE_CRASH_AT: `after target commit:${operation}` } });
    await cause().catch(() => null);
    expect((await host.ended).signal).toBe('SIGKILL');
    const release = company.wiki.lock();
    host = await company.start();
    await meanwhile(`/Users/${await idOf(company, userName)}`);
    release();
    await settled(host.client);
    expect(await host.stop()).toBe(0);
  }
  const unnotedCreate = (userName: string, meanwhile: (path: string) => Promise<void>) =>
    unnoted(1, userName, () => send('POST', '/Users', newUser(userName, 'Sales')), meanwhile);

  test.each([
    ['disables', 'one@fabrikam.test', (path: string) => send('PATCH', path, replacing({ active: 'False' }))],
    ['deletes', 'two@fabrikam.test', (path: string) => send('DELETE', path)],
  ])('an account is adopted and disabled when the IdP %s the person meanwhile', async (_what, userName, meanwhile) => {
    await unnotedCreate(userName, meanwhile);
    expect(company.wiki.account(userName)).toMatchObject({ enabled: false, roles: [] });
    expect(company.wiki.effects(userName)).toEqual(['created', 'disabled']);
  });

  test('an account is adopted and renamed when the IdP renames the person meanwhile', async () => {
    const renamed = 'three.renamed@fabrikam.test';
    await unnotedCreate('three@fabrikam.test', (path) => send('PATCH', path, replacing({ userName: renamed })));
    expect(company.wiki.account('three@fabrikam.test')).toBeUndefined();
    expect(company.wiki.account(renamed)).toMatchObject({ enabled: true, roles: ['reader'] });
    expect(company.wiki.effects(renamed)).toEqual(['changed', 'role added reader']);
  });

  test('a role is taken back when the IdP takes it back meanwhile', async () => {
    const userName = 'four@fabrikam.test';
    host = await company.start();
    await send('POST', '/Users', newUser(userName, 'Sales'));
    await settled(host.client);
    const path = `/Users/${await idOf(company, userName)}`;
    expect(await host.stop()).toBe(0);
    const move = (department: string) => send('PATCH', path, replacing({ [`${enterprise}:department`]: department }));
    await unnoted(
      2,
      userName,
      () => move('Marketing'),
      () => move('Sales'),
    );
    expect(company.wiki.account(userName)).toMatchObject({ department: 'Sales', roles: ['reader'] });
    expect(company.wiki.effects(userName).filter((effect) => effect.endsWith('editor'))).toEqual([
      'role added editor',
      'role removed editor',
    ]);
  });

  test('an account is not taken over where somebody else made it meanwhile', async () => {
    const userName = 'five@fabrikam.test';
    host = await company.start({ env: { FOOTBRIDGE_CRASH_AT: 'after intent' } });
    await company.scim.send('POST', '/Users', { body: newUser(userName, 'Sales') }).catch(() => null);
    expect((await host.ended).signal).toBe('SIGKILL');
    expect(company.wiki.account(userName)).toBeUndefined();
    company.wiki.execute(`INSERT INTO users (username, full_name) VALUES ('${userName}', 'Another Five')`);
    host = await company.start();
    const item = await until('a person is asked', async () => (await host.client.call('work.list', {})).items[0]);
    expect(item).toMatchObject({ kind: 'conflict', persons: [{ name: 'Person five' }] });
    expect(company.wiki.effects(userName)).toEqual(['created']);
    expect(await host.stop()).toBe(0);
  });
});
