import { Agent } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Configuration, ConfigurationImport } from '../../shared/model/configuration.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import { startEngine, type TestEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { copyWiki } from '../support/engine-wiki.ts';
import { createScimClient } from '../support/scim.ts';
import { wikiTarget } from '../support/team-wiki.ts';

/** An engine of its own on an empty folder, which goes with the test. */
export async function emptyEngine(): Promise<TestEngine> {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  return engine;
}

const contosoName = 'Contoso';

/** A source, and Team Wiki with one rule over one group. */
export const contoso = (file: string): Configuration => ({
  footbridge: 1,
  schemaExtensions: [],
  sources: [{ name: contosoName, dialect: 'entra', rate: 0 }],
  groups: [{ key: 'wiki-editors', source: contosoName, displayName: 'Wiki Editors', externalId: null }],
  apps: [
    {
      name: 'Team Wiki',
      target: wikiTarget(file),
      guard: { people: 1000, percent: 100 },
      delivery: { ...usualDelivery, debounceSeconds: 0 },
      mappings: [
        { attribute: 'login', expression: 'user.userName' },
        { attribute: 'department', expression: 'user.department' },
      ],
      rules: [
        { name: 'Sales reads', role: 'reader', when: 'user.department == "Sales"' },
        { name: 'Editors edit', role: 'editor', when: '"wiki-editors" in groups' },
      ],
    },
  ],
});

export const exported = async ({ client }: Pick<TestEngine, 'client'>): Promise<string> =>
  (await client.call('config.export', {})).text;

/** Imports what must be importable. @throws Error with the problems, or with what it would take away */
export async function imported(
  { client }: Pick<TestEngine, 'client'>,
  file: Configuration | string,
  yes = false,
): Promise<ConfigurationImport> {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const done = await client.call('config.import', { text, yes });
  if (!done.applied) throw new Error(`not imported: ${JSON.stringify(done, null, 1)}`);
  return done;
}

/** An empty engine into which Contoso's configuration was imported, with Team Wiki switched on, and its IdP. */
export async function importedContoso(change: (file: Configuration) => Configuration = (file) => file) {
  const engine = await emptyEngine();
  const wiki = copyWiki(engine.data);
  const file = change(contoso(wiki.file));
  const done = await imported(engine, file);
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const [source] = done.newSources;
  if (!source) throw new Error('no source was connected');
  const idp = createScimClient(source, agent);
  const [app] = (await engine.client.call('app.list', {})).items;
  if (!app) throw new Error('no app was added');
  await engine.client.call('app.setState', { id: app.id, state: 'on' });
  const quiet = () => until('quiet', async () => (await engine.client.call('status.get', {})).outstanding === 0);
  return { engine, client: engine.client, wiki, file, idp: { ...idp, id: source.id, name: source.name }, app, quiet };
}
