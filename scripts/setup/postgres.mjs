import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall, isRootOnDebian } from './debian.mjs';
import { say, step } from './step.mjs';

/** Where Debian keeps the programs of each version of the server. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * The PostgreSQL server for the tests of its connector: the one that is here; else Debian's (as root). Where none can be
 * had it is said, and those tests fail with what to install.
 *
 * @returns {Promise<string | null>} the folder of `initdb` and `postgres`
 */
export async function ensurePostgres() {
  const found = installedPostgres();
  if (found !== null) return found;
  if (isRootOnDebian()) {
    const installed = await step('No PostgreSQL server here: as root on Debian, apt-get installs it', async () => {
      await aptInstall('postgresql');
      return installedPostgres();
    });
    if (installed !== null) return installed;
  }
  say(
    '✗ The tests of the PostgreSQL connector need its server: install it (on Debian and Ubuntu: sudo apt-get install postgresql), or name the folder of its programs in PGBIN.',
  );
  return null;
}

/** @returns {Promise<Record<string, string>>} what the tests find the server by */
export async function postgresEnvironment() {
  const programs = await ensurePostgres();
  return programs === null ? {} : { PGBIN: programs };
}

/** @returns {string | null} the folder that PGBIN names, the newest version's on Debian, or one of PATH */
export function installedPostgres(environment = process.env, debian = DEBIAN) {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(environment.PGBIN ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(environment.PATH ?? '').split(delimiter),
  ].filter(Boolean);
  const has = (folder, program) => existsSync(join(folder, program)) || existsSync(join(folder, `${program}.exe`));
  return folders.find((folder) => has(folder, 'initdb') && has(folder, 'postgres')) ?? null;
}
