import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './places.mjs';

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
    const take = (/** @type {Buffer} */ part) => {
      output += part;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: endCode(code, signal), output }));
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
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      const now = performance.now();
      const repeated = now - (last.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalWithin;
      last.set(signal, now);
      if (!repeated && !(terminal && signal === 'SIGINT')) child.kill(signal);
    };
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    for (const signal of signals) process.on(signal, pass);
    const finish = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      finish();
      resolve(endCode(code, signal));
    });
  });
}

/** @param {number | null} code @param {NodeJS.Signals | null} signal */
function endCode(code, signal) {
  if (code !== null) return code;
  return 128 + (signal ? constants.signals[signal] : 0);
}
