/**
 * Makes resources/demo/team-wiki.db from team-wiki.sql. Run it after a change of the SQL; a test holds the two together.
 *
 *   node scripts/make-demo-database.mjs [file to write]
 */
import { readFileSync, rmSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const folder = new URL('../resources/demo/', import.meta.url);
const file = argv[2] ?? new URL('team-wiki.db', folder);

rmSync(file, { force: true });
const database = new Database(typeof file === 'string' ? file : fileURLToPath(file));
// A rollback journal: the file alone is the whole database, and can be copied.
database.pragma('journal_mode = DELETE');
database.exec(readFileSync(new URL('team-wiki.sql', folder), 'utf8'));
database.exec('VACUUM');
database.close();
