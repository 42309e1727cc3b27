import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** @typedef {{command: string, parameters?: readonly string[]}} App what is started, and what it is always given */

/** Longer than an app takes on a slow machine; one that says nothing for so long is not running. */
const patience = 60_000;

/**
 * Starts the app on a data folder of its own, does something while it runs, and ends it.
 *
 * @template T
 * @param {App} app
 * @param {{parameters?: readonly string[], env?: Record<string, string>, whileRunning?: () => Promise<T>}} [how]
 * @returns {Promise<{state: 'runs' | 'ended' | 'silent', found: T | undefined}>} `runs`: its engine has made its
 *   database; `ended`: by itself before that; `silent`: neither
 */
export async function launch(app, { parameters = [], env = {}, whileRunning } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'footbridge-packaged-'));
  const given = [...(app.parameters ?? []), `--data=${data}`, '--scim-port=0', ...parameters];
  const child = spawn(app.command, given, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const gone = new Promise((resolve) => {
    child.on('exit', resolve);
    child.on('error', resolve);
  });
  let ended = false;
  void gone.then(() => {
    ended = true;
  });
  try {
    const database = join(data, 'footbridge.db');
    await until(() => ended || existsSync(database), patience);
    const state = existsSync(database) ? 'runs' : ended ? 'ended' : 'silent';
    return { state, found: state === 'runs' ? await whileRunning?.() : undefined };
  } finally {
    child.kill('SIGTERM');
    await Promise.race([gone, pause(10_000, undefined, { ref: false })]);
    if (!ended) child.kill('SIGKILL');
    await gone;
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {() => boolean} condition @param {number} within milliseconds */
async function until(condition, within) {
  const deadline = performance.now() + within;
  while (!condition() && performance.now() < deadline) await pause(50);
}

/** @returns {Promise<number>} a port of this machine that nobody uses at the moment */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @param {number} port @returns {Promise<boolean>} whether somebody answers there */
export function isAnswered(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
