import { existsSync, renameSync, rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { StoreFailure } from './failure.ts';

/** One numbered step forward; there is no way back. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the database to the newest version, one transaction for each step. A database that already holds something is
 * copied beside itself first.
 *
 * @param file where the copy goes beside; null for a database that was just made
 * @throws StoreFailure when it was written by a newer program
 */
export function migrate(connection: Database.Database, migrations: readonly Migration[], file: string | null): void {
  const version = connection.pragma('user_version', { simple: true }) as number;
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest)
    throw new StoreFailure(
      'database-newer',
      `This database was written by a newer Footbridge (its version is ${version}, this program knows ${newest}).`,
      'Start the newer Footbridge again, or choose another folder with --data. Nothing was changed.',
    );
  const steps = migrations.filter((migration) => migration.version > version);
  if (steps.length > 0 && version > 0 && file !== null) keepBefore(connection, `${file}.before-${newest}`);
  for (const step of steps) {
    connection.transaction(() => {
      connection.exec(step.sql);
      connection.pragma(`user_version = ${step.version}`);
    })();
  }
}

/** Copies what is there, whole or not at all. A copy of a start that was ended meanwhile is the older one, and stays. */
function keepBefore(connection: Database.Database, copy: string): void {
  if (existsSync(copy)) return;
  const unfinished = `${copy}.unfinished`;
  rmSync(unfinished, { force: true });
  connection.prepare('VACUUM INTO ?').run(unfinished);
  renameSync(unfinished, copy);
}
