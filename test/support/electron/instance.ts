import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** What one instance tells the one that was there first. */
export interface InstanceMessage {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

/** A process id may have gone to a stranger, who will never listen. */
const attempts = 20;

export interface InstanceClaim {
  release(): void;
}

/**
 * Makes this process the one instance of a folder, between real processes. Electron answers at once, so everything here
 * is synchronous: a file holds the first one's process id, a socket beside it takes what the others have to say.
 *
 * @param folder the program's userData
 * @returns null when another process is the one; it was told before this returns
 */
export function claimInstance(
  folder: string,
  message: InstanceMessage,
  onOther: (message: InstanceMessage) => void,
): InstanceClaim | null {
  const file = path.join(folder, 'SingletonLock');
  const socket = socketOf(folder);
  for (let attempt = 1; !take(file); attempt += 1) {
    const isRunning = isAlive(holderOf(file));
    if (isRunning && tell(socket, message)) return null;
    // It was killed and left its file behind; who does not listen may only just have begun.
    if (!isRunning || attempt === attempts) rmSync(file, { force: true });
  }
  rmSync(socket, { force: true });
  const server = net.createServer((connection) => {
    let text = '';
    connection.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!text.endsWith('\n')) return;
      connection.end('heard');
      onOther(JSON.parse(text));
    });
    connection.on('error', () => undefined);
  });
  server.listen(socket).unref();
  return {
    release() {
      server.close();
      rmSync(file, { force: true });
    },
  };
}

/** Writes our process id there, whole and at once, unless somebody's is. @returns whether it did */
function take(file: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @returns its process id; 0 when it let go meanwhile */
function holderOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** A short path, whatever the folder's: the names of sockets are bounded. */
function socketOf(folder: string): string {
  const name = `footbridge-double-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), name);
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Runs in a process of its own, which can be waited for. */
const speaker = `
  const [socket, text] = process.argv.slice(1);
  const connection = require('node:net').connect(socket, () => connection.write(text + '\\n'));
  connection.on('error', () => process.exit(1)).on('data', () => process.exit(0));
`;

/** @returns whether the first instance heard it; it may be busy for long, and may end meanwhile */
function tell(socket: string, message: InstanceMessage): boolean {
  try {
    execFileSync(process.execPath, ['-e', speaker, socket, JSON.stringify(message)], {
      stdio: 'ignore',
      timeout: 60_000,
    });
    return true;
  } catch {
    return false;
  }
}
