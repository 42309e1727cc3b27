import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHost, type TestHost } from '../support/engine-host.ts';
import { settled, until } from '../support/engine-until.ts';
import { errorSchema, newUser, replacing, type ScimAnswer } from '../support/scim.ts';
import { type Company, idOf, openCompany } from './company.ts';
import { type Disk, fullDisks } from './full-disk.ts';
import { expectUnbrokenChain } from './scenario.ts';

const possible = fullDisks.filter((disk) => disk.possible);

test('Linux has a way to try this', () => {
  console.log(`full disks: ${possible.map(({ name }) => name).join(', ') || 'none on this system'}`);
  if (process.platform === 'linux') expect(possible.length).toBeGreaterThan(0);
});

for (const kind of possible) {
  describe(kind.name, () => {
    const acknowledged = new Set<string>();
    let disk: Disk;
    let company: Company;
    let host: TestHost;
    let next = 0;
    beforeAll(async () => {
      disk = kind.make();
      ({ company, host } = await openCompany({}, disk.data));
      await create('leaver@fabrikam.test');
      await settled(host.client);
    });
    afterAll(async () => {
      await company.close();
      disk.remove();
    });

    async function create(userName: string): Promise<ScimAnswer> {
      const answer = await company.scim.send('POST', '/Users', { body: newUser(userName, 'Sales') });
      if (answer.status === 201) acknowledged.add(userName);
      return answer;
    }

    /** What has room for a little more takes it; then everything is refused, as our own fault. */
    async function createUntilFull(): Promise<ScimAnswer> {
      for (let tries = 0; tries < 2_000; tries++) {
        const answer = await create(`person.${++next}@fabrikam.test`);
        if (answer.status !== 201) return answer;
      }
      throw new Error('the disk is never full');
    }

    function expectOurFault(answer: ScimAnswer): void {
      expect(answer.status, answer.text).toBe(503);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.body).toMatchObject({ schemas: [errorSchema], status: '503' });
    }

    async function expectAllAcknowledged(): Promise<void> {
      const found = await company.scim.send('GET', '/Users?count=1000&attributes=userName');
      const names = ((found.body?.Resources ?? []) as { userName: string }[]).map(({ userName }) => userName);
      expect(new Set(names)).toEqual(acknowledged);
    }

    test('is answered 503 with Retry-After; what was asked is done once there is room', async () => {
      disk.fill(host.pid);
      expectOurFault(await createUntilFull());
      const path = `/Users/${await idOf(company, 'leaver@fabrikam.test')}`;
      const leave = () => company.scim.send('PATCH', path, { body: replacing({ active: 'False' }) });
      expectOurFault(await leave());
      expect((await company.scim.send('GET', path)).body).toMatchObject({ active: true });
      await expectAllAcknowledged();
      // The host goes on, and says what it knows, while it cannot write down what was asked of it.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(await host.client.call('overview.get', {})).toMatchObject({ world: 'live' });
      expectOurFault(await leave());

      disk.free(host.pid);
      expect((await leave()).status).toBe(200);
      await settled(host.client);
      expect(company.wiki.account('leaver@fabrikam.test')).toMatchObject({ enabled: false, roles: [] });
      await expectAllAcknowledged();
      const failed = await until('the failures are listed', async () => {
        const { items } = await host.client.call('exchange.list', { filter: { outcomes: ['failed'] } });
        return items.length >= 3 && items;
      });
      expect(failed[0]).toMatchObject({
        status: 503,
        summary: expect.stringMatching(/^Failed: .*nothing was changed/),
      });
    }, 180_000);

    test('touches no target that it could not note the intent for', async () => {
      const release = company.wiki.lock();
      const userName = 'waiting@fabrikam.test';
      expect((await create(userName)).status).toBe(201);
      disk.fill(host.pid);
      expectOurFault(await createUntilFull());
      release();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      expect(company.wiki.effects(userName)).toEqual([]);
      disk.free(host.pid);
      await settled(host.client, 60_000);
      expect(company.wiki.effects(userName)).toEqual(['created', 'role added reader']);
      await expectAllAcknowledged();
    }, 180_000);

    test('and then the end of the process lose nothing that was acknowledged', async () => {
      disk.fill(host.pid);
      expectOurFault(await createUntilFull());
      await host.kill();
      // A folder that is not there yet needs room: exit 8, and the sentence about the disk.
      if (kind.lasts)
        await expect(startHost(`${disk.data}-2`)).rejects.toThrow(/ended with 8: .*full.*Free some space/s);
      disk.free(process.pid);
      host = await company.start();
      await expectAllAcknowledged();
      await settled(host.client, 60_000);
      for (const userName of acknowledged)
        expect(company.wiki.effects(userName).slice(0, 2), userName).toEqual(['created', 'role added reader']);
      expect(await host.stop()).toBe(0);
      expectUnbrokenChain(disk.data);
    }, 180_000);
  });
}
