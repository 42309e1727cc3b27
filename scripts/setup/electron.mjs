import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './places.mjs';

/**
 * Electron's own program, when it is here. Nothing is fetched, which the package's own index.js would do.
 *
 * FOOTBRIDGE_ELECTRON names a program; ELECTRON_OVERRIDE_DIST_PATH a folder that holds an unpacked runtime, as for the
 * package; else it is where `npx install-electron` puts it.
 *
 * @param {Record<string, string | undefined>} environment
 * @param {string} [packaged] the folder of the package `electron`
 * @returns {string | null} its path; null when it is not there
 */
export function electronProgram(environment, packaged = inRoot('node_modules', 'electron')) {
  const { FOOTBRIDGE_ELECTRON: named, ELECTRON_OVERRIDE_DIST_PATH: unpacked } = environment;
  if (named) return existsSync(named) ? named : null;
  const file = join(packaged, 'path.txt');
  const path = existsSync(file) ? readFileSync(file, 'utf8').trim() : unpacked ? 'electron' : '';
  if (path === '') return null;
  const program = join(unpacked || join(packaged, 'dist'), path);
  return existsSync(program) ? program : null;
}
