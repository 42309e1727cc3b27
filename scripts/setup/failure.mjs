import { exitCode } from './exit-codes.mjs';

/** A failure that has a sentence of its own: what happened and what to do, with its exit code. */
export class SetupFailure extends Error {
  name = 'SetupFailure';

  /**
   * @param {number} code one of docs/EXIT-CODES.md
   * @param {string} message what happened, as a sentence
   * @param {string} fix what to do, as a sentence
   */
  constructor(code, message, fix) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

/**
 * Runs a command's main function; its result is the exit code. A failure ends as one sentence and never as a stack
 * trace, unless FOOTBRIDGE_DEBUG is set.
 *
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (error instanceof SetupFailure) {
      process.stderr.write(`${error.message} ${error.fix}\n`);
      process.exitCode = error.code;
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Something unexpected happened: ${message} Set FOOTBRIDGE_DEBUG=1 to see where.\n`);
    if (process.env.FOOTBRIDGE_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
    process.exitCode = exitCode.unexpected;
  }
}

const unwritableCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']);

/**
 * Does file work of the set-up; a folder that cannot be written becomes a sentence.
 *
 * @template T
 * @param {string} folder for the sentence
 * @param {() => T} work
 * @returns {T}
 */
export function writing(folder, work) {
  try {
    return work();
  } catch (error) {
    if (!unwritableCodes.has(error?.code)) throw error;
    throw unwritable(folder, error.code);
  }
}

/**
 * @param {string} folder
 * @param {string} code the system's own, such as EACCES
 */
export function unwritable(folder, code) {
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new SetupFailure(
    exitCode.folderUnwritable,
    full ? `The disk that holds ${folder} is full.` : `This user may not write in ${folder} (${code}).`,
    full
      ? 'Free about 600 MB and run the same command again.'
      : 'Give yourself the right to write there, or clone Footbridge into a folder of your own.',
  );
}
