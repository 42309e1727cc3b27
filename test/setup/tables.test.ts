import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitCode as hostExitCode } from '../../electron/host/exit.ts';
import { chooseHost, serveParameters } from '../../scripts/commands/start.mjs';
import { chromiumCandidates } from '../../scripts/setup/chromium.mjs';
import { exitCode } from '../../scripts/setup/exit-codes.mjs';
import { installFailure } from '../../scripts/setup/install.mjs';
import { lockedPackages, missingPackages, needed, thisPlatform } from '../../scripts/setup/lockfile.mjs';
import { flagsFor, packagedNode } from '../../scripts/setup/project-node.mjs';
import { oldNodeSentence } from '../../scripts/setup/refuse-old-node.mjs';

const clone = join(import.meta.dirname, '..', '..');

describe('the Node that runs the set-up', () => {
  test.each(['12.22.12', '16.20.2', '18.20.8', '19.9.0'])('%s is refused in a sentence', (version) => {
    expect(oldNodeSentence(version)).toMatch(
      new RegExp(`needs Node 20.*${version.replaceAll('.', '\\.')}.*Install Node 24`),
    );
  });
  test.each(['20.0.0', '20.20.2', '22.15.0', '24.21.0', '101.0.0'])('%s will do', (version) => {
    expect(oldNodeSentence(version)).toBeNull();
  });
});

describe('the Node that runs Footbridge', () => {
  const flag = '--experimental-strip-types';
  test.each([
    ['20.20.2', null],
    ['22.14.0', null],
    ['22.15.0', true],
    ['22.17.1', true],
    ['22.18.0', false],
    ['23.5.0', true],
    ['23.6.0', false],
    ['24.0.0', false],
    ['26.1.0', false],
  ])('%s: null is refused, true needs the flag for types', (version, flagged) => {
    expect(flagsFor(version)?.includes(flag) ?? null).toBe(flagged);
  });

  test.each([
    ['linux-x64', 'bin/node'],
    ['linux-arm64', 'bin/node'],
    ['win32-x64', 'bin/node.exe'],
    ['darwin-arm64', null],
    ['win32-arm64', null],
    ['constructor', null],
  ])('comes along for %s: %s', (platform, end) => {
    const path = packagedNode(platform)?.replaceAll('\\', '/') ?? null;
    expect(path === null ? null : path.endsWith(end ?? '?')).toBe(end === null ? null : true);
  });

  test('is a locked dependency wherever it is said to come along', () => {
    const locked = Object.keys(lockedPackages());
    for (const platform of ['linux-x64', 'linux-arm64', 'win32-x64']) {
      expect(locked).toContain(`node_modules/node-${platform.replace('win32', 'win')}`);
    }
  });
});

describe('packages that this computer needs', () => {
  const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' };
  test.each([
    [{}, true],
    [{ optional: true }, false],
    [{ optional: true, os: ['linux'], cpu: ['x64'] }, true],
    [{ optional: true, os: 'linux', cpu: 'x64', libc: 'glibc' }, true],
    [{ optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] }, false],
    [{ optional: true, os: ['darwin'], cpu: ['x64'] }, false],
    [{ optional: true, os: ['!win32'], cpu: ['x64'] }, true],
    [{ optional: true, os: ['!linux'] }, false],
    [{ optional: true, cpu: ['wasm32'] }, false],
  ])('%j: %s', (entry, expected) => {
    expect(needed(entry, linux)).toBe(expected);
  });

  test('are all here, and are seen to be missing where they are not', () => {
    expect(missingPackages()).toEqual([]);
    const elsewhere = missingPackages(lockedPackages(), thisPlatform(), join(clone, 'docs'));
    expect(elsewhere).toContain('node_modules/better-sqlite3');
    expect(elsewhere.length).toBeGreaterThan(100);
  });
});

