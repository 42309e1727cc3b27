import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../electron/engine/engine.ts';
import { wiki as inPostgres, targetIn } from '../connectors/postgres-apps.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { clientOf, openEngine, SandboxWorld } from './world.ts';

const data = join(temporaryFolder('worlds'), 'data');
const inSandbox = join(data, 'sandbox');
let server: PostgresServer;
let live: Engine;
const sandbox = new SandboxWorld(inSandbox);

beforeAll(async () => {
  server = await startPostgres();
  live = await openEngine(data, { world: 'live', scimPort: 0, neighbour: { world: 'sandbox', data: inSandbox } });
  await sandbox.open(1, { neighbour: { world: 'live', data } });
});
afterAll(async () => {
  await live.stop();
  await sandbox.stop();
  await server.close();
  rmSync(join(data, '..'), { recursive: true, force: true });
});

it('no database is an app of two worlds, by whichever way to this computer it is reached', async () => {
  const [real, copy] = [await server.createDatabase(inPostgres.sql), await server.createDatabase(inPostgres.sql)];
  await clientOf(() => live).call('app.add', { name: 'Customers', target: targetIn(server, real, inPostgres) });
  for (const host of ['127.0.0.1', 'localhost', server.socket]) {
    const { ok, steps } = await sandbox.client.call('app.test', {
      target: targetIn(server, real, inPostgres, { host }),
    });
    expect(ok).toBe(false);
    expect(steps[0]).toMatchObject({
      step: 'Belongs to this world',
      detail: `${real} at localhost:${server.port} is an app of the live world. Choose another database: a copy of it, for a rehearsal.`,
    });
  }
  expect((await sandbox.client.call('app.test', { target: targetIn(server, copy, inPostgres) })).ok).toBe(true);
});
