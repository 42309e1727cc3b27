import { chmodSync, closeSync, mkdirSync, openSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreFailure } from './failure.ts';

/** Makes an empty file that only this user can read, where none is: what SQLite makes beside it gets the same mode. */
export const makePrivate = (file: string): void => closeSync(openSync(file, 'a', 0o600));

/** The database of a world, in its folder. */
export const databaseFile = (folder: string): string => join(folder, 'footbridge.db');

/**
 * Makes the folder (mode 0700) and checks that it can be written.
 *
 * @throws StoreFailure folder-unwritable
 */
export function prepareFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(probe, 'w', 0o600));
    unlinkSync(probe);
  } catch (error) {
    throw new StoreFailure(
      'folder-unwritable',
      `The folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      'Choose another one with --data, or give this user the right to write there.',
    );
  }
  // A folder that was there before may be open to others; on Windows the mode means nothing and fails silently.
  try {
    chmodSync(folder, 0o700);
  } catch {}
  // One of somebody else cannot be closed: whoever may write there could put a database or a socket of theirs in place.
  const { mode } = statSync(folder);
  if (process.platform !== 'win32' && (mode & 0o022) !== 0)
    throw new StoreFailure(
      'folder-unwritable',
      `Other users may write in the folder ${folder}, and this user may not close it.`,
      'Choose another one with --data, or have its owner give it to this user alone (chmod 700).',
    );
}

/**
 * Holds the folder against every other engine until released or the process ends. The operating system's own file
 * lock does it, through SQLite, so a killed process leaves nothing behind.
 *
 * @returns the function that lets go
 * @throws StoreFailure folder-held
 */
export function holdFolder(folder: string): () => void {
  const file = join(folder, 'footbridge.lock');
  makePrivate(file);
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) throw error;
    throw new StoreFailure(
      'folder-held',
      `Another Footbridge already works in ${folder}.`,
      'Use that one, end it first, or choose another folder with --data.',
    );
  }
  return () => lock.close();
}
