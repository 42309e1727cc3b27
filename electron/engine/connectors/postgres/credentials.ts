import { type ConnectionOptions, checkServerIdentity, getCACertificates } from 'node:tls';
import { isSocket, type PostgresTarget } from '../../../../shared/model/postgres-target.ts';
import { readNamed, readSecretLine, Unusable } from '../../secrets/named.ts';
import { Refusal } from '../connector.ts';

/** What cannot be used is a matter of the credentials. @throws Refusal credentials */
async function usable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof Unusable ? new Refusal('credentials', error.message) : error;
  }
}

const named = (file: string, what: string, secret: boolean): Promise<string> => usable(readNamed(file, what, secret));

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
  return usable(readSecretLine(passwordFile, 'password file'));
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
    ca: tls.ca === null ? systemRoots() : await named(tls.ca, 'file of the certificate authority', false),
    checkServerIdentity: (_name, certificate) =>
      tls.mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  };
  if (tls.certificate === null || tls.key === null) return options;
  return {
    ...options,
    cert: await named(tls.certificate, 'client certificate', false),
    key: await named(tls.key, 'key of the client certificate', true),
  };
}

/** What this computer trusts; where the system does not say, what Node brings along. */
function systemRoots(): string[] {
  const system = getCACertificates('system');
  return system.length > 0 ? system : getCACertificates('default');
}
