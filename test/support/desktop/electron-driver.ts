import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, chromium, type ElectronApplication, type Page } from '@playwright/test';
import { until } from '../engine-until.ts';
import type { Desktop, ElectronModule, LaunchOptions, Runtime } from './driver.ts';
import { processOf, start } from './process.ts';

const clone = fileURLToPath(new URL('../../..', import.meta.url));

/** As Playwright starts it: where tests run on Linux, the helper that Chromium's sandbox needs is seldom set up. */
const unsandboxed = process.platform === 'linux' ? ['--no-sandbox'] : [];

/**
 * Runs what is delivered (out/desktop) in Electron's own binary, over Playwright.
 *
 * @param executablePath Electron's program
 */
export function openElectron(executablePath: string): Runtime {
  const parameters = ({ data, args = [], program = clone }: LaunchOptions) => [
    join(program, 'out', 'desktop', 'main.js'),
    '--data',
    data,
    ...args,
  ];
  return {
    kind: 'electron',
    spawn: (options) =>
      processOf(
        start(executablePath, [...unsandboxed, ...parameters(options)], {
          cwd: options.program ?? clone,
          ...(options.env === undefined ? {} : { env: options.env }),
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ),
    async launch(options) {
      const application = await _electron.launch({
        executablePath,
        args: parameters(options),
        cwd: options.program ?? clone,
        env: ownEnvironment(options.env),
      });
      return desktopOf(application);
    },
    close: () => Promise.resolve(),
  };
}

function desktopOf(application: ElectronApplication): Desktop {
  const evaluate = <R, A>(work: (electron: ElectronModule, argument: A) => R, argument: A) =>
    // Playwright's own type lets a function see handles, which ours never does.
    application.evaluate(work as Parameters<typeof application.evaluate<R, A>>[0], argument) as Promise<Awaited<R>>;
  return {
    ...processOf(application.process()),
    evaluate,
    page: (window = 0) => until('the window has a page', () => pageOf(application, window, evaluate)),
    violations: () => Promise.resolve([]),
    blocked: () => Promise.resolve([]),
  };
}

/** Pages that crashed are dead to Playwright for ever, though Electron loads them again: those are found anew. */
const crashed = new WeakSet<Page>();
/** Pages whose crash is listened for already. */
const watched = new WeakSet<Page>();

async function pageOf(
  application: ElectronApplication,
  window: number,
  evaluate: Desktop['evaluate'],
): Promise<Page | null> {
  const page = application.windows()[window];
  if (page === undefined) return null;
  if (!watched.has(page)) page.once('crash', () => crashed.add(page));
  watched.add(page);
  if (!crashed.has(page)) return page;
  // Chromium writes there where it listens for DevTools: Playwright has it listen.
  const folder = await evaluate(({ app }) => app.getPath('sessionData'), null);
  const [port] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  return browser.contexts().flatMap((context) => context.pages())[window] ?? null;
}

function ownEnvironment(more: LaunchOptions['env'] = {}): Record<string, string> {
  const all = Object.entries({ ...process.env, ...more });
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
