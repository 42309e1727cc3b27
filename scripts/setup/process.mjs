import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './places.mjs';

/**
 * Listens for the word to end: a signal, or the end of npm, which stops the shell between us and leaves us alone.
 *
 * @param {(signal: NodeJS.Signals) => void} listener
 * @returns {() => void} stops listening
 */
function whenToldToEnd(listener) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, listener);
  const parent = process.ppid;
  const underNpm = process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32';
  const watch = setInterval(() => {
    if (!underNpm || process.ppid === parent) return;
    clearInterval(watch);
    listener('SIGTERM');
  }, 200);
  watch.unref();
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, listener);
  };
}

/**
 * Runs a program to its end and collects what it says.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean}} [options]
 * @returns {Promise<{code: number, output: string}>} `output` is stdout and stderr in order of arrival; a program that
 *   cannot be started is code 127
 */
export function collect(command, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    // Ended in the middle, we leave nothing behind that goes on working.
    const stopListening = whenToldToEnd((signal) => {
      child.kill('SIGTERM');
      process.exit(endCode(null, signal));
    });
    const take = (/** @type {Buffer} */ part) => {
      output += part;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const settle = (/** @type {number} */ code) => {
      stopListening();
      resolve({ code, output });
    };
    child.on('error', (error) => {
      output += error.message;
      settle(127);
    });
    child.on('close', (code, signal) => settle(endCode(code, signal)));
  });
}

/** Two signals within this many milliseconds are one, heard twice: from the terminal's group and from npm. */
const sameSignalWithin = 500;

/**
 * Runs a program in our place: its standard streams are ours, signals reach it, its exit code is the result.
 * A terminal sends Ctrl-C to the whole group, the child included, so that one is not passed on a second time.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv}} [options]
 * @returns {Promise<number>} the exit code; 128 + signal number when a signal ended it, as shells say it
 */
export function passThrough(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: 'inherit', ...options });
    const terminal = process.stdin.isTTY === true || process.platform === 'win32';
    const last = new Map();
    const stopListening = whenToldToEnd((signal) => {
      const now = performance.now();
      const repeated = now - (last.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalWithin;
      last.set(signal, now);
      if (!repeated && !(terminal && signal === 'SIGINT')) child.kill(signal);
    });
    child.on('error', (error) => {
      stopListening();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      stopListening();
      resolve(endCode(code, signal));
    });
  });
}

/** @param {number | null} code @param {NodeJS.Signals | null} signal */
function endCode(code, signal) {
  if (code !== null) return code;
  return 128 + (signal ? constants.signals[signal] : 0);
}
