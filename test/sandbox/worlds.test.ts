import { readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxRecord } from '../../electron/engine/sandbox/record.ts';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { NewSource } from '../../shared/model/source.ts';
import type { World } from '../../shared/model/status.ts';
import { type Running, realMain, serve } from '../support/command.ts';
import { filesBelow } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { addWiki } from '../support/engine-wiki.ts';
import { createScimClient, newUser } from '../support/scim.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** One host with both worlds: real people in one, pretend people in the other, both delivered to apps. */
const data = temporaryFolder('both');
const apps = temporaryFolder('live-apps');
const agent = new Agent({ keepAlive: true });
const clientOf = (world: World): Client => createClient(createSocketTransport(socketOf(data), world));
const realPeople = ['quenby.marrowfat@example.org', 'ysolde.underhill@example.org'];

let running: Running;
let page: URL;
let real: NewSource;
let pretend: Pick<NewSource, 'baseUrl' | 'token'>;
let known: Readonly<Record<World, readonly string[]>>;

/** What the screens send. */
const screens = async (
  name: string,
  input: object,
): Promise<{ ok: boolean; error?: { code: string; fix: string } }> => {
  const response = await fetch(new URL(`/rpc/${name}?world=sandbox`, page), {
    method: 'POST',
    headers: { authorization: `Bearer ${page.hash.slice('#token='.length)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ input }),
  });
  return (await response.json()) as { ok: boolean };
};

beforeAll(async () => {
  const host = await serve(realMain, ['--data', data]);
  running = host;
  page = new URL(host.ready.admin);
});
afterAll(async () => {
  agent.destroy();
  running.child.kill('SIGTERM');
  await running.ended;
  for (const folder of [data, apps]) rmSync(folder, { recursive: true, force: true });
});

/** Everything by which one world could be recognised in another: ids, names, addresses, keys, tokens. */
async function tracesOf(world: World): Promise<string[]> {
  const client = clientOf(world);
  const { items: exchanges } = await client.call('exchange.list', { limit: 500 });
  const answers = [
    exchanges,
    await client.call('source.list', {}),
    await client.call('app.list', {}),
    await client.call('group.list', {}),
    await client.call('work.list', {}),
    await Promise.all(exchanges.slice(0, 30).map(({ id }) => client.call('trace.get', { exchangeId: id }))),
  ];
  const text = JSON.stringify(answers);
  const ids = text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [];
  const addresses = text.match(/[\w.'-]+@[\w.-]+/g) ?? [];
  return [...ids, ...addresses];
}

describe('two worlds in one host', { timeout: 120_000 }, () => {
  it('begin with the live one alone; founding a company opens the other', async () => {
    expect(await screens('sandbox.get', {})).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect((await screens('sandbox.get', {})).error?.fix).toMatch(/sandbox\.start/);
    expect(await screens('sandbox.start', { people: 25 })).toMatchObject({
      ok: true,
      output: { company: { here: 25 } },
    });
    expect(await screens('sandbox.setSpeed', { speed: 0 })).toMatchObject({ ok: true });
    const live = await clientOf('live').call('overview.get', {});
    expect(live).toMatchObject({ world: 'live', sources: 0, people: 0 });
  });

  it('both take in people and deliver them', async () => {
    const live = clientOf('live');
    real = await live.call('source.add', { name: 'Real', dialect: 'entra' });
    await addWiki(live, apps);
    const idp = createScimClient(real, agent);
    for (const login of realPeople) {
      const answer = await idp.send('POST', '/Users', {
        body: newUser(login, 'Sales', { displayName: `Real ${login}` }),
      });
      expect(answer.status).toBe(201);
    }
    const sandbox = clientOf('sandbox');
    await until('the import is told', async () => (await sandbox.call('sandbox.get', {})).busy === null, 60_000);
    const { items } = await sandbox.call('sandbox.people', {});
    await sandbox.call('sandbox.act', { id: items.at(-1)?.id ?? '', action: 'rename' });
    for (const client of [live, sandbox])
      await until('all is delivered', async () => (await client.call('status.get', {})).outstanding === 0, 60_000);
    expect(await live.call('status.get', {})).toMatchObject({ people: 2, sources: 1, accounts: { active: 2 } });
    expect(await sandbox.call('status.get', {})).toMatchObject({ people: 25, sources: 1 });
  });

  it('neither lets in who knows the other', async () => {
    const record = JSON.parse(readFileSync(join(data, 'sandbox', 'sandbox.json'), 'utf8')) as SandboxRecord;
    const { scim } = await clientOf('sandbox').call('overview.get', {});
    pretend = { baseUrl: `${scim}/${record.source.key}`, token: record.token };
    expect(new URL(real.baseUrl).port).not.toBe(new URL(pretend.baseUrl).port);
    const at = (port: string, source: Pick<NewSource, 'baseUrl' | 'token'>): Pick<NewSource, 'baseUrl' | 'token'> => {
      const address = new URL(source.baseUrl);
      address.port = port;
      return { baseUrl: address.href, token: source.token };
    };
    const ports = { live: new URL(real.baseUrl).port, sandbox: new URL(pretend.baseUrl).port };
    const cases: readonly (readonly [string, Pick<NewSource, 'baseUrl' | 'token'>, number])[] = [
      ['a real IdP at its own port', at(ports.live, real), 200],
      ['a real IdP at the sandbox’s port', at(ports.sandbox, real), 401],
      ['a real token at the sandbox’s base URL', { baseUrl: pretend.baseUrl, token: real.token }, 401],
      ['the sandbox IdP at its own port', at(ports.sandbox, pretend), 200],
      ['the sandbox IdP at the live port', at(ports.live, pretend), 401],
      ['a pretend token at the live base URL', { baseUrl: real.baseUrl, token: pretend.token }, 401],
    ];
    for (const [who, source, status] of cases)
      expect((await createScimClient(source, agent).send('GET', '/Users?count=1')).status, who).toBe(status);
  });

  it('and no byte of one lies in the files of the other', async () => {
    const secrets = ({ baseUrl, token }: Pick<NewSource, 'baseUrl' | 'token'>) => [
      token,
      baseUrl.slice(baseUrl.lastIndexOf('/') + 1),
    ];
    const { items } = await clientOf('sandbox').call('sandbox.people', { limit: 500 });
    known = {
      live: [...(await tracesOf('live')), ...secrets(real), ...realPeople, 'Real quenby'],
      sandbox: [
        ...(await tracesOf('sandbox')),
        ...secrets(pretend),
        ...items.flatMap(({ id, name, login }) => [id, name, login]),
      ],
    };
    running.child.kill('SIGTERM');
    await running.ended;

    const files = filesBelow(data).map(({ name, bytes }) => {
      const world: World = name.startsWith(join(data, 'sandbox') + sep) ? 'sandbox' : 'live';
      return { name, bytes, world };
    });
    const holds = (world: World, text: string) =>
      files.filter((file) => file.world === world && file.bytes.includes(text));
    for (const [world, other] of [
      ['live', 'sandbox'],
      ['sandbox', 'live'],
    ] as const) {
      const found = known[world].flatMap((text) => holds(other, text).map(({ name }) => `${text} in ${name}`));
      expect(found, `of the ${world} world`).toEqual([]);
      // What is looked for can be found: in its own world.
      expect(known[world].filter((text) => holds(world, text).length > 0).length).toBeGreaterThan(20);
    }
  });
});
