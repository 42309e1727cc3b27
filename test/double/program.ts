import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { controlOf } from '../support/desktop/control.ts';
import type { DesktopProcess, ElectronModule } from '../support/desktop/driver.ts';
import { processOf, start } from '../support/desktop/process.ts';
import { type Chromium, launchChromium } from '../support/electron/chromium.ts';

const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const register = pathToFileURL(at('../support/electron/register.mjs')).href;

/** A small program on the double: fixture/main.ts, led by what the tests have it evaluate. */
export interface Program extends DesktopProcess {
  readonly folder: string;
  evaluate<R, A>(work: (electron: ElectronModule, argument: A) => R, argument?: A): Promise<Awaited<R>>;
  violations(): Promise<readonly string[]>;
  blocked(): Promise<readonly string[]>;
  pageTarget(): Promise<string | null>;
}

/** Where programs are started, with one Chromium for all of them. */
export interface Stage {
  readonly chromium: Chromium;
  /** @param args of the program: see fixture/main.ts; a folder of an earlier one makes it the second on it */
  run(options?: {
    readonly args?: readonly string[];
    readonly folder?: string;
    readonly entry?: string;
  }): Promise<Program>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const chromium = await launchChromium();
  const home = await mkdtemp(path.join(os.tmpdir(), 'footbridge-double-test-'));
  const programs: Program[] = [];
  let folders = 0;
  return {
    chromium,
    async run({ args = [], folder = path.join(home, String(folders++)), entry = at('fixture/main.ts') } = {}) {
      const child = start(process.execPath, ['--import', register, entry, folder, ...args], {
        env: { FOOTBRIDGE_DOUBLE_CDP: chromium.endpoint },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      const running = processOf(child);
      const control = controlOf(child, running.exited);
      const program: Program = {
        ...running,
        folder,
        evaluate: <R, A>(work: (electron: ElectronModule, argument: A) => R, argument?: A) =>
          control.ask('evaluate', { text: work.toString(), argument }) as Promise<Awaited<R>>,
        violations: () => control.ask('violations', {}),
        blocked: () => control.ask('blocked', {}),
        pageTarget: () => control.ask('pageTarget', {}),
      };
      programs.push(program);
      return program;
    },
    async close() {
      for (const program of programs) program.signal('SIGKILL');
      await Promise.all(programs.map((program) => program.exited));
      await chromium.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Writes a preload of the program's own. @returns where it lies */
export function preloadOf(program: Program, code: string): string {
  const file = path.join(program.folder, `preload-${Date.now()}-${Math.random()}.cjs`);
  writeFileSync(file, code);
  return file;
}
