import { rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import type { Configuration } from '../../shared/model/configuration.ts';
import { contoso } from '../configuration/room.ts';
import { startHost, type TestHost } from '../support/engine-host.ts';
import { luck } from '../support/engine-random.ts';
import { copyWiki } from '../support/engine-wiki.ts';
import { createScimClient, newUser } from '../support/scim.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PEOPLE = 150;
const ROUNDS = 8;

const folder = temporaryFolder('import');
const agent = new Agent({ keepAlive: true });
let host: TestHost;
beforeAll(async () => {
  host = await startHost(folder);
});
afterAll(async () => {
  agent.destroy();
  await host.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Two configurations that differ in everything: sources, groups, apps, and the role that everybody gets. */
function twoConfigurations(): readonly [Configuration, Configuration] {
  const first = contoso(copyWiki(folder).file);
  const [app] = first.apps;
  if (!app) throw new Error('there is no app');
  const rule = (role: string) => ({ name: `All are ${role}`, role, when: 'user.department == "Sales"' });
  const waiting = { name: 'Editors edit', role: 'editor', when: '"wiki-editors" in groups' };
  const named = (role: string, names: readonly string[]) =>
    names.map((name) => ({ ...app, name, rules: [rule(role), waiting] }));
  return [
    { ...first, apps: named('reader', ['Team Wiki', 'Second Wiki', 'Third Wiki']) },
    {
      ...first,
      sources: [...first.sources, { name: 'Fabrikam', dialect: 'okta', rate: 5 }],
      groups: first.groups.map((group) => ({ ...group, source: 'Fabrikam', displayName: 'Others', externalId: 'x' })),
      apps: named('admin', ['Team Wiki', 'Fourth Wiki', 'Fifth Wiki']),
    },
  ];
}

/** The roles that people are wanted to have in the apps that are followed, and the rules in force there. */
function stateOf(data: string): { readonly wanted: unknown; readonly ruled: unknown } {
  const database = new Database(databaseFile(data), { readonly: true });
  try {
    const followed = 'JOIN app a ON a.pk = x.app_pk AND a.removed_at IS NULL';
    return {
      wanted: database
        .prepare(
          `SELECT a.name, r.value AS role, count(*) AS people FROM delivery x ${followed}, json_each(x.wanted, '$.roles') r
           GROUP BY 1, 2 ORDER BY 1, 2`,
        )
        .all(),
      ruled: database
        .prepare(
          `SELECT a.name, json_extract(x.body, '$.rules[0].role') AS role, ${PEOPLE} AS people FROM snapshot x ${followed}
           AND a.snapshot_pk = x.pk ORDER BY 1`,
        )
        .all(),
    };
  } finally {
    database.close();
  }
}

test(`killed ${ROUNDS} times during an import: the old configuration or the new one, never half`, async () => {
  const random = luck('import of a configuration');
  const files = twoConfigurations();
  const send = (file: Configuration | string) =>
    host.client.call('config.import', { text: typeof file === 'string' ? file : JSON.stringify(file), yes: true });
  const text = async () => (await host.client.call('config.export', {})).text;
  const { newSources } = await send(files[0]);
  const [source] = newSources;
  if (!source) throw new Error('no source was connected');
  const idp = createScimClient(source, agent);
  for (let person = 0; person < PEOPLE; person++)
    expect((await idp.send('POST', '/Users', { body: newUser(`p${person}@contoso.example`, 'Sales') })).status).toBe(
      201,
    );

  const started = performance.now();
  const whole = [await text()];
  expect((await send(files[1])).applied).toBe(true);
  whole.push(await text());
  const took = performance.now() - started;
  let now = 1;
  let undone = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    // A host that was just started has everything still to load: then every kill would come too early.
    await host.client.call('config.check', { text: JSON.stringify(files[1 - now]) });
    const answer = send(files[1 - now] as Configuration).catch(() => null);
    await wait(random() * took * 1.5);
    await host.kill();
    const acknowledged = (await answer)?.applied === true;
    const { wanted, ruled } = stateOf(folder);
    expect(wanted, `round ${round}`).toEqual(ruled);
    host = await startHost(folder);
    const found = whole.indexOf(await text());
    expect(found, `round ${round}`).toBeGreaterThanOrEqual(0);
    if (acknowledged) expect(found, `round ${round}`).toBe(1 - now);
    if (found === now) undone += 1;
    now = found;
  }
  console.log(`${undone} of ${ROUNDS} imports were undone by the kill, the others were whole`);
  await send(files[0]);
  expect(await text()).toBe(whole[0]);
}, 180_000);
