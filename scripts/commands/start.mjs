import { bundles, ensureBuilt, headlessProgram } from '../setup/bundle.mjs';
import { electronProgram } from '../setup/electron.mjs';
import { runMain } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { passThrough } from '../setup/process.mjs';
import { setUp } from '../setup/setup.mjs';
import { say } from '../setup/step.mjs';

/**
 * `npm start -- …`: sets up what is missing, then opens Footbridge: its window where Electron is here, else
 * `footbridge serve …` and the browser. Nothing is fetched for the window.
 *
 * @param {readonly string[]} parameters for the desktop app or `serve`; `--browser` and `--no-open` are our own
 */
export function start(parameters) {
  return runMain(async () => {
    const node = await setUp([bundles.screens]);
    const program = electronProgram(process.env);
    const { desktop, sentence } = chooseHost({
      parameters,
      environment: process.env,
      platform: process.platform,
      isRoot: process.getuid?.() === 0,
      hasElectron: program !== null,
    });
    if (desktop && program !== null) {
      await ensureBuilt(node, bundles.desktop);
      say(sentence);
      return passThrough(program, [inRoot('out', 'desktop', 'main.js'), ...parameters], { env: electronEnvironment() });
    }
    await ensureBuilt(node, bundles.headless);
    say(sentence);
    const given = serveParameters(parameters, process.env, process.stdin.isTTY === true, process.platform);
    return passThrough(node.command, [...node.flags, headlessProgram(), 'serve', ...given]);
  });
}

/** What the desktop app takes, and whether a value follows; anything else is meant for `serve`, or a mistake it names. */
const desktopFlags = new Map([
  ['--data', true],
  ['--scim-port', true],
  ['--world', true],
  ['--demo', false],
]);

const ours = ['--browser', '--no-open'];

/**
 * Which host `npm start` opens, and the sentence that says which, why, and how to get the other.
 *
 * @param {object} given
 * @param {readonly string[]} given.parameters
 * @param {Record<string, string | undefined>} given.environment
 * @param {string} given.platform as process.platform
 * @param {boolean} given.isRoot whether the superuser starts it
 * @param {boolean} given.hasElectron whether Electron's runtime is here
 * @returns {{desktop: boolean, sentence: string}}
 */
export function chooseHost({ parameters, environment, platform, isRoot, hasElectron }) {
  const browser = (/** @type {string} */ why, /** @type {string} */ other) => ({
    desktop: false,
    sentence: `Footbridge opens without a window of its own: ${why} ${other}`,
  });
  if (parameters.includes('--browser')) return browser('--browser was given.', 'Leave it out for the desktop app.');
  const foreign = foreignFlag(parameters);
  if (foreign !== null) return browser(`${foreign} is nothing for the desktop app.`, 'Leave it out for that.');
  if (!hasElectron) {
    return browser(
      'Electron’s runtime is not here.',
      'For the desktop app: npx install-electron, then npm start again.',
    );
  }
  if (!hasDisplay(environment, platform)) {
    return browser('there is no display.', 'For the desktop app, run npm start in a desktop session.');
  }
  if (isRoot && platform === 'linux') {
    return browser('the superuser starts it, whom Electron refuses.', 'For the desktop app, start it as another user.');
  }
  return {
    desktop: true,
    sentence:
      'Footbridge opens in its window: Electron and a display are here. For the browser: npm start -- --browser',
  };
}

/** @param {readonly string[]} parameters @returns {string | null} the first that the desktop app does not take */
function foreignFlag(parameters) {
  for (let index = 0; index < parameters.length; index += 1) {
    const [name = '', value] = (parameters[index] ?? '').split('=', 2);
    const takesValue = desktopFlags.get(name);
    if (takesValue === undefined) return parameters[index] ?? null;
    if (takesValue && value === undefined) index += 1;
  }
  return null;
}

/**
 * @param {Record<string, string | undefined>} environment
 * @param {string} platform as process.platform
 */
const hasDisplay = (environment, platform) =>
  platform === 'darwin' || platform === 'win32' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);

/** Editors that are made with Electron leave a variable behind that makes another one a plain Node. */
function electronEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _left, ...environment } = process.env;
  return environment;
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
  const decided = ['--open', '--no-open', '--json', '--help', '-h'].some((flag) => parameters.includes(flag));
  const rest = parameters.filter((parameter) => !ours.includes(parameter));
  return terminal && hasDisplay(environment, platform) && !decided ? [...rest, '--open'] : rest;
}
