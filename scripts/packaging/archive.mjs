import { createRequire } from 'node:module';
import { inRoot } from '../setup/places.mjs';

/** Electron's archives, read with the package that electron-builder writes them with. @type {import('@electron/asar')} */
const asar = createRequire(inRoot('node_modules', 'app-builder-lib', 'package.json'))('@electron/asar');

/** @typedef {{path: string, size: number, unpacked: boolean}} ArchivedFile `unpacked`: it lies beside the archive */

/** @param {string} archive @returns {ArchivedFile[]} every file, by its path with forward slashes and none at its front */
export function filesIn(archive) {
  return asar.listPackage(archive, { isPack: false }).flatMap((entry) => {
    const path = entry.replaceAll('\\', '/').replace(/^\//, '');
    const found = asar.statFile(archive, entry.slice(1));
    return 'files' in found ? [] : [{ path, size: Number(found.size), unpacked: found.unpacked === true }];
  });
}

/** @param {string} archive @param {string} folder to unpack it into, with what lies beside the archive */
export function extract(archive, folder) {
  asar.extractAll(archive, folder);
}

/** @param {string} folder to pack @param {string} archive to write */
export async function pack(folder, archive) {
  await asar.createPackage(folder, archive);
}

/**
 * @param {string} archive
 * @param {readonly string[]} path of a file in it, by its parts
 * @returns {{start: number, size: number}} where its bytes lie in the archive
 */
export function placeOf(archive, path) {
  const file = asar.statFile(archive, path.join(process.platform === 'win32' ? '\\' : '/'));
  if (!('offset' in file)) throw new Error(`${path.join('/')} of ${archive} is no file that lies within it.`);
  // An archive begins with the size of its header, in eight bytes.
  return { start: 8 + asar.getRawHeader(archive).headerSize + Number(file.offset), size: file.size };
}
