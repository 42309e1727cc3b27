import { existsSync } from 'node:fs';
import path from 'node:path';
import type { World } from '../../shared/model/status.ts';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/** Where the system keeps an application's data, when `--data` does not say otherwise. */
export function defaultDataFolder({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') {
    return path.win32.join(env.APPDATA || path.win32.join(home, 'AppData', 'Roaming'), 'Footbridge');
  }
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Footbridge');
  // The XDG specification: a relative path in the variable is to be ignored.
  const base = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : path.posix.join(home, '.local', 'share');
  return path.posix.join(base, 'footbridge');
}

/** Each world has a folder, and so a database, of its own. */
export const worldFolder = (data: string, world: World): string =>
  world === 'live' ? data : path.join(data, 'sandbox');

/** The other world of the same data folder, whose apps are none of this world's. */
export function neighbourOf(data: string, world: World): { readonly world: World; readonly data: string } {
  const other = world === 'live' ? 'sandbox' : 'live';
  return { world: other, data: worldFolder(data, other) };
}

/** Whether a sandbox was ever started in this data folder. */
export const hasSandbox = (data: string): boolean =>
  existsSync(path.join(worldFolder(data, 'sandbox'), 'footbridge.db'));
