import { rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { openStore, type Store } from '../../electron/engine/store/open.ts';
import type { ReadDb } from '../../electron/engine/store/sql.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A folder that goes with the test. */
export function testFolder(name: string): string {
  const folder = temporaryFolder(name);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real database, migrated from nothing, in a folder of its own; both go with the test. */
export function testStore(): Store & { readonly file: string } {
  const file = databaseFile(testFolder('store'));
  const store = openStore(file, silent);
  onTestFinished(() => void (store.db.connection.open && store.close()));
  return { ...store, file };
}

/** Opens a database that is there, or is to be. */
export const reopen = (file: string): Store => openStore(file, silent);

/** How SQLite goes about the statements that `work` prepares: one line for each step of each of them. */
export function plansOf(db: ReadDb, work: (db: ReadDb) => unknown): string[] {
  const texts: string[] = [];
  const connection = new Proxy(db.connection, {
    get(target, name) {
      if (name === 'prepare')
        return (text: string) => {
          texts.push(text);
          return target.prepare(text);
        };
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  work({ ...db, connection });
  return texts.flatMap((text) => {
    const { named, count } = parametersOf(text);
    const values = named.length > 0 ? [Object.fromEntries(named.map((name) => [name, 1]))] : Array(count).fill(1);
    const steps = db.connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as { readonly detail: string }[];
    return steps.map((step) => step.detail);
  });
}

const parametersOf = (text: string) => ({
  named: [...new Set([...text.matchAll(/@(\w+)/g)].flatMap((match) => match[1] ?? []))],
  count: text.split('?').length - 1,
});
