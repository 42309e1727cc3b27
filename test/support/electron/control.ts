import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { chromiumOfRun } from './chromium-of-run.ts';
import * as electron from './electron.ts';
import { readiness } from './ready.ts';
import { blocked, violations } from './record.ts';

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: { readonly text?: string; readonly argument?: unknown; readonly window?: number };
}

/** What the test that started this process may ask of it. */
const methods: Readonly<Record<string, (params: Asked['params']) => unknown>> = {
  // The test's own functions, as Playwright runs them in Electron's main process.
  evaluate: ({ text, argument }) => new Function(`return (${text})`)()(electron, argument),
  violations: () => violations,
  blocked: () => blocked,
  pageTarget: ({ window = 0 }) => BrowserWindow.getAllWindows()[window]?.webContents.pageTarget() ?? null,
};

/**
 * Makes this process that of a program under the double: it has a Chromium, it hears the test, and signals quit it.
 *
 * @returns to be called when the program's entry is evaluated: `ready` comes only then
 */
export function startDouble(): () => void {
  if (process.send !== undefined) {
    process.on('message', (asked: Asked) => void answer(asked));
    // Whoever started it is gone, and nobody is left to stop it.
    process.on('disconnect', () => process.exit(1));
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    // A handler of the program's own takes this one's place.
    process.on(signal, () => process.listenerCount(signal) === 1 && app.quit());
  }
  const connected = chromiumOfRun();
  connected.catch(() => undefined);
  return () => {
    connected.then(
      () => {
        readiness.reach();
        app.emit('will-finish-launching');
        app.emit('ready', {}, {});
      },
      (error: Error) => {
        console.error(error.message);
        process.exit(1);
      },
    );
  };
}

async function answer({ id, method, params }: Asked): Promise<void> {
  try {
    const result = await methods[method]?.(params);
    process.send?.({ id, result });
  } catch (error) {
    const { message, stack } = error as Error;
    process.send?.({ id, error: { message, stack } });
  }
}