describe('an npm that failed', () => {
  const said = (code: string) =>
    `npm http fetch GET 200\nnpm error code ${code}\nnpm error path /srv/clone/node_modules\n`;
  test.each([
    [said('ENOTFOUND'), exitCode.installFailed, /registry could not be reached \(ENOTFOUND\)/],
    [said('ECONNREFUSED'), exitCode.installFailed, /registry could not be reached/],
    [said('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), exitCode.installFailed, /registry could not be reached/],
    [said('E403'), exitCode.installFailed, /registry could not be reached/],
    [
      said('E503').replaceAll('npm error', 'npm ERR!'),
      exitCode.installFailed,
      /registry could not be reached \(E503\)/,
    ],
    [said('EACCES'), exitCode.folderUnwritable, /may not write in \/srv\/clone\/node_modules/],
    [said('ENOSPC'), exitCode.folderUnwritable, /disk .* is full/],
    [said('EUSAGE'), exitCode.installFailed, /do not belong together/],
    [said('EINTEGRITY'), exitCode.installFailed, /could not install the dependencies \(EINTEGRITY\)/],
    ['Segmentation fault', exitCode.installFailed, /could not install the dependencies\.$/],
  ])('%j', (output, code, sentence) => {
    const failure = installFailure(output);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    expect(failure.fix).toMatch(/^[A-Z].*\.$/);
  });
});

describe('where a Chromium may lie', () => {
  test.each([
    ['linux', { PATH: '/usr/local/bin:/usr/bin' }, '/usr/bin/chromium'],
    ['darwin', { HOME: '/Users/sam' }, '/Users/sam/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['win32', { PROGRAMFILES: 'C:\\Program Files' }, 'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe'],
  ])('%s', (platform, environment, expected) => {
    expect(chromiumCandidates(platform, environment)).toContain(expected);
  });
});

describe('npm start opens a browser', () => {
  test.each([
    [[], { DISPLAY: ':0' }, true, 'linux', ['--open']],
    [['--demo'], { WAYLAND_DISPLAY: 'wayland-0' }, true, 'linux', ['--demo', '--open']],
    [[], {}, true, 'darwin', ['--open']],
    [[], {}, true, 'linux', []],
    [[], { DISPLAY: ':0' }, false, 'linux', []],
    [['--no-open'], {}, true, 'win32', []],
    [['--json'], {}, true, 'darwin', ['--json']],
    [['--open'], {}, true, 'darwin', ['--open']],
    [['--open'], {}, false, 'linux', ['--open']],
    [['--browser', '--demo'], {}, false, 'linux', ['--demo']],
    [['--browser'], { DISPLAY: ':0' }, true, 'linux', ['--open']],
  ])('%j with %j, terminal %s, on %s', (given, environment, terminal, platform, expected) => {
    expect(serveParameters(given, environment, terminal, platform)).toEqual(expected);
  });
});

describe('npm start', () => {
  const display = { DISPLAY: ':0' };
  const here = { parameters: [], environment: display, platform: 'linux', isRoot: false, hasElectron: true };

  test.each<[string, Partial<Parameters<typeof chooseHost>[0]>]>([
    ['with all that it needs', {}],
    ['on Wayland', { environment: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['on macOS', { platform: 'darwin', environment: {} }],
    ['on Windows', { platform: 'win32', environment: {} }],
    ['as the superuser of macOS', { platform: 'darwin', isRoot: true }],
    ['with what both hosts take', { parameters: ['--demo', '--data', '--odd', '--scim-port=0', '--world', 'sandbox'] }],
  ])('opens the window %s', (_what, given) => {
    const { desktop, sentence } = chooseHost({ ...here, ...given });
    expect(desktop).toBe(true);
    expect(sentence).toMatch(/ in its window: .* npm start -- --browser$/);
  });

  test.each<[string, Partial<Parameters<typeof chooseHost>[0]>, RegExp]>([
    ['when told to', { parameters: ['--demo', '--browser'] }, /--browser was given\. Leave it out/],
    ['without the runtime', { hasElectron: false }, /runtime is not here\. .* npx install-electron, then npm start/],
    ['without a display', { environment: {} }, /there is no display\. .* desktop session/],
    ['for an empty display', { environment: { DISPLAY: '' } }, /there is no display/],
    ['as the superuser of Linux', { isRoot: true }, /superuser .* as another user/],
    ['for scripts', { parameters: ['--json'] }, /--json is nothing for the desktop app/],
    ['for --no-open', { parameters: ['--data', 'd', '--no-open'] }, /--no-open is nothing/],
    ['for a port of the screens', { parameters: ['--admin-port', '0'] }, /--admin-port is nothing/],
    ['for help', { parameters: ['--help'] }, /--help is nothing/],
    ['for a slip of the pen, which serve names', { parameters: ['--dmeo'] }, /--dmeo is nothing/],
  ])('serves the browser %s', (_what, given, sentence) => {
    const chosen = chooseHost({ ...here, ...given });
    expect(chosen.desktop).toBe(false);
    expect(chosen.sentence).toMatch(/^Footbridge opens without a window of its own: /);
    expect(chosen.sentence).toMatch(sentence);
  });
});

test('docs/EXIT-CODES.md tells every exit code once', () => {
  const table = readFileSync(join(clone, 'docs', 'EXIT-CODES.md'), 'utf8');
  const told = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(told).toEqual(Object.values(exitCode).sort((left, right) => left - right));
  // The host has a list of its own, which cannot import this one: the same words must mean the same numbers.
  expect(exitCode).toMatchObject(hostExitCode);
});
