import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from '../setup/places.mjs';

/**
 * Reads YAML with the parser that electron-builder reads its configuration with.
 *
 * @param {string} file
 * @returns {any}
 */
export function readYaml(file) {
  const builder = createRequire(inRoot('node_modules', 'electron-builder', 'package.json'));
  const yaml = createRequire(builder.resolve('app-builder-lib/package.json'))('js-yaml');
  return yaml.load(readFileSync(file, 'utf8'), { filename: file });
}

/** @returns {any} electron-builder.yml */
export function packageConfiguration() {
  return readYaml(inRoot('electron-builder.yml'));
}
