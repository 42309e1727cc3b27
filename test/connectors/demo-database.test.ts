import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { install, teamWiki, temporaryFolder } from './apps.ts';

const stored = fileURLToPath(new URL('../../resources/demo/team-wiki.db', import.meta.url));
const script = fileURLToPath(new URL('../../scripts/make-demo-database.mjs', import.meta.url));

/** Everything in a database: its schema and the rows of its tables. */
function contents(database: Database.Database): unknown {
  const schema = database
    .prepare<[], { type: string; name: string }>('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
    .all();
  const tables = schema.filter(({ type }) => type === 'table').map(({ name }) => name);
  return { schema, rows: tables.map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]) };
}

function contentsOf(file: string): unknown {
  const database = new Database(file, { readonly: true });
  const found = contents(database);
  database.close();
  return found;
}

it('the demo database is what its SQL and its script make', () => {
  const copy = join(temporaryFolder(), 'copy.db');
  copyFileSync(stored, copy);
  const made = join(temporaryFolder(), 'made.db');
  execFileSync(process.execPath, [script, made]);
  const { database } = install(teamWiki);
  expect(contentsOf(copy)).toEqual(contents(database));
  expect(contentsOf(made)).toEqual(contents(database));
});
