import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../shared/contract/client.ts';
import type { Exchange } from '../../shared/model/exchange.ts';
import type { TestHost } from '../support/engine-host.ts';
import { between, luck } from '../support/engine-random.ts';
import { settled, until } from '../support/engine-until.ts';
import { enterprise } from '../support/scim.ts';
import { type Company, openCompany } from './company.ts';
import { type Imported, startImport } from './import.ts';
import { expectUnbrokenChain } from './scenario.ts';

/** `npm run test:faults -- --rounds N` asks for more. */
const ROUNDS = Number(process.env.FOOTBRIDGE_FAULT_ROUNDS ?? 20);
const PEOPLE = ROUNDS * 10;

/** Every marked request that was answered as asked, as Activity lists them; a repeated one may have changed nothing. */
async function listMarked(client: Client): Promise<Exchange[]> {
  const all: Exchange[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: Exchange[]; next: string | null } = await client.call('exchange.list', {
      filter: { outcomes: ['ok'], text: 'mark=' },
      limit: 500,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

describe(`killed ${ROUNDS} times during an import of ${PEOPLE} people`, () => {
  const random = luck('crash');
  let company: Company;
  let host: TestHost;
  beforeAll(async () => {
    ({ company, host } = await openCompany());
  });
  afterAll(() => company.close());

  /** What was acknowledged stands in the directory; what was sent since and not answered may stand there too. */
  async function expectAcknowledged({ id, userName, department, active }: Imported): Promise<void> {
    const { status, body } = await company.scim.send('GET', `/Users/${id}`);
    expect([status, body?.userName]).toEqual([200, userName]);
    if (department === 'Marketing') expect(body?.[enterprise]).toMatchObject({ department });
    if (!active) expect(body?.active).toBe(false);
  }

  test(
    'nothing acknowledged is lost, nothing is applied twice',
    async () => {
      const running = startImport(company, PEOPLE);
      let ended = false;
      void running.done.then(() => {
        ended = true;
      });
      for (let round = 1; round <= ROUNDS; round++) {
        const goal = running.acknowledged() + between(random, 3, 16);
        await until(`round ${round} is under way`, () => ended || running.acknowledged() >= goal, 120_000);
        await wait(random() * 15);
        running.pause();
        await host.kill();
        host = await company.start();
        for (const person of running.takeAcknowledged()) await expectAcknowledged(person);
        running.goOn();
      }
      await running.done;
      await settled(host.client, 120_000);

      for (const person of running.people) {
        const { userName, department, active } = person;
        await expectAcknowledged(person);
        const effects = company.wiki.effects(userName);
        expect(new Set(effects).size, `${userName}: ${effects}`).toBe(effects.length);
        const account = company.wiki.account(userName);
        // A leaver whom nothing was delivered for yet gets no account.
        if (!active && account === undefined) expect(effects).toEqual([]);
        else
          expect(account, userName).toMatchObject({
            enabled: active,
            department: active ? department : expect.stringMatching(/Sales|Marketing/),
            roles: active ? (department === 'Marketing' ? ['editor', 'reader'] : ['reader']) : [],
          });
      }
      expect(company.wiki.effects().filter((effect) => effect.endsWith('created')).length).toBeGreaterThan(
        PEOPLE * 0.87,
      );

      const marked = await listMarked(host.client);
      const listed = new Map(marked.map(({ path, status }) => [Number(path.split('mark=')[1]), status]));
      expect(listed.size).toBe(marked.length);
      for (const [mark, status] of running.marks) expect([mark, listed.get(mark)]).toEqual([mark, status]);

      expect(await host.stop()).toBe(0);
      expect(expectUnbrokenChain(company.data)).toBeGreaterThan(running.marks.size);
    },
    ROUNDS * 15_000,
  );
});
