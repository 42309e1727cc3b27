import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { checkChain } from '../../electron/engine/audit/chain.ts';
import type { CrashPoint } from '../../electron/engine/ports.ts';
import type { HostOptions, TestHost } from '../support/engine-host.ts';
import { settled, until } from '../support/engine-until.ts';
import { enterprise, newUser, replacing } from '../support/scim.ts';
import { type Company, idOf } from './company.ts';

/** One thing that an IdP does to a person, and what of it is to be seen in Team Wiki. */
export interface Act {
  readonly name: 'create' | 'addRole' | 'disable' | 'removeRole';
  /** What the person needs to be before; delivered when the act begins. */
  prepare(company: Company): Promise<void>;
  /** Sends it, marked so that its exchange is found again. An answer may not come. */
  send(company: Company): Promise<unknown>;
  /** Which of its operations is meant, from 1, and how many follow that one. */
  readonly operation: number;
  readonly following: number;
  readonly account: { readonly enabled: boolean; readonly department: string; readonly roles: readonly string[] };
  /** Everything that ever took effect on the account, in order. */
  readonly effects: readonly string[];
}

const userNameOf = (name: Act['name']): string => `${name.toLowerCase()}@fabrikam.test`;

async function create(company: Company, name: Act['name'], department: string): Promise<void> {
  const body = newUser(userNameOf(name), department);
  const answer = await company.scim.send('POST', '/Users', { body });
  expect(answer.status, answer.text).toBe(201);
}

async function patch(company: Company, name: Act['name'], values: Readonly<Record<string, unknown>>): Promise<void> {
  const id = await idOf(company, userNameOf(name));
  await company.scim.send('PATCH', `/Users/${id}?mark=${name}`, { body: replacing(values) });
}

const department = `${enterprise}:department`;

/** Everything that the demo's events need of a target: each verb that gives or takes. */
export const acts: readonly Act[] = [
  {
    name: 'create',
    prepare: () => Promise.resolve(),
    send: (company) =>
      company.scim.send('POST', '/Users?mark=create', { body: newUser(userNameOf('create'), 'Sales') }),
    operation: 1,
    following: 1,
    account: { enabled: true, department: 'Sales', roles: ['reader'] },
    effects: ['created', 'role added reader'],
  },
  {
    name: 'addRole',
    prepare: (company) => create(company, 'addRole', 'Sales'),
    send: (company) => patch(company, 'addRole', { [department]: 'Marketing' }),
    operation: 2,
    following: 0,
    account: { enabled: true, department: 'Marketing', roles: ['editor', 'reader'] },
    effects: ['created', 'role added reader', 'changed', 'role added editor'],
  },
  {
    name: 'removeRole',
    prepare: (company) => create(company, 'removeRole', 'Marketing'),
    send: (company) => patch(company, 'removeRole', { [department]: 'Sales' }),
    operation: 1,
    following: 1,
    account: { enabled: true, department: 'Sales', roles: ['reader'] },
    effects: ['created', 'role added editor', 'role added reader', 'role removed editor', 'changed'],
  },
  {
    name: 'disable',
    prepare: (company) => create(company, 'disable', 'Marketing'),
    send: (company) => patch(company, 'disable', { active: 'False' }),
    operation: 1,
    following: 2,
    account: { enabled: false, department: 'Marketing', roles: [] },
    effects: [
      'created',
      'role added editor',
      'role added reader',
      'disabled',
      'role removed editor',
      'role removed reader',
    ],
  },
];

/**
 * Lets hosts end at a point of each act in turn. Whoever restarts after one act, and does what is left of it, ends at
 * that point of the next act: just there, so it does exactly what is left.
 *
 * @param company with no host on it
 * @param options where the program lies
 */
export async function expectOnceAcross(
  company: Company,
  some: readonly Act[],
  point: CrashPoint,
  options: HostOptions = {},
): Promise<void> {
  // What was intended and not done is done again and reaches the point; what took effect is only looked at.
  const again = point === 'after intent' ? 1 : 0;
  let left = 0;
  let before: Act | undefined;
  for (const act of [...some, undefined]) {
    const env = act === undefined ? {} : { FOOTBRIDGE_CRASH_AT: `${point}:${left + act.operation}` };
    const host = await company.start({ ...options, env });
    if (before !== undefined) {
      await settled(host.client);
      await expectDoneOnce(company, host, before, point);
    }
    if (act === undefined) {
      expect(await host.stop()).toBe(0);
      return;
    }
    await Promise.all([act.send(company).catch(() => null), host.ended]);
    expect((await host.ended).signal, host.stderr()).toBe('SIGKILL');
    left = again + act.following;
    before = act;
  }
}

/** The audit log of a folder that no host holds. @returns how many entries it has */
export function expectUnbrokenChain(data: string): number {
  const connection = new Database(`${data}/footbridge.db`, { readonly: true });
  try {
    const { entries, brokenAt } = checkChain({ connection, slow: () => undefined });
    expect(brokenAt).toBeNull();
    expect(entries).toBeGreaterThan(0);
    return entries;
  } finally {
    connection.close();
  }
}

/** After the restart: all of the act is there, nothing of it twice, and the chain to its proof is whole. */
async function expectDoneOnce(company: Company, host: TestHost, act: Act, point: CrashPoint): Promise<void> {
  const userName = userNameOf(act.name);
  expect(company.wiki.effects(userName), 'what took effect').toEqual(act.effects);
  expect(company.wiki.account(userName)).toMatchObject(act.account);

  const exchange = await until('the exchange is listed', async () => {
    const { items } = await host.client.call('exchange.list', { filter: { text: `mark=${act.name}` } });
    return items[0];
  });
  expect(exchange.status).toBe(act.name === 'create' ? 201 : 200);
  const [account] = (await host.client.call('trace.get', { exchangeId: exchange.id })).accounts;
  expect(account?.state).toBe(act.account.enabled ? 'active' : 'disabled');
  const operations = account?.operations ?? [];
  expect(operations.length).toBeGreaterThan(0);
  for (const { summary, state, proof } of operations)
    expect([summary, state, proof?.kind]).toEqual([summary, 'done', 'proved']);
  // Each operation stands there once; the one that was interrupted says so and was looked at again.
  expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length);
  const interrupted = operations.flatMap(({ attempts }) => attempts).filter(({ outcome }) => outcome === 'unknown');
  expect(interrupted.length).toBe(point === 'after proof' ? 0 : 1);
}
