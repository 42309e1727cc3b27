import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { headlessProgram } from '../../scripts/setup/bundle.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the command runs: its bundle, which `npm test` builds, or the sources where they were changed since. */
export const realMain = headlessProgram();
/** The same as its sources stand, for a copy of them that is not as it should be. */
export const sourceMain = 'electron/headless/main.ts';
export const scriptedMain = 'test/headless/scripted-main.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From the start of the process to its end, in milliseconds. */
  readonly took: number;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** Starts the command as a user does: a process of its own. */
export function run(main: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr, took: performance.now() - began }));
  });
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

export interface Ready {
  readonly event: 'ready';
  readonly scim: string;
  readonly sandbox: { readonly scim: string } | null;
  readonly admin: string;
  readonly pid: number;
}

/** A host that is ready. @throws Error with what it said when it ends instead */
export async function serve(
  main: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Running & { readonly ready: Ready }> {
  const running = run(main, ['serve', '--json', ...args], env);
  const ready = new Promise<Ready>((resolve) => {
    running.child.stdout?.on('data', () => {
      const line = running.stdout().split('\n', 1)[0] ?? '';
      if (running.stdout().includes('\n')) resolve(JSON.parse(line) as Ready);
    });
  });
  const early = running.ended.then(({ code, stderr }) => {
    throw new Error(`serve ended with ${code}: ${stderr}`);
  });
  return { ...running, ready: await Promise.race([ready, early]) };
}

/** The JSON lines of a command's output. */
export const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/**
 * How long a host that was started by `serve` took to close, in ms, by its own log: how late a busy machine brings it the
 * signal, and us the news of its end, is not its own.
 */
export function closingMs(stderr: string): number {
  const line = stderr.split('\n').find((said) => /"msg":"(Closed|Closing took too long)\."/.test(said));
  if (line === undefined) throw new Error(`The host said nothing of its closing: ${stderr}`);
  return (JSON.parse(line) as { ms: number }).ms;
}

/** What a command said on stderr but that a slow disk took long: that is said where it is so, and is no fault. */
export const saidBesides = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => !line.endsWith('"msg":"slow statement"}'))
    .join('\n');
