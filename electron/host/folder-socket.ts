import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exitCode, HostFailure } from './exit.ts';

/** A longer path is cut off in silence by some systems (the limit is 104 bytes on macOS, 108 on Linux). */
const longestPath = 100;

export interface SocketSurroundings {
  readonly platform: NodeJS.Platform;
  /** The folder for a user's sockets, where the system has one (XDG_RUNTIME_DIR). */
  readonly runtime: string | undefined;
  readonly temporary: string;
  /** The user's number; null on Windows. */
  readonly user: number | null;
}

const ourSurroundings = (): SocketSurroundings => ({
  platform: process.platform,
  runtime: process.env.XDG_RUNTIME_DIR,
  temporary: tmpdir(),
  user: process.getuid?.() ?? null,
});

/** The one spelling of a folder, whichever way it is reached. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // It is not there yet: then nobody listens in it either.
    return path.resolve(folder);
  }
}

/** Where the host of a data folder listens for the command line: a socket in the folder, or a named pipe on Windows. */
export function socketOf(folder: string, surroundings: SocketSurroundings = ourSurroundings()): string {
  const real = realFolder(folder);
  const key = createHash('sha256').update(real).digest('hex').slice(0, 32);
  if (surroundings.platform === 'win32') return `\\\\.\\pipe\\footbridge-${key}`;
  const inFolder = path.join(real, 'footbridge.sock');
  if (Buffer.byteLength(inFolder) <= longestPath) return inFolder;
  const { runtime, temporary, user } = surroundings;
  return path.join(runtime || temporary, `footbridge-${user ?? 'user'}`, `${key}.sock`);
}

/** Whether somebody listens there; a socket file that a killed process left behind answers nobody. */
export function isAnswering(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    const settle = (answer: boolean) => {
      probe.destroy();
      resolve(answer);
    };
    // A process that was busy for longer hears of its own timer before it hears of the answer: that is let in first.
    probe.setTimeout(1_000, () => setImmediate(() => setImmediate(() => settle(true))));
    probe.once('connect', () => settle(true));
    probe.once('error', () => settle(false));
  });
}

/**
 * Makes room for the socket: its run-time folder (0700, ours) and no stale file. Only for who holds the data folder.
 *
 * @throws HostFailure (exit 5) when another thing or another user's folder is in the way
 */
export function prepareSocket(socket: string): void {
  if (process.platform === 'win32') return;
  const folder = path.dirname(socket);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (path.basename(socket) !== 'footbridge.sock') assertPrivate(folder);
  const found = lstatSync(socket, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new HostFailure(
      exitCode.folderUnwritable,
      `${socket} is in the way: Footbridge needs that name for its socket.`,
      'Move that file elsewhere and start again.',
    );
  }
  unlinkSync(socket);
}

/** A folder in a place where everybody may write must be no link, must be ours and closed to others. */
function assertPrivate(folder: string): void {
  const { uid, mode, isDirectory } = statOf(folder);
  if (isDirectory && uid === process.getuid?.() && (mode & 0o077) === 0) return;
  throw new HostFailure(
    exitCode.folderUnwritable,
    `${folder} belongs to another user or is open to others, so no socket is put there.`,
    'Remove that folder, or choose a data folder with a shorter path.',
  );
}

function statOf(folder: string): { uid: number; mode: number; isDirectory: boolean } {
  const found = lstatSync(folder);
  return { uid: found.uid, mode: found.mode, isDirectory: found.isDirectory() };
}

/** Leaves the socket to its owner alone. */
export function protectSocket(socket: string): void {
  if (process.platform !== 'win32') chmodSync(socket, 0o600);
}
