import { copyFileSync, linkSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { desk } from '../../electron/engine/sandbox/desk.ts';
import type { Client } from '../../shared/contract/client.ts';
import type { Target } from '../../shared/model/app.ts';
import { CsvTarget } from '../../shared/model/csv-target.ts';
import { until } from '../support/engine-until.ts';
import { newUser } from '../support/scim.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { clientOf, openEngine, SandboxWorld } from './world.ts';

const ready = fileURLToPath(new URL('../../resources/demo/ticket-desk.db', import.meta.url));

const csvAt = (file: string): Target =>
  CsvTarget.parse({
    kind: 'csv',
    file,
    users: { login: 'login', active: { column: 'active', on: 'yes', off: 'no' }, columns: {} },
  });

/** Why a target is refused as none of this world's; null when nothing is wrong with that. */
async function foreign(client: Client, target: Target): Promise<string | null> {
  const { ok, steps } = await client.call('app.test', { target });
  const [step] = steps;
  return !ok && step?.step === 'Belongs to this world' ? step.detail : null;
}

/** The two worlds of one data folder, as a host opens them; `apps` is where the admin's apps keep their files. */
const data = join(temporaryFolder('worlds'), 'data');
const inSandbox = join(data, 'sandbox');
const apps = temporaryFolder('apps');
const [liveApp, sandboxApp, copy] = ['live.db', 'rehearsed.db', 'copy.db'].map((name) => join(apps, name)) as [
  string,
  string,
  string,
];
let live: Engine;
const liveClient = clientOf(() => live);
const sandbox = new SandboxWorld(inSandbox);

beforeAll(async () => {
  live = await openEngine(data, { world: 'live', scimPort: 0, neighbour: { world: 'sandbox', data: inSandbox } });
  await sandbox.open(1, { neighbour: { world: 'live', data } });
  for (const file of [liveApp, sandboxApp, copy, join(data, 'in-live.db'), join(inSandbox, 'in-sandbox.db')])
    copyFileSync(ready, file);
  symlinkSync(liveApp, join(apps, 'link.db'));
  linkSync(liveApp, join(apps, 'second-name.db'));
  symlinkSync(inSandbox, join(apps, 'linked-folder'));
  mkdirSync(join(inSandbox, 'files'));
  await liveClient.call('app.add', { name: 'Desk', target: desk.target(liveApp) });
  await liveClient.call('app.add', { name: 'Payroll', target: csvAt(join(apps, 'payroll.csv')) });
  await sandbox.client.call('app.add', { name: 'Desk', target: desk.target(sandboxApp) });
});
afterAll(async () => {
  await live.stop();
  await sandbox.stop();
  for (const folder of [join(data, '..'), apps]) rmSync(folder, { recursive: true, force: true });
});

describe('the sandbox delivers to no app of the live world', () => {
  it.each([
    ['the very file', desk.target(liveApp), / is an app of the live world\. /],
    [
      'another spelling of it',
      desk.target(join(apps, '..', apps.slice(apps.lastIndexOf('/')), 'live.db')),
      / is an app of /,
    ],
    ['a symbolic link to it', desk.target(join(apps, 'link.db')), / is an app of the live world\. /],
    ['a second name of it', desk.target(join(apps, 'second-name.db')), / is an app of the live world\. /],
    [
      'a file in the live world’s folder',
      desk.target(join(data, 'in-live.db')),
      / lies in the folder of the live world\. /,
    ],
    ['a file that is to be made there', csvAt(join(data, 'new.csv')), / lies in the folder of the live world\. /],
    ['a file that the live world will make', csvAt(join(apps, 'payroll.csv')), / is an app of the live world\. /],
  ])('%s', async (_, target, why) => {
    expect(await foreign(sandbox.client, target)).toMatch(why);
    const added = sandbox.client.call('app.add', { name: 'Another', target });
    await expect(added).rejects.toThrow(/^Another cannot be connected: Belongs to this world: /);
  });

  it('but to what is its own, and to copies of what is not', async () => {
    for (const target of [
      desk.target(copy),
      desk.target(sandboxApp),
      desk.target(join(inSandbox, 'in-sandbox.db')),
      csvAt(join(inSandbox, 'files', 'new.csv')),
      csvAt(join(apps, 'new.csv')),
    ])
      expect((await sandbox.client.call('app.test', { target })).ok, JSON.stringify(target)).toBe(true);
  });
});

it('the sandbox writes nothing where a link leads by now', async () => {
  const link = join(apps, 'moving.db');
  copyFileSync(ready, join(apps, 'pretend.db'));
  symlinkSync(join(apps, 'pretend.db'), link);
  const { client } = sandbox;
  const { id } = await client.call('app.add', { name: 'Moving', target: desk.target(link) });
  await client.call('app.addRule', { id, rule: { name: 'All', role: 'reads tickets', when: 'user.active' } });
  await client.call('app.setState', { id, state: 'on' });
  rmSync(link);
  symlinkSync(liveApp, link);
  const before = readFileSync(liveApp);
  const source = await client.call('source.add', { name: 'Pretend', dialect: 'entra' });
  const answer = await fetch(`${source.baseUrl}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${source.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(newUser('pretend@contoso.test', 'Sales')),
  });
  expect(answer.status).toBe(201);
  const item = await until('it is refused', async () => (await client.call('work.list', {})).items[0], 60_000);
  expect(item.title).toMatch(/moving\.db is an app of the live world\./);
  expect(readFileSync(liveApp).equals(before)).toBe(true);
});

describe('the live world takes no app of the sandbox', () => {
  it.each([
    ['a file that is rehearsed with', desk.target(sandboxApp), / is an app of the sandbox world\. /],
    [
      'a file in its folder',
      desk.target(join(inSandbox, 'in-sandbox.db')),
      / lies in the folder of the sandbox world\. /,
    ],
    [
      'a file reached by a linked folder',
      desk.target(join(apps, 'linked-folder', 'in-sandbox.db')),
      / lies in the folder /,
    ],
    [
      'a file that is to be made there',
      csvAt(join(inSandbox, 'files', 'new.csv')),
      / lies in the folder of the sandbox /,
    ],
  ])('%s', async (_, target, why) => {
    expect(await foreign(liveClient, target)).toMatch(why);
    const added = liveClient.call('app.add', { name: 'Another', target });
    await expect(added).rejects.toThrow(/^Another cannot be connected: Belongs to this world: /);
  });

  it('but any other, also one that the sandbox gave up', async () => {
    expect((await liveClient.call('app.test', { target: desk.target(copy) })).ok).toBe(true);
    const { items } = await sandbox.client.call('app.list', {});
    await sandbox.client.call('app.remove', { id: items.find(({ name }) => name === 'Desk')?.id ?? '' });
    expect(await foreign(liveClient, desk.target(sandboxApp))).toBeNull();
  });
});
