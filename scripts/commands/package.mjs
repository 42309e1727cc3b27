import { runMain } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { passThrough } from '../setup/process.mjs';
import { setUp } from '../setup/setup.mjs';
import { tools } from '../tools.mjs';

/**
 * `npm run package -- …`: installers for the system it runs on, into out/package. Downloads the real Electron.
 *
 * @param {readonly string[]} parameters electron-builder's own, such as `--dir`
 */
export function packageApp(parameters) {
  return withTool(tools.packager, parameters);
}

/** `npm run package:layout`: what the Linux package holds, around files that stand in for Electron. It does not run. */
export function packageLayout() {
  return withTool(tools.packaging, ['layout', inRoot('out', 'package')]);
}

/**
 * `npm run package:prove -- FOLDER`: asks of a package with the real Electron what only it can answer.
 *
 * @param {readonly string[]} parameters the unpacked package, such as `out/package/linux-unpacked`
 */
export function packageProve(parameters) {
  return withTool(tools.packaging, ['prove', ...parameters]);
}

/** @param {string} tool @param {readonly string[]} parameters */
function withTool(tool, parameters) {
  return runMain(async () => {
    const node = await setUp();
    return passThrough(node.command, [...node.flags, tool, ...parameters], { cwd: inRoot() });
  });
}
