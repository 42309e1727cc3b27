import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tools } from '../tools.mjs';
import { aptInstall, isRootOnDebian } from './debian.mjs';
import { exitCode } from './exit-codes.mjs';
import { SetupFailure } from './failure.mjs';
import { collect } from './process.mjs';
import { say, step } from './step.mjs';

/**
 * A Chromium for the browser tests: the one that FOOTBRIDGE_CHROMIUM names, an installed one, Playwright's own when it
 * is here already; else Debian's (as root), else Playwright's own is downloaded.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @returns {Promise<string>} the path of its program
 * @throws SetupFailure with exit code 9
 */
export async function ensureChromium(node) {
  const chosen = process.env.FOOTBRIDGE_CHROMIUM;
  if (chosen) {
    if (runnable(chosen)) return chosen;
    throw new SetupFailure(
      exitCode.noChromium,
      `FOOTBRIDGE_CHROMIUM names ${chosen}, which is no program that this user may run.`,
      'Correct the path, or unset the variable so that an installed Chromium is looked for.',
    );
  }
  const found = installedChromium() ?? (await playwrightChromium(node));
  if (found !== null) return found;
  if (isRootOnDebian()) {
    const installed = await step('No Chromium here: as root on Debian, apt-get installs it', aptChromium);
    if (installed !== null) return installed;
    say('  apt-get could not; Playwright is asked for its own.');
  }
  const downloaded = await step('No Chromium here: Playwright downloads its own (about 170 MB)', async () => {
    await collect(node.command, [...node.flags, tools.playwright, 'install', 'chromium']);
    return playwrightChromium(node);
  });
  if (downloaded !== null) return downloaded;
  throw new SetupFailure(
    exitCode.noChromium,
    'The browser tests need a Chromium, and none could be found or downloaded.',
    'Install Chromium, Chrome or Edge (on Debian and Ubuntu: sudo apt-get install chromium), or set FOOTBRIDGE_CHROMIUM to the path of one.',
  );
}

/**
 * @param {string} platform as process.platform
 * @param {Record<string, string | undefined>} environment
 * @returns {string[]} where an installed Chromium, Chrome or Edge may lie, best first
 */
export function chromiumCandidates(platform, environment) {
  if (platform === 'darwin') {
    const programs = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
    const folders = ['/Applications', `${environment.HOME ?? ''}/Applications`];
    return folders.flatMap((folder) => programs.map((name) => `${folder}/${name}.app/Contents/MacOS/${name}`));
  }
  if (platform === 'win32') {
    const folders = [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA];
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return folders.filter(Boolean).flatMap((folder) => programs.map((program) => `${folder}\\${program}`));
  }
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function installedChromium() {
  return chromiumCandidates(process.platform, process.env).find(runnable) ?? null;
}

/** @param {string} path */
function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {{command: string, flags: readonly string[]}} node @returns {Promise<string | null>} Playwright's, if downloaded */
async function playwrightChromium(node) {
  const question = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const { code, output } = await collect(node.command, [...node.flags, '-e', question]);
  return code === 0 && existsSync(output) ? output : null;
}

async function aptChromium() {
  await aptInstall('chromium');
  return installedChromium();
}
