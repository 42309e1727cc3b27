import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { test as base } from '@playwright/test';
import type { App } from '../../shared/model/app.ts';
import { temporaryFolder } from '../support/engine.ts';
import { startHost, type TestHost } from '../support/engine-host.ts';
import { addWiki, type Wiki } from '../support/engine-wiki.ts';
import { createScimClient, newUser, patchSchema, replacing, type ScimClient } from '../support/scim.ts';
import { ActivityPage } from './activity-page.ts';
import { watchPolicy } from './axe.ts';

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const references = (ids: readonly string[]) => ids.map((value) => ({ value }));

/** The whole product on a folder of its own: the real host, an Entra source, Team Wiki in its file, and the window. */
export interface Stage {
  readonly data: string;
  readonly idp: ScimClient;
  readonly app: App;
  readonly wiki: Wiki;
  readonly activity: ActivityPage;
  host(): TestHost;
  /** Creates a person at the IdP. @returns the SCIM id */
  hire(userName: string, department: string, more?: object): Promise<string>;
  /** Creates a group of these people at the IdP. @returns the SCIM id */
  gather(displayName: string, members: readonly string[]): Promise<string>;
  /** Takes people out of a group, all in one PATCH. */
  dismiss(groupId: string, members: readonly string[]): Promise<void>;
  /** Disables a person the way Entra does: `active` as the text "False". */
  disable(id: string): Promise<void>;
  /** Stops the host and starts it again on the same folder. */
  restart(): Promise<void>;
}

/** Each test gets a stage; afterwards the page must have been refused nothing by its policy. */
export const test = base.extend<{ stage: Stage }>({
  stage: async ({ page }, use) => {
    const data = temporaryFolder('browser');
    const agent = new Agent({ keepAlive: true });
    const refusals = await watchPolicy(page);
    let host = await startHost(data);
    try {
      const { app, wiki } = await addWiki(host.client, data);
      const added = await host.client.call('source.add', { name: 'Contoso', dialect: 'entra' });
      const idp = createScimClient(added, agent);
      await use({
        data,
        idp,
        app,
        wiki,
        activity: new ActivityPage(page),
        host: () => host,
        async hire(userName, department, more = {}) {
          const { status, body, text } = await idp.send('POST', '/Users', {
            body: newUser(userName, department, more),
          });
          if (status !== 201 || body === null) throw new Error(`POST /Users answered ${status}: ${text}`);
          return String(body.id);
        },
        async gather(displayName, members) {
          const body = { schemas: [groupSchema], displayName, members: references(members) };
          const { status, body: made, text } = await idp.send('POST', '/Groups', { body });
          if (status !== 201 || made === null) throw new Error(`POST /Groups answered ${status}: ${text}`);
          return String(made.id);
        },
        async dismiss(groupId, members) {
          const Operations = [{ op: 'Remove', path: 'members', value: references(members) }];
          const body = { schemas: [patchSchema], Operations };
          const { status, text } = await idp.send('PATCH', `/Groups/${groupId}`, { body });
          if (status !== 200 && status !== 204) throw new Error(`PATCH /Groups answered ${status}: ${text}`);
        },
        async disable(id) {
          const { status, text } = await idp.send('PATCH', `/Users/${id}`, { body: replacing({ active: 'False' }) });
          if (status !== 200) throw new Error(`PATCH /Users answered ${status}: ${text}`);
        },
        async restart() {
          await host.stop();
          host = await startHost(data);
        },
      });
      const seen = refusals();
      if (seen.length > 0) throw new Error(`refused by the Content-Security-Policy:\n${seen.join('\n')}`);
    } finally {
      agent.destroy();
      await host.stop();
      rmSync(data, { recursive: true, force: true });
    }
  },
});

export { expect } from '@playwright/test';
