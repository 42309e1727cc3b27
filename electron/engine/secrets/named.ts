import { type FileHandle, open } from 'node:fs/promises';

/** Nothing that proves who somebody is is longer than this, in bytes. */
const LONGEST = 1_048_576;

/** On Windows a mode says nothing of who may read a file. */
const modesCount = process.platform !== 'win32';

/** Why a file that is named in a setting cannot be used: names the file, and never what stands in it. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}

/**
 * The text of a file that is named in a setting.
 *
 * @param what it is, for messages: "password file"
 * @param secret whether nobody but its owner may read it, or change it
 * @throws Unusable
 */
export async function readNamed(file: string, what: string, secret: boolean): Promise<string> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'r');
    const { mode, size } = await handle.stat().then((stats) => {
      if (!stats.isFile()) throw new Unusable(`The ${what} ${file} is not a file.`);
      return stats;
    });
    if (secret && modesCount && (mode & 0o077) !== 0)
      throw new Unusable(
        `The ${what} ${file} can be read or changed by others than its owner, so it is not used. Let only its owner have it: chmod 600 ${file}`,
      );
    if (size > LONGEST) throw new Unusable(`The ${what} ${file} is too large to be one.`);
    return await handle.readFile('utf8');
  } catch (error) {
    if (error instanceof Unusable) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new Unusable(`The ${what} ${file} cannot be read. The system says: ${said}.`);
  } finally {
    await handle?.close();
  }
}

/** The first line of a secret file. @throws Unusable, also when it is empty */
export async function readSecretLine(file: string, what: string): Promise<string> {
  const [line = ''] = (await readNamed(file, what, true)).replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  if (line === '') throw new Unusable(`The first line of the ${what} ${file} is empty.`);
  return line;
}
