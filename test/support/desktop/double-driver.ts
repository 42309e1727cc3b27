import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { launchChromium } from '../electron/chromium.ts';
import { until } from '../engine-until.ts';
import { type Control, controlOf } from './control.ts';
import type { Desktop, DesktopProcess, ElectronModule, LaunchOptions, Runtime } from './driver.ts';
import { processOf, start } from './process.ts';

const clone = fileURLToPath(new URL('../../..', import.meta.url));
const register = pathToFileURL(join(clone, 'test', 'support', 'electron', 'register.mjs')).href;

/** Where the main program begins, in each of its forms. */
const entries = {
  sources: ['electron', 'main', 'main.ts'],
  bundles: ['out', 'desktop', 'main.js'],
} as const;

/**
 * Runs the app on the double of Electron: main in a process of plain Node, its pages in one real Chromium that all
 * launches of this runtime share.
 */
export async function openDouble(): Promise<Runtime> {
  const shared = await launchChromium();
  const browser = await chromium.connectOverCDP(shared.endpoint);
  const child = ({ data, args = [], env = {}, form = 'sources', program = clone }: LaunchOptions) =>
    start(process.execPath, ['--import', register, join(program, ...entries[form]), '--data', data, ...args], {
      cwd: program,
      env: {
        // What Node compiles is kept, as the headless host keeps it: half of a start is compiling.
        NODE_COMPILE_CACHE: join(clone, 'out', 'compiled'),
        ...env,
        FOOTBRIDGE_DOUBLE_CDP: shared.endpoint,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  return {
    kind: 'double',
    spawn: (options) => processOf(child(options)),
    async launch(options) {
      const started = child(options);
      const program = processOf(started);
      const desktop = desktopOf(program, controlOf(started, program.exited), browser);
      const early = program.exited.then(({ code }) => {
        throw new Error(`The app ended with ${code}:\n${program.output()}`);
      });
      await Promise.race([desktop.evaluate(({ app }) => app.whenReady().then(() => true), null), early]);
      return desktop;
    },
    async close() {
      await browser.close();
      await shared.close();
    },
  };
}

function desktopOf(program: DesktopProcess, control: Control, browser: Browser): Desktop {
  return {
    ...program,
    evaluate: <R, A>(work: (electron: ElectronModule, argument: A) => R, argument: A) =>
      control.ask('evaluate', { text: work.toString(), argument }) as Promise<Awaited<R>>,
    page: (window = 0) =>
      until('the window has a page', async () => {
        const target = await control.ask('pageTarget', { window });
        return target === null ? null : pageOf(browser, target);
      }),
    violations: () => control.ask('violations', {}),
    blocked: () => control.ask('blocked', {}),
  };
}

/** The page of a DevTools target, among those of all launches; null while this client has not heard of it. */
async function pageOf(browser: Browser, target: string): Promise<Page | null> {
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    try {
      const session = await page.context().newCDPSession(page);
      const { targetInfo } = await session.send('Target.getTargetInfo');
      await session.detach();
      if (targetInfo.targetId === target) return page;
    } catch {
      // A page that crashed or closed meanwhile is none that is looked for.
    }
  }
  return null;
}
