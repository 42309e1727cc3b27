import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** How much of a log is kept on disk. */
export interface LogLimits {
  /** After so many bytes a new file is begun; a single line that is longer has a file of its own. */
  readonly bytes: number;
  /** The one that is written to and those before it. */
  readonly files: number;
}

const usual: LogLimits = { bytes: 5_000_000, files: 5 };

/** Where a host that keeps its log keeps it; the files before it are footbridge.1.log, the youngest, and so on. */
export const logFileOf = (data: string): string => path.join(data, 'footbridge.log');

/**
 * Keeps a log in a file that only its owner can read. Each line is with the system when its writing returns, so that
 * none is lost at whatever end. A disk that is full or gone ends nothing: what cannot be written is left out.
 *
 * @returns writes a line, which ends in a line break; never throws
 */
export function createLogFile(file: string, limits: LogLimits = usual): (line: string) => void {
  let descriptor: number | null = null;

  function append(line: Buffer): void {
    descriptor ??= openSync(file, 'a+', 0o600);
    let { size, nlink } = fstatSync(descriptor);
    const full = size > 0 && size + line.length > limits.bytes;
    // Removed or turned: a new one is begun.
    if (full || nlink === 0) {
      // Windows renames no file that is open.
      close();
      if (full) turn(file, limits.files);
      descriptor = openSync(file, 'a+', 0o600);
      size = fstatSync(descriptor).size;
    }
    const whole = size === 0 || endsLine(descriptor, size) ? line : Buffer.concat([Buffer.from('\n'), line]);
    for (let written = 0; written < whole.length; ) written += writeSync(descriptor, whole, written);
  }

  function close(): void {
    if (descriptor === null) return;
    const open = descriptor;
    descriptor = null;
    closeSync(open);
  }

  return (line) => {
    try {
      append(Buffer.from(line));
    } catch {
      // The next line tries anew, perhaps on a disk with room.
      try {
        close();
      } catch {
        // Then it is closed.
      }
    }
  };
}

/** Whether what was written last is a whole line: a full disk may have taken half of one. */
function endsLine(descriptor: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a;
}

/** Each file takes the name of the one before it; the oldest goes. */
function turn(file: string, files: number): void {
  const { dir, name, ext } = path.parse(file);
  const nameOf = (age: number) => (age === 0 ? file : path.join(dir, `${name}.${age}${ext}`));
  rmSync(nameOf(files - 1), { force: true });
  for (let age = files - 1; age > 0; age -= 1) {
    try {
      renameSync(nameOf(age - 1), nameOf(age));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
