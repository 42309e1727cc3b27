import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, root } from './places.mjs';

/**
 * @typedef {{version?: string, integrity?: string, optional?: boolean, link?: boolean, os?: string | string[],
 *   cpu?: string | string[], libc?: string | string[]}} LockedPackage
 * @typedef {{os: string, cpu: string, libc: string | null}} Platform
 */

/** @returns {Platform} `libc` is glibc or musl on Linux, else null */
export function thisPlatform() {
  const header = process.platform === 'linux' ? process.report.getReport().header : null;
  const libc = header === null ? null : header.glibcVersionRuntime ? 'glibc' : 'musl';
  return { os: process.platform, cpu: process.arch, libc };
}

/** @returns {Record<string, LockedPackage>} by folder, such as `node_modules/zod` */
export function lockedPackages() {
  const { '': _project, ...packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  return packages;
}

/** @returns {string} changes with the locked dependencies and with the platform they were installed for */
export function lockIdentity() {
  const { os, cpu, libc } = thisPlatform();
  return createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .update(`${os} ${cpu} ${libc}`)
    .digest('hex');
}

/**
 * Whether this platform needs a package: all that are not optional, and the optional ones that name this platform.
 * npm leaves an optional package out without a word when its download fails, so these are looked for by name.
 *
 * @param {LockedPackage} entry
 * @param {Platform} platform
 */
export function needed(entry, platform) {
  if (!entry.optional) return true;
  if (!entry.os && !entry.cpu) return false;
  return admits(entry.os, platform.os) && admits(entry.cpu, platform.cpu) && admits(entry.libc, platform.libc);
}

/**
 * npm's own rule: one name, a list of names, or of names to leave out (`!win32`).
 *
 * @param {string | string[] | undefined} names
 * @param {string | null} name
 */
function admits(names, name) {
  const list = names === undefined ? [] : [names].flat();
  if (list.length === 0) return true;
  if (list.includes(`!${name}`)) return false;
  return list.some((entry) => entry === name) || list.every((entry) => entry.startsWith('!'));
}

/** @returns {string[]} folders of needed packages that are not there */
export function missingPackages(packages = lockedPackages(), platform = thisPlatform(), base = root) {
  return Object.entries(packages)
    .filter(([folder, entry]) => needed(entry, platform) && !existsSync(join(base, folder, 'package.json')))
    .map(([folder]) => folder);
}

/**
 * Whether npm itself has finished an installation of exactly this lock file (it writes its own copy last).
 * So a `npm ci` by hand counts, and nothing is installed twice.
 */
export function npmHasInstalled() {
  try {
    const installed = JSON.parse(readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages;
    const platform = thisPlatform();
    return Object.entries(lockedPackages()).every(
      ([folder, entry]) =>
        !needed(entry, platform) ||
        (installed[folder]?.version === entry.version && installed[folder]?.integrity === entry.integrity),
    );
  } catch {
    return false;
  }
}
