import { runMain } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { passThrough } from '../setup/process.mjs';
import { setUp } from '../setup/setup.mjs';

/**
 * `npm start -- …`: sets up what is missing, then `footbridge serve …`.
 *
 * @param {readonly string[]} parameters for `serve`; `--no-open` is our own
 */
export function start(parameters) {
  return runMain(async () => {
    const node = await setUp();
    const given = serveParameters(parameters, process.env, process.stdin.isTTY === true, process.platform);
    return passThrough(node.command, [...node.flags, inRoot('electron', 'headless', 'main.ts'), 'serve', ...given]);
  });
}

/**
 * Opens the browser by itself only for a person at a desktop who has not said otherwise.
 *
 * @param {readonly string[]} parameters
 * @param {Record<string, string | undefined>} environment
 * @param {boolean} terminal whether a person is at stdin
 * @param {string} platform as process.platform
 * @returns {string[]}
 */
export function serveParameters(parameters, environment, terminal, platform) {
  const desktop = platform === 'darwin' || platform === 'win32' || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  const decided = ['--open', '--no-open', '--json', '--help', '-h'].some((flag) => parameters.includes(flag));
  const rest = parameters.filter((parameter) => parameter !== '--no-open');
  return terminal && desktop && !decided ? [...rest, '--open'] : rest;
}
