/**
 * Makes the databases of the sandbox's apps from the SQL beside them: resources/demo/team-wiki.db from team-wiki.sql, and
 * so on. Run it after a change of the SQL; a test holds them together.
 *
 *   node scripts/make-demo-database.mjs [folder to write into]
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const resources = fileURLToPath(new URL('../resources/demo/', import.meta.url));
const folder = argv[2] ?? resources;

for (const name of readdirSync(resources).filter((file) => file.endsWith('.sql'))) {
  const file = join(folder, name.replace(/\.sql$/, '.db'));
  rmSync(file, { force: true });
  const database = new Database(file);
  // A rollback journal: the file alone is the whole database, and can be copied.
  database.pragma('journal_mode = DELETE');
  database.exec(readFileSync(join(resources, name), 'utf8'));
  database.exec('VACUUM');
  database.close();
}
