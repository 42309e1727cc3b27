import { existsSync, readFileSync } from 'node:fs';
import { collect } from './process.mjs';

/** @returns {boolean} whether packages can be installed here without asking anybody */
export function isRootOnDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {string} name of a package; whether it is there afterwards is for the caller to see */
export async function aptInstall(name) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await collect('apt-get', ['update'], { env });
  await collect('apt-get', ['install', '-y', '--no-install-recommends', name], { env });
}
