import { Agent } from 'node:http';
import type { Client } from '../../shared/contract/client.ts';
import { asIdp, type Idp } from '../browser/stage.ts';
import { addWiki, type Wiki } from '../support/engine-wiki.ts';
import { createScimClient, type ScimClient } from '../support/scim.ts';

/** An identity provider that is connected, and Team Wiki, switched on. */
export interface Company extends Idp {
  readonly idp: ScimClient;
  readonly wiki: Wiki;
  /** Ends the identity provider's connections. */
  close(): void;
}

/** @param folder where Team Wiki's file goes */
export async function openCompany(client: Client, folder: string): Promise<Company> {
  const agent = new Agent({ keepAlive: true });
  const { wiki } = await addWiki(client, folder);
  const idp = createScimClient(await client.call('source.add', { name: 'Contoso', dialect: 'entra' }), agent);
  return { idp, wiki, ...asIdp(idp), close: () => agent.destroy() };
}
