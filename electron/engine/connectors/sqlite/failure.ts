import Database from 'better-sqlite3';
import { failure, Refusal, type Result } from '../connector.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function byCode(code: string, words: string, file: string): Result<never> | null {
  const said = `${code.startsWith('SQLITE') ? 'SQLite' : 'The system'} says: ${words}.`;
  // Extended codes begin with their primary one, such as SQLITE_BUSY_SNAPSHOT.
  const is = (...primary: readonly string[]): boolean =>
    primary.some((one) => code === one || code.startsWith(`${one}_`));
  if (is('SQLITE_BUSY', 'SQLITE_LOCKED')) {
    return failure('transient', `The app is writing to its database ${file} right now. ${said}`);
  }
  if (is('SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'SQLITE_CONSTRAINT_ROWID')) {
    return failure('conflict', `Something with this value is there already. ${said}`);
  }
  if (is('SQLITE_CONSTRAINT', 'SQLITE_MISMATCH'))
    return failure('permanent', `The app's database refuses this. ${said}`);
  if (is('SQLITE_READONLY', 'SQLITE_PERM', 'SQLITE_AUTH', 'EACCES', 'EPERM')) {
    return failure(
      'credentials',
      `Footbridge may not use ${file}: give its system user the right to read and write it. ${said}`,
    );
  }
  if (is('SQLITE_NOTADB')) return failure('permanent', `${file} is not a SQLite database, or is encrypted. ${said}`);
  if (is('SQLITE_CORRUPT')) return failure('permanent', `The app's database ${file} is damaged. ${said}`);
  if (is('SQLITE_CANTOPEN', 'ENOENT', 'ENOTDIR')) {
    return failure(
      'transient',
      `There is no file ${file} that can be opened; is the app moved, or its drive away? ${said}`,
    );
  }
  if (
    is('SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_NOMEM', 'SQLITE_INTERRUPT', 'SQLITE_PROTOCOL', 'EIO', 'ENOSPC', 'EMFILE')
  ) {
    return failure('transient', `The app's database ${file} cannot be used right now. ${said}`);
  }
  return null;
}

/**
 * What an error of SQLite or of the file system means for a verb.
 *
 * @param tables the tables that the verb uses, for the message
 * @param committing whether COMMIT itself failed: then it cannot be told whether the change took effect
 * @throws the error itself when it is neither: a mistake in our own code
 */
export function failureOf(error: unknown, file: string, tables: readonly string[], committing = false): Result<never> {
  if (error instanceof Refusal) return { ok: false, failure: error.failure };
  const code = codeOf(error);
  const known = error instanceof Database.SqliteError || /^E[A-Z]+$/.test(code);
  if (!(error instanceof Error) || !known) throw error;
  const result = byCode(code, error.message, file);
  const undecided =
    result === null || (!result.ok && result.failure.kind === 'transient' && !code.startsWith('SQLITE_BUSY'));
  if (committing && undecided) {
    return failure('unknown', `Whether the change was kept cannot be told. SQLite says: ${error.message}.`);
  }
  if (result !== null) return result;
  const where = tables.length === 1 ? `table ${tables[0]}` : `tables ${tables.join(', ')}`;
  return failure(
    'permanent',
    `The app's database (${where}) does not take this. SQLite says: ${error.message}. Test the connection.`,
  );
}
