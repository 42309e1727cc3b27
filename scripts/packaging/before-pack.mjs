import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../setup/places.mjs';

/**
 * electron-builder calls this before it collects the app's files. Writes the manifest that is packaged: what Electron and
 * Node read of package.json, and nothing of how the project is built.
 *
 * @param {{packager: {config: {extraMetadata?: {main?: string}, productName?: string}}}} context
 */
export function beforePack({ packager }) {
  const { name, version, description, license, type } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const { productName, extraMetadata } = packager.config;
  const manifest = { name, productName, version, description, license, type, main: extraMetadata?.main };
  const folder = inRoot('out', 'package-manifest');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
