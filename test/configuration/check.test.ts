import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import type { Configuration } from '../../shared/model/configuration.ts';
import { asked } from '../provisioning/stage.ts';
import { newUser } from '../support/scim.ts';
import { importedContoso } from './room.ts';

/** Every row of every table, and the database's own counter of changes. */
function contentOf(data: string): unknown {
  const database = new Database(databaseFile(data), { readonly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
      .pluck()
      .all() as string[];
    return tables.map((table) => [table, JSON.stringify(database.prepare(`SELECT * FROM "${table}"`).all())]);
  } finally {
    database.close();
  }
}

test('a check changes nothing and announces nothing', async () => {
  const { engine, client, idp, file, wiki, quiet } = await importedContoso();
  const { apps } = file;
  for (const [name, department] of [
    ['ada', 'Sales'],
    ['bob', 'Legal'],
  ])
    await asked(idp, 'POST', '/Users', newUser(`${name}@contoso.example`, department ?? ''));
  await quiet();
  const other: Configuration = {
    ...file,
    sources: [{ name: 'Fabrikam', dialect: 'okta', rate: 5 }, ...file.sources],
    groups: file.groups.map((group) => ({ ...group, displayName: 'Others' })),
    apps: apps.flatMap((app) => [
      { ...app, rules: app.rules.slice(1) },
      { ...app, name: 'Second Wiki', rules: [{ name: 'All', role: 'reader', when: 'user.active' }] },
    ]),
  };
  // What is captured is written in batches after its reply: from here on nothing else writes.
  await engine.restart();
  const before = contentOf(engine.data);
  const events: unknown[] = [];
  const stop = client.follow(null, { onMessage: (message) => events.push(message), onEnd: () => undefined });
  const announced = events.length;
  const plan = await client.call('config.check', { text: JSON.stringify(other) });
  expect(plan.problems).toEqual([]);
  expect(plan).toMatchObject({
    added: [
      { kind: 'source', name: 'Fabrikam' },
      { kind: 'app', name: 'Second Wiki' },
    ],
    changed: [{ kind: 'app', name: 'Team Wiki', what: ['rule “Editors edit” changed', 'rule “Sales reads” removed'] }],
    removed: [],
    awaited: [{ displayName: 'Others' }],
    impact: { gainsCount: 2, losesCount: 1, heldCount: 0 },
  });
  expect(contentOf(engine.data)).toEqual(before);
  expect(wiki.account('ada@contoso.example')?.roles).toEqual(['reader']);
  stop();
  expect(events.length).toBe(announced);
});
