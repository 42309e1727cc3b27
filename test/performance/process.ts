import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const clone = fileURLToPath(new URL('../..', import.meta.url));

/** A server in a process of its own. */
export interface Server {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The first line that it printed, which says that it is ready. */
  readonly ready: Promise<unknown>;
  /** Ends it as a user does, and waits until it has ended. */
  stop(): Promise<void>;
}

/**
 * Starts a program of the clone on the Node that runs this one.
 *
 * @param program path from the clone's root
 * @param flags of Node itself
 */
export function startServer(program: string, parameters: readonly string[], flags: readonly string[] = []): Server {
  const child = spawn(process.execPath, [...process.execArgv, ...flags, program, ...parameters], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) throw new Error(`${program} cannot be started`);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4000);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ready = new Promise<unknown>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    void ended.then((code) => reject(new Error(`${program} ended with ${code} before it was ready: ${said}`)));
  });
  // Whoever only wants to stop it again does not wait for it to be ready.
  ready.catch(() => undefined);
  return {
    pid: child.pid,
    child,
    ready,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * The CPU time of all threads of a process, in milliseconds: the scheduler's own count in nanoseconds (Linux), since
 * the ticks of `stat` are as long as ten requests.
 *
 * @returns null where the system does not tell
 */
export function cpuMs(pid: number): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return null;
  }
}

/** Resident memory now and at its highest, in MB (10⁶ bytes); null where the system does not tell (not Linux). */
export function memoryMb(pid: number): { readonly now: number; readonly highest: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
    return { now: of('VmRSS'), highest: of('VmHWM') };
  } catch {
    return null;
  }
}
