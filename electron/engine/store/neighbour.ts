import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { recognise } from './failure.ts';
import { databaseFile } from './folder.ts';

/**
 * The targets of the apps of another world, read from its own database; its engine may be at work meanwhile. Nothing is
 * written there, and nothing of it is kept here.
 *
 * @param folder the other world's
 * @returns JSON of `Target`, one for each app that is followed; none when there is no such world
 * @throws StoreFailure when its database cannot be read; or SQLite's own error
 */
export function targetsOfWorld(folder: string): readonly string[] {
  const file = databaseFile(folder);
  if (!existsSync(file)) return [];
  try {
    const database = new Database(file, { readonly: true, timeout: 2000 });
    try {
      // Of whichever version it is: a world that was not opened since an update is not migrated yet.
      const apps = database.prepare<[], { target: string; removed_at?: number | null }>('SELECT * FROM app').all();
      return apps.filter((app) => (app.removed_at ?? null) === null).map((app) => app.target);
    } finally {
      database.close();
    }
  } catch (error) {
    throw recognise(error, file);
  }
}
