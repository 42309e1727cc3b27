import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeOf } from './archive.mjs';
import { readFuses } from './fuses.mjs';
import { freePort, isAnswered, launch } from './launch.mjs';

/**
 * What is asked of a package that holds the real Electron. Each answers with null, or with what is wrong in a sentence;
 * each needs the app to run otherwise, since a program that does nothing would pass for a careful one.
 *
 * @typedef {import('./launch.mjs').App} App
 */

const doesNotRun = (/** @type {string} */ state) => `the app did not run (${state})`;

/** @param {App} app @returns {Promise<string | null>} */
export async function proveThatItRuns(app) {
  const { state } = await launch(app);
  return state === 'runs' ? null : doesNotRun(state);
}

/**
 * @param {string} executable that holds the fuses
 * @param {Record<string, boolean>} wanted
 * @returns {Promise<string | null>}
 */
export async function proveFuses(executable, wanted) {
  const fuses = await readFuses(executable);
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(fuses)])];
  const wrong = names.filter((name) => fuses[name] !== wanted[name]);
  return wrong.length === 0 ? null : `these fuses stand otherwise than wanted: ${wrong.join(', ')}`;
}

/** That the app cannot be turned into a Node that runs anybody's code. @param {App} app */
export function proveThatItIsNoNode(app) {
  return proveThatNoCodeRuns(app, (marking) => ({
    parameters: ['-e', marking],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  }));
}

/** That NODE_OPTIONS brings no code into the app. @param {App} app */
export function proveThatNodeOptionsAreIgnored(app) {
  return proveThatNoCodeRuns(app, (marking, folder) => {
    const file = join(folder, 'marking.cjs');
    writeFileSync(file, marking);
    return { env: { NODE_OPTIONS: `--require="${file.replaceAll('\\', '/')}"` } };
  });
}

/**
 * @param {App} app
 * @param {(marking: string, folder: string) => Parameters<typeof launch>[1]} how code that marks is offered to it
 * @returns {Promise<string | null>}
 */
async function proveThatNoCodeRuns(app, how) {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-marked-'));
  const mark = join(folder, 'mark');
  try {
    const { state } = await launch(app, how(`require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`, folder));
    if (existsSync(mark)) return 'it ran code that it was given from outside';
    return state === 'runs' ? null : doesNotRun(state);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** That no debugger can be attached from the command line. @param {App} app @returns {Promise<string | null>} */
export async function proveThatNothingInspects(app) {
  const port = await freePort();
  const { state, found } = await launch(app, {
    parameters: [`--inspect=127.0.0.1:${port}`],
    whileRunning: () => isAnswered(port),
  });
  if (state !== 'runs') return doesNotRun(state);
  return found ? 'a debugger may attach: --inspect opened its port' : null;
}

/**
 * That one changed byte keeps the app from starting. The byte is one of a comment, so that nothing but the archive's
 * checksums can mind. The archive is put back as it was.
 *
 * @param {App} app
 * @param {string} archive its app.asar
 * @returns {Promise<string | null>}
 */
export async function proveThatTamperingIsNoticed(app, archive) {
  const original = readFileSync(archive);
  const changed = Buffer.from(original);
  const at = commentIn(archive, original);
  changed.writeUInt8(changed.readUInt8(at) ^ 0x01, at);
  try {
    writeFileSync(archive, changed);
    const { state } = await launch(app);
    if (state === 'ended') return null;
    return state === 'runs' ? 'it ran with a changed byte in app.asar' : 'it neither ran nor ended with a changed byte';
  } finally {
    writeFileSync(archive, original);
  }
}

/** @param {string} archive @param {Buffer} bytes its content @returns {number} the place of a letter in a comment */
function commentIn(archive, bytes) {
  const { start, size } = placeOf(archive, ['out', 'desktop', 'main.js']);
  const comment = '//#region ';
  const found = bytes.indexOf(comment, start);
  if (found === -1 || found >= start + size) throw new Error(`There is no “${comment}” in main.js of ${archive}.`);
  return found + comment.length;
}
