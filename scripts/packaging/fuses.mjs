import { join } from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/**
 * Electron's fuses: switches in its executable that are set once, before it is signed. Most are named in
 * electron-builder.yml; these are the ones that electron-builder has no name for.
 */
const nameless = Object.freeze({
  // WebAssembly's memory is guarded by the processor, as in a browser. Nothing of ours runs out of address space.
  wasmTrapHandlers: true,
});

/** The fuses that there are, by the names of electron-builder.yml, in the order of the wire. */
export const fuseNames = Object.freeze(
  Object.values(FuseV1Options)
    .filter((option) => typeof option === 'string')
    .map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`),
);

/**
 * Where every fuse must stand.
 *
 * @param {Record<string, unknown>} electronFuses of electron-builder.yml
 * @returns {Record<string, boolean>} by name, in the order of the wire
 * @throws Error when a fuse is not decided on, or one is named that does not exist
 */
export function wantedFuses(electronFuses) {
  const decided = { ...electronFuses, ...nameless };
  const unknown = Object.keys(decided).filter((name) => !fuseNames.includes(name));
  if (unknown.length > 0)
    throw new Error(`electron-builder.yml names fuses that there are not: ${unknown.join(', ')}.`);
  const open = fuseNames.filter((name) => typeof decided[name] !== 'boolean');
  if (open.length > 0) throw new Error(`electron-builder.yml decides nothing about these fuses: ${open.join(', ')}.`);
  return Object.fromEntries(fuseNames.map((name) => [name, decided[name]]));
}

/**
 * Sets every fuse of an executable, and refuses one that has more fuses than have been decided on.
 *
 * @param {string} executable Electron's, or on macOS the folder `….app`
 * @param {Record<string, boolean>} wanted as `wantedFuses` gives it
 */
export async function setFuses(executable, wanted) {
  const byNumber = Object.entries(wanted).map(([name, on], index) => {
    if (fuseNames[index] !== name) throw new Error(`The fuse ${name} is not the one at place ${index} of the wire.`);
    return [index, on];
  });
  await flipFuses(executable, {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    ...Object.fromEntries(byNumber),
  });
}

/**
 * Reads the fuses back from the executable itself.
 *
 * @param {string} executable Electron's, or on macOS the folder `….app`
 * @returns {Promise<Record<string, boolean | 'removed' | 'unknown'>>} by name; a fuse without a name is its number
 */
export async function readFuses(executable) {
  const { version, ...wire } = await getCurrentFuseWire(executable);
  if (version !== FuseVersion.V1) throw new Error(`The fuses are of version ${version}, which nobody has looked at.`);
  const states = new Map([
    [FuseState.ENABLE, true],
    [FuseState.DISABLE, false],
    [FuseState.REMOVED, 'removed'],
  ]);
  return Object.fromEntries(
    Object.entries(wire).map(([index, state]) => [fuseNames[Number(index)] ?? index, states.get(state) ?? 'unknown']),
  );
}

/**
 * @param {string} folder that electron-builder calls “unpacked”, or on macOS the one with the `….app`
 * @param {string} platform as process.platform
 * @returns {string} what holds the fuses, and what a person starts: a program, on macOS the folder `Footbridge.app`
 */
export function packagedApp(folder, platform) {
  if (platform === 'darwin') return join(folder, 'Footbridge.app');
  return join(folder, platform === 'win32' ? 'Footbridge.exe' : 'footbridge');
}
