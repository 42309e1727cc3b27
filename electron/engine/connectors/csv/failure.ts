import { failure, Refusal, type Result } from '../connector.ts';

/** Windows says "not permitted" of a file that another program has open. */
const heldOpen: readonly string[] = process.platform === 'win32' ? ['EBUSY', 'EPERM', 'EACCES'] : ['EBUSY', 'ETXTBSY'];

/**
 * What an error of the file system means for a verb.
 *
 * @throws the error itself when it is none: a mistake in our own code
 */
export function failureOf(error: unknown, file: string): Result<never> {
  if (error instanceof Refusal) return { ok: false, failure: error.failure };
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!(error instanceof Error) || !/^E[A-Z0-9]+$/.test(code)) throw error;
  const said = `The system says: ${error.message}.`;
  if (heldOpen.includes(code)) return failure('transient', `Another program has ${file} open right now. ${said}`);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return failure('transient', `The folder of ${file} is not there; is it moved, or its drive away? ${said}`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS': {
      const right = 'give its system user the right to read and write the file and to make files in its folder';
      return failure('credentials', `Footbridge may not use ${file}: ${right}. ${said}`);
    }
    case 'EISDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return failure('permanent', `${file} is not a file that can be used. ${said}`);
    default:
      return failure('transient', `${file} cannot be used right now. ${said}`);
  }
}
