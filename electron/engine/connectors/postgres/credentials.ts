import { type FileHandle, open } from 'node:fs/promises';
import { type ConnectionOptions, checkServerIdentity, getCACertificates } from 'node:tls';
import { isSocket, type PostgresTarget } from '../../../../shared/model/postgres-target.ts';
import { Refusal } from '../connector.ts';

/** Nothing that proves who somebody is is longer than this, in bytes. */
const LONGEST = 1_048_576;

/** On Windows a mode says nothing of who may read a file. */
const modesCount = process.platform !== 'win32';

/**
 * The text of a file that is named in a target.
 *
 * @param what it is, for messages: "password file"
 * @param secret whether nobody but its owner may read it, or change it
 * @throws Refusal credentials, which names the file and never what stands in it
 */
async function readNamed(file: string, what: string, secret: boolean): Promise<string> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file, 'r');
    const { mode, size } = await handle.stat().then((stats) => {
      if (!stats.isFile()) throw new Refusal('credentials', `The ${what} ${file} is not a file.`);
      return stats;
    });
    if (secret && modesCount && (mode & 0o077) !== 0)
      throw new Refusal(
        'credentials',
        `The ${what} ${file} can be read or changed by others than its owner, so it is not used. Let only its owner have it: chmod 600 ${file}`,
      );
    if (size > LONGEST) throw new Refusal('credentials', `The ${what} ${file} is too large to be one.`);
    return await handle.readFile('utf8');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new Refusal('credentials', `The ${what} ${file} cannot be read. The system says: ${said}.`);
  } finally {
    await handle?.close();
  }
}

/**
 * The password of a target: the first line of its file.
 *
 * @throws Refusal credentials, also when the server asks for one and the target names no file
 */
export async function readPassword({ passwordFile, user }: PostgresTarget): Promise<string> {
  if (passwordFile === null)
    throw new Refusal(
      'credentials',
      `The server asks for a password of ${user}, and the app names no file that holds one. Name a password file.`,
    );
  const text = await readNamed(passwordFile, 'password file', true);
  const [line = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  if (line === '') throw new Refusal('credentials', `The first line of the password file ${passwordFile} is empty.`);
  return line;
}

/**
 * How a connection is encrypted, with the files as they are now.
 *
 * @returns false when it is not
 * @throws Refusal credentials when a file cannot be used
 */
export async function readTls({ host, tls }: PostgresTarget): Promise<ConnectionOptions | false> {
  if (tls.mode === 'off' || isSocket(host)) return false;
  const options: ConnectionOptions = {
    rejectUnauthorized: true,
    ca: tls.ca === null ? systemRoots() : await readNamed(tls.ca, 'file of the certificate authority', false),
    checkServerIdentity: (_name, certificate) =>
      tls.mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  };
  if (tls.certificate === null || tls.key === null) return options;
  return {
    ...options,
    cert: await readNamed(tls.certificate, 'client certificate', false),
    key: await readNamed(tls.key, 'key of the client certificate', true),
  };
}

/** What this computer trusts; where the system does not say, what Node brings along. */
function systemRoots(): string[] {
  const system = getCACertificates('system');
  return system.length > 0 ? system : getCACertificates('default');
}
