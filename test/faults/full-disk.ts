import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A place for a data folder that can be made full and empty again, under a running host. */
export interface Disk {
  readonly data: string;
  /** @param pid the host's process */
  fill(pid: number): void;
  free(pid: number): void;
  remove(): void;
}

/** A way in which a disk can be full, and whether it can be had on this system by this user. */
export interface FullDisk {
  readonly name: string;
  readonly possible: boolean;
  /** Whether it is full for the next process as well. */
  readonly lasts: boolean;
  make(): Disk;
}

/** Enough for a database with its log, and soon full. */
const SIZE = '24m';

const succeeds = (command: string, args: readonly string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = temporaryFolder('mount');
  const mounted = succeeds('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'footbridge', folder]);
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return mounted;
}

/** A file system of its own, in memory: the system says that no space is left. */
const smallDisk: FullDisk = {
  name: 'a disk without space',
  possible: canMount(),
  lasts: true,
  make() {
    const folder = temporaryFolder('disk');
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'footbridge', folder]);
    const ballast = path.join(folder, 'ballast');
    return {
      data: path.join(folder, 'data'),
      fill() {
        const file = openSync(ballast, 'w');
        const block = Buffer.alloc(4096, 1);
        try {
          for (;;) writeSync(file, block);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        } finally {
          closeSync(file);
        }
      },
      free: () => rmSync(ballast),
      remove() {
        execFileSync('umount', [folder]);
        rmSync(folder, { recursive: true });
      },
    };
  },
};

/** A limit on how far this process may write into a file: the system says that the file is too large. */
const writeLimit: FullDisk = {
  name: 'a limit on files',
  possible: process.platform === 'linux' && succeeds('prlimit', ['--version']),
  lasts: false,
  make() {
    const folder = temporaryFolder('disk');
    const limit = (pid: number, bytes: string) =>
      execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
    mkdirSync(path.join(folder, 'data'));
    return {
      data: path.join(folder, 'data'),
      fill: (pid) => limit(pid, '1'),
      free: (pid) => limit(pid, 'unlimited'),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

export const fullDisks = [smallDisk, writeLimit] as const;
