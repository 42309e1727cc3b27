import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { temporaryFolder } from './apps.ts';

const resources = fileURLToPath(new URL('../../resources/demo', import.meta.url));
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

it.each(['team-wiki', 'ticket-desk', 'door-badges'])('%s.db is what its SQL and the script make', (name) => {
  const database = new Database(':memory:');
  database.exec(readFileSync(join(resources, `${name}.sql`), 'utf8'));
  const meant = contents(database);
  database.close();
  const copy = join(temporaryFolder(), 'copy.db');
  copyFileSync(join(resources, `${name}.db`), copy);
  expect(contentsOf(copy)).toEqual(meant);
  const made = temporaryFolder();
  execFileSync(process.execPath, [script, made]);
  expect(contentsOf(join(made, `${name}.db`))).toEqual(meant);
});
