import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wiki } from '../../electron/engine/sandbox/wiki.ts';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { headlessProgram } from '../../scripts/setup/bundle.mjs';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Place } from './connection.ts';
import { type Server, startServer } from './process.ts';

/** Where everything that the benchmarks write lies: on the disk of the clone, since a commit in memory costs nothing. */
export const output = fileURLToPath(new URL('../../out/bench', import.meta.url));
export const profiles = join(output, 'profile');
const ready = fileURLToPath(new URL('../../resources/demo/team-wiki.db', import.meta.url));

/** A folder that lives as long as `use` takes. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(output, { recursive: true });
  const folder = mkdtempSync(join(output, 'work-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The product as an admin starts it, with one source. */
export interface Host {
  readonly server: Server;
  readonly client: Client;
  readonly place: Place;
}

/** Flags under which Node writes what a process did, when it ends. */
const profiling = ['--cpu-prof', '--cpu-prof-interval=250', `--cpu-prof-dir=${profiles}`];

/** What `footbridge serve` runs, on a folder. */
export const startHost = (data: string, profile = false): Server =>
  startServer(headlessProgram(), ['serve', '--data', data, '--admin-port', '0', '--json'], profile ? profiling : []);

/** Starts the product on a fresh folder, connects a source without a limit to its rate, uses it, and stops it. */
export async function withHost<T>(data: string, profile: boolean, use: (host: Host) => Promise<T>): Promise<T> {
  const server = startHost(data, profile);
  try {
    await server.ready;
    const client = createClient(createSocketTransport(socketOf(data), 'live'));
    return await use({ server, client, place: await addSource(client) });
  } finally {
    await server.stop();
  }
}

export async function addSource(client: Client, name = 'Bench'): Promise<Place> {
  const { baseUrl, token } = await client.call('source.add', { name, dialect: 'entra', rate: 0 });
  const { port, pathname } = new URL(baseUrl);
  return { port: Number(port), prefix: pathname, token };
}

/** Rules by department that give a role to somebody. */
const departmentRules = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Rule ${index}`,
    role: ['reader', 'editor', 'admin'][index % 3] ?? 'reader',
    when:
      index === 0
        ? 'user.department != null && user.active == true'
        : `user.department == "${['Marketing', 'Sales', 'Research'][index % 3]}" && user.employeeNumber != "${index}"`,
  }));

/**
 * Adds an app that keeps its users in a SQLite file of its own, as an admin would, with ten rules: seven by attribute,
 * three by group. It is only observing.
 *
 * @param groups ids of three groups
 * @returns the app's id and its file
 */
export async function addApp(
  client: Client,
  folder: string,
  name: string,
  groups: readonly string[],
): Promise<{ id: string; file: string }> {
  const file = join(folder, `${name}.db`);
  copyFileSync(ready, file);
  const { id } = await client.call('app.add', { name, target: wiki.target(file) });
  await client.call('app.setMappings', { id, mappings: [...wiki.mappings] });
  const byGroup = groups.map((group, index) => ({
    name: `Group ${index}`,
    role: 'editor',
    when: `${JSON.stringify(group)} in groups`,
  }));
  for (const rule of [...departmentRules(7), ...byGroup]) await client.call('app.addRule', { id, rule });
  return { id, file };
}
