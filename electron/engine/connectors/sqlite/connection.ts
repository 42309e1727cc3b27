import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Refusal, type Result, success } from '../connector.ts';
import { failureOf } from './failure.ts';
import { fold, foldFunction } from './statements.ts';

/** What SQLite stores: whole numbers are bigint, so that no id loses digits. */
export type SqliteValue = string | number | bigint | Buffer | null;
export type Row = readonly SqliteValue[];
export type Parameters = Readonly<Record<string, SqliteValue>>;

/** How long we wait for a lock of the app's, in milliseconds: a verb is retried by its caller, not here. */
const lockWait = 50;

/** One open connection while a verb runs. */
export interface Connection {
  all(sql: string, parameters?: Parameters): readonly Row[];
  get(sql: string, parameters?: Parameters): Row | undefined;
  /** @returns the number of rows that the statement itself changed */
  run(sql: string, parameters?: Parameters): number;
}

function open(file: string, readonly: boolean): Database.Database {
  if (!statSync(file).isFile()) throw new Refusal('permanent', `${file} is not a file.`);
  const database = new Database(file, { readonly, fileMustExist: true, timeout: lockWait });
  database.defaultSafeIntegers(true);
  database.function(foldFunction, { deterministic: true }, (value) =>
    value === null || Buffer.isBuffer(value) ? null : fold(String(value)),
  );
  return database;
}

/** A read-only connection meets a transaction that nobody finished, and may not undo it. */
const leftUnfinished = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  ['SQLITE_READONLY_ROLLBACK', 'SQLITE_READONLY_RECOVERY'].includes(error.code);

/**
 * Opens for reading only. A writer that was killed in the middle of a transaction, be it the app or Footbridge, leaves
 * its journal behind: SQLite undoes that transaction for the next connection that may write, so one is opened first.
 */
function openForReading(file: string): Database.Database {
  const database = open(file, true);
  try {
    database.pragma('schema_version');
    return database;
  } catch (error) {
    database.close();
    if (!leftUnfinished(error)) throw error;
  }
  const writer = open(file, false);
  try {
    writer.pragma('schema_version');
  } finally {
    writer.close();
  }
  return open(file, true);
}

/** Tables that only a database of Footbridge has all of. */
const ourTables = ['delivery_cause', 'exchange_body', 'held_attribute', 'work_item_person'];

/**
 * A database of Footbridge is no app, by whatever path or link it is reached, of whichever world or computer: writing
 * there would change who is wanted where, and break what the audit proves.
 *
 * @throws Refusal permanent
 */
function assertNotOurs(database: Database.Database, file: string): void {
  const known = database
    .prepare<string[], bigint>(
      `SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN (${ourTables.map(() => '?').join(', ')})`,
    )
    .pluck()
    .get(...ourTables);
  if (known === BigInt(ourTables.length))
    throw new Refusal('permanent', `${file} is a database of Footbridge itself. Choose the file of the app.`);
}

function connection(database: Database.Database): Connection {
  return {
    all: (sql, parameters = {}) => database.prepare<[Parameters], Row>(sql).raw().all(parameters),
    get: (sql, parameters = {}) => database.prepare<[Parameters], Row>(sql).raw().get(parameters),
    run: (sql, parameters = {}) => database.prepare<[Parameters]>(sql).run(parameters).changes,
  };
}

/**
 * Runs one verb over a connection of its own, in one transaction.
 *
 * Foreign keys are enforced wherever the file declares them, as SQLite itself does for the app that wrote it: the
 * setting belongs to a connection and cannot be read from the file.
 *
 * @param mode read: a read-only connection, which sees what is really in the file; write: BEGIN IMMEDIATE … COMMIT;
 *   try: the same, rolled back
 * @param tables the tables that the work uses, for messages
 */
export function withConnection<T>(
  file: string,
  mode: 'read' | 'write' | 'try',
  tables: readonly string[],
  work: (connection: Connection) => T,
): Result<T> {
  let database: Database.Database | null = null;
  let committing = false;
  try {
    database = mode === 'read' ? openForReading(file) : open(file, false);
    database.exec(mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE');
    assertNotOurs(database, file);
    const value = work(connection(database));
    committing = mode === 'write';
    database.exec(mode === 'write' ? 'COMMIT' : 'ROLLBACK');
    return success(value);
  } catch (error) {
    return failureOf(error, file, tables, committing);
  } finally {
    // Closing an open transaction rolls it back.
    database?.close();
  }
}
