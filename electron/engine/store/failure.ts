/** Why a database cannot be used, each with a sentence of its own for the admin. */
export type StoreFailureCode =
  | 'folder-held'
  | 'folder-unwritable'
  | 'database-newer'
  | 'database-corrupt'
  | 'database-read-only'
  | 'disk-full';

export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly code: StoreFailureCode;
  /** What to do. */
  readonly fix: string;

  constructor(code: StoreFailureCode, message: string, fix: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

const readOnly = new Set(['SQLITE_CANTOPEN', 'SQLITE_PERM', 'EACCES', 'EPERM', 'EROFS']);
const full = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);

/**
 * Recognises what SQLite and the system say of a broken, read-only or full database; anything else comes back as it is.
 *
 * @param place the file, for the sentence
 */
export function recognise(error: unknown, place: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return error;
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new StoreFailure(
      'database-corrupt',
      `The database ${place} is damaged.`,
      'Nothing was written to it. Move it aside and restore the last backup, or start with an empty folder.',
    );
  if (code.startsWith('SQLITE_READONLY') || readOnly.has(code))
    return new StoreFailure(
      'database-read-only',
      `The database ${place} cannot be written.`,
      'Check who owns the file and its folder, and that the disk is not mounted read-only.',
    );
  if (full.has(code) || code.startsWith('SQLITE_IOERR'))
    return new StoreFailure(
      'disk-full',
      `The disk that holds ${place} is full or does not answer.`,
      'Free some space or check the disk. What was acknowledged is stored; IdPs are told to try again.',
    );
  return error;
}
