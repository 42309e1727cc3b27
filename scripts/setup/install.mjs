import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCode } from './exit-codes.mjs';
import { SetupFailure, unwritable, writing } from './failure.mjs';
import { lockedPackages, lockIdentity, missingPackages, needed, npmHasInstalled, thisPlatform } from './lockfile.mjs';
import { inRoot, root } from './places.mjs';
import { collect } from './process.mjs';
import { step } from './step.mjs';
import { inTurn } from './turn.mjs';

const stamp = inRoot('node_modules', '.footbridge-installed');
const log = inRoot('out', 'install.log');

/**
 * Installs the locked dependencies when they are absent, stale, or were left half done.
 *
 * @returns {Promise<boolean>} whether anything had to be installed
 * @throws SetupFailure with exit code 5 (not writable) or 7 (no network, or npm failed)
 */
export async function ensureInstalled() {
  const identity = lockIdentity();
  if (isInstalled(identity)) return false;
  return inTurn(async () => {
    if (isInstalled(identity)) return false;
    const platform = thisPlatform();
    const count = Object.values(lockedPackages()).filter((entry) => needed(entry, platform)).length;
    const state = existsSync(inRoot('node_modules')) ? 'stale or incomplete, so they come anew' : 'not here yet';
    await step(`Dependencies are ${state}: npm installs ${count} packages, Node 24 among them`, install);
    writing(root, () => {
      linkCommand();
      writeStamp(identity);
    });
    return true;
  });
}

/** @param {string} identity of the lock file */
function isInstalled(identity) {
  const stamped = existsSync(stamp) && readFileSync(stamp, 'utf8') === identity;
  if (!(stamped || npmHasInstalled()) || missingPackages().length > 0) return false;
  if (!stamped) writeStampIfAllowed(identity);
  return true;
}

async function install() {
  writing(root, () => {
    mkdirSync(inRoot('out'), { recursive: true });
    rmSync(stamp, { force: true });
    writeFileSync(log, '');
    makeWayForNpm();
  });
  const npm = npmCommand();
  // Few and short retries: a machine without a network hears so in seconds.
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=4000'];
  const kinds = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const parameters = ['ci', ...kinds, ...retries, '--loglevel=http'];
  const result = await collect(npm.command, [...npm.parameters, ...parameters], { shell: npm.shell });
  writing(root, () => writeFileSync(log, result.output));
  if (result.code !== 0) throw installFailure(result.output);
  const missing = missingPackages();
  if (missing.length > 0) {
    throw new SetupFailure(
      exitCode.installFailed,
      `npm left out ${missing.length} package(s) that this computer needs, the first of them ${missing[0]}; usually a download broke off.`,
      `Check the network and run the same command again. What npm said is in ${log}.`,
    );
  }
}

/**
 * What an npm that failed was saying, in a sentence.
 *
 * @param {string} output all that npm printed
 * @returns {SetupFailure} exit code 5 or 7
 */
export function installFailure(output) {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1] ?? '';
  if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(code)) {
    const path = /npm (?:error|ERR!) path (.+)/.exec(output)?.[1] ?? root;
    return unwritable(path, code);
  }
  const again = `run the same command again. What npm said is in ${log}.`;
  if (code === 'EUSAGE' || code === 'EJSONPARSE') {
    return new SetupFailure(
      exitCode.installFailed,
      'package.json and package-lock.json do not belong together.',
      `Restore both with git (or, after changing a dependency, run npm install) and ${again}`,
    );
  }
  const network =
    /^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EPROTO|UNABLE_TO_\w+|SELF_SIGNED\w*|CERT_\w+|E40[137]|E5\d\d)$/;
  if (network.test(code)) {
    return new SetupFailure(
      exitCode.installFailed,
      `The package registry could not be reached (${code}), so the dependencies could not be installed.`,
      `Check the network, the proxy (npm config get proxy) and the registry (npm config get registry), then ${again}`,
    );
  }
  return new SetupFailure(
    exitCode.installFailed,
    `npm could not install the dependencies${code ? ` (${code})` : ''}.`,
    `Delete the folder node_modules and ${again}`,
  );
}

/** npm as it was called, run on the Node that runs it; by name when we were not started by npm. */
function npmCommand() {
  const script = process.env.npm_execpath ?? '';
  if (/npm-cli\.js$/.test(script) && existsSync(script)) {
    return { command: process.env.npm_node_execpath ?? process.execPath, parameters: [script], shell: false };
  }
  return { command: 'npm', parameters: [], shell: process.platform === 'win32' };
}

/** Windows deletes no program that runs: the Node that runs us is moved out of npm's way first. */
function makeWayForNpm() {
  if (process.platform !== 'win32' || !process.execPath.startsWith(inRoot('node_modules'))) return;
  renameSync(process.execPath, inRoot('out', `node-${process.pid}.exe`));
}

/** `npx footbridge` looks in node_modules/.bin, where npm links the commands of dependencies but not our own. */
function linkCommand() {
  const folder = inRoot('node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'footbridge.cmd'), '@node "%~dp0..\\..\\bin\\footbridge.js" %*\r\n');
    return;
  }
  const link = join(folder, 'footbridge');
  rmSync(link, { force: true });
  symlinkSync('../../bin/footbridge.js', link);
}

/** @param {string} identity */
function writeStamp(identity) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(`${stamp}.new`, identity);
  renameSync(`${stamp}.new`, stamp);
}

/** A finished installation in a folder that this user may only read is still one. @param {string} identity */
function writeStampIfAllowed(identity) {
  try {
    linkCommand();
    writeStamp(identity);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error?.code)) throw error;
  }
}
