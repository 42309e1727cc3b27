import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import path from 'node:path';
import { type HostOptions, startHost, type TestHost } from '../support/engine-host.ts';
import { addWiki, openWiki, type Wiki } from '../support/engine-wiki.ts';
import { createScimClient, type ScimAnswer, type ScimClient } from '../support/scim.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A data folder with a source and Team Wiki, over which hosts come and go. */
export interface Company {
  readonly data: string;
  readonly wiki: Wiki;
  /** The IdP's client; it outlives every host, as the port is remembered. */
  readonly scim: ScimClient;
  /** Starts a host on the folder. What is still running when the company is closed is killed. */
  start(options?: HostOptions): Promise<TestHost>;
  close(): Promise<void>;
}

/**
 * Makes the folder, and leaves a host running on it.
 *
 * @param options for every host on it
 * @param data the data folder, for a disk of a size of its own; Team Wiki is never on it
 */
export async function openCompany(
  options: HostOptions = {},
  data?: string,
): Promise<{ readonly company: Company; readonly host: TestHost }> {
  const hosts: TestHost[] = [];
  const agent = new Agent({ keepAlive: true });
  const folder = temporaryFolder('faults');
  const place = data ?? path.join(folder, 'data');
  const start = async (more: HostOptions = {}): Promise<TestHost> => {
    const host = await startHost(place, { ...options, ...more });
    hosts.push(host);
    return host;
  };
  const host = await start();
  const added = await host.client.call('source.add', { name: 'Contoso', dialect: 'entra', rate: 0 });
  await addWiki(host.client, folder);
  const company: Company = {
    data: place,
    wiki: openWiki(folder),
    scim: createScimClient(added, agent),
    start,
    async close() {
      agent.destroy();
      await Promise.all(hosts.map((each) => each.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return { company, host };
}

/** A request as an IdP sends it in the face of a server that may end at any moment: null when no answer came. */
export const tryToSend = async (
  { scim }: Company,
  ...request: Parameters<ScimClient['send']>
): Promise<ScimAnswer | null> => {
  try {
    return await scim.send(...request);
  } catch {
    return null;
  }
};

/** A user's id, asked as an IdP asks. @throws Error when there is none, or no answer */
export async function idOf({ scim }: Company, userName: string): Promise<string> {
  const found = await scim.send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  const [user] = (found.body?.Resources ?? []) as { id: string }[];
  if (user === undefined) throw new Error(`${userName} is not in the directory: ${found.text}`);
  return user.id;
}
