import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { test as base, type Page } from '@playwright/test';
import type { App } from '../../shared/model/app.ts';
import { startHost, type TestHost } from '../support/engine-host.ts';
import { addWiki, type Wiki } from '../support/engine-wiki.ts';
import { createScimClient, newUser, patchSchema, replacing, type ScimClient } from '../support/scim.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ActivityPage } from './activity-page.ts';
import { watchPolicy } from './axe.ts';

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const references = (ids: readonly string[]) => ids.map((value) => ({ value }));

/** What is done at an identity provider; each throws when it is refused. */
export interface Idp {
  /** Creates a person at the IdP. @returns the SCIM id */
  hire(userName: string, department: string, more?: object): Promise<string>;
  /** Creates a group of these people at the IdP. @returns the SCIM id */
  gather(displayName: string, members: readonly string[]): Promise<string>;
  /** Takes people out of a group, all in one PATCH. */
  dismiss(groupId: string, members: readonly string[]): Promise<void>;
  /** Disables a person the way Entra does: `active` as the text "False". */
  disable(id: string): Promise<void>;
}

/** The whole product on a folder of its own: the real host, an Entra source, Team Wiki in its file, and the window. */
export interface Stage extends Idp {
  readonly data: string;
  readonly idp: ScimClient;
  readonly app: App;
  readonly wiki: Wiki;
  readonly activity: ActivityPage;
  host(): TestHost;
  /** Stops the host and starts it again on the same folder. */
  restart(): Promise<void>;
}

/** A stage on a new folder. @returns it, and the function that ends the host and removes the folder */
export async function openStage(page: Page): Promise<{ readonly stage: Stage; readonly close: () => Promise<void> }> {
  const data = temporaryFolder('browser');
  const agent = new Agent({ keepAlive: true });
  let host = await startHost(data);
  const close = async () => {
    agent.destroy();
    await host.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { app, wiki } = await addWiki(host.client, data);
    const idp = createScimClient(await host.client.call('source.add', { name: 'Contoso', dialect: 'entra' }), agent);
    const restart = async () => {
      await host.stop();
      host = await startHost(data);
    };
    const activity = new ActivityPage(page);
    return { stage: { data, idp, app, wiki, activity, host: () => host, restart, ...asIdp(idp) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What an identity provider does over its client. */
export function asIdp(idp: ScimClient): Idp {
  const ask = async (method: string, path: string, body: object) => {
    const answer = await idp.send(method, path, { body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return String(answer.body?.id);
  };
  return {
    hire: (userName, department, more = {}) => ask('POST', '/Users', newUser(userName, department, more)),
    gather: (displayName, members) =>
      ask('POST', '/Groups', { schemas: [groupSchema], displayName, members: references(members) }),
    async dismiss(groupId, members) {
      const Operations = [{ op: 'Remove', path: 'members', value: references(members) }];
      await ask('PATCH', `/Groups/${groupId}`, { schemas: [patchSchema], Operations });
    },
    async disable(id) {
      await ask('PATCH', `/Users/${id}`, replacing({ active: 'False' }));
    },
  };
}

/** Each test gets a stage; afterwards the page must have been refused nothing by its policy. */
export const test = base.extend<{ stage: Stage }>({
  stage: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const { stage, close } = await openStage(page);
    try {
      await use(stage);
      const seen = refusals();
      if (seen.length > 0) throw new Error(`refused by the Content-Security-Policy:\n${seen.join('\n')}`);
    } finally {
      await close();
    }
  },
});

export { expect } from '@playwright/test';
