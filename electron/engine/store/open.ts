import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { fold } from '../../../shared/kit/fold.ts';
import { parseDateTime } from '../../../shared/kit/instant.ts';
import type { Logger } from '../ports.ts';
import { recognise } from './failure.ts';
import { databaseFile, holdFolder, makePrivate, prepareFolder } from './folder.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import { searchable } from './searchable.ts';
import type { ReadDb } from './sql.ts';

export interface Store {
  /** For reading; writing goes through `transaction`. One connection, so a transaction sees its own writes. */
  readonly db: ReadDb;
  close(): void;
}

/**
 * Opens the database of a world, making or migrating it as needed.
 *
 * WAL with synchronous=FULL: a commit that returned survives power loss (targets.md).
 *
 * @throws StoreFailure when it is newer than this program, damaged, read-only, or the disk is full
 */
export function openStore(file: string, logger: Logger): Store {
  const fresh = !existsSync(file);
  let connection: Database.Database;
  try {
    makePrivate(file);
    connection = new Database(file, { timeout: 2000 });
  } catch (error) {
    throw recognise(error, file);
  }
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cache_size = -16000');
    // A checkpoint writes each page once, however often it changed since the last one: 16 MB are a good many changes.
    connection.pragma('wal_autocheckpoint = 4000');
    connection.pragma('temp_store = MEMORY');
    connection.pragma('journal_size_limit = 67108864');
    connection.function('fold', { deterministic: true }, (text) =>
      typeof text === 'string' ? fold(text) : (text as null),
    );
    connection.function('instant', { deterministic: true }, (text) =>
      typeof text === 'string' ? (parseDateTime(text) ?? null) : null,
    );
    connection.function('searchable', { deterministic: true }, (text) =>
      typeof text === 'string' ? searchable(text) : (text as null),
    );
    migrate(connection, migrations, fresh ? null : file);
  } catch (error) {
    connection.close();
    throw recognise(error, file);
  }
  const slow = (name: string, ms: number) => logger.warn({ statement: name, ms: Math.round(ms) }, 'slow statement');
  return {
    db: { connection, slow },
    close() {
      connection.pragma('optimize');
      connection.close();
    },
  };
}

/**
 * Holds the folder of a world and opens its database; `close` lets go of both.
 *
 * @throws StoreFailure, and then nothing is held
 */
export function openHeld(folder: string, logger: Logger): Store {
  prepareFolder(folder);
  const letGo = holdFolder(folder);
  try {
    const store = openStore(databaseFile(folder), logger);
    return {
      db: store.db,
      close() {
        store.close();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}
