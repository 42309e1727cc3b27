import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { DesktopProcess, Exit } from './driver.ts';

/** For how long an app may close itself before it is ended, in milliseconds: it promises three seconds. */
const closesWithin = 20_000;

/** A child process as the driver speaks of it. */
export function processOf(child: ChildProcess): DesktopProcess {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), closesWithin);
      const exit = await exited;
      clearTimeout(force);
      return exit;
    },
  };
}

/** Starts a program with nothing at its stdin. */
export const start = (command: string, parameters: readonly string[], options: SpawnOptions): ChildProcess =>
  spawn(command, parameters, { ...options, env: { ...process.env, ...options.env } });
