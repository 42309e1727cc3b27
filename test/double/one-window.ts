import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openStage, type Program, type Stage } from './program.ts';

const preload = fileURLToPath(new URL('./fixture/preload.cjs', import.meta.url));

/** A program whose one window refuses everything and notes what it was asked. */
export interface OneWindow {
  readonly stage: Stage;
  readonly program: Program;
  /** @param code an expression, or a block that returns; run in the page's own world */
  inPage(code: string): Promise<unknown>;
  /** What the program noted, since the window was new. */
  happened(): Promise<unknown[]>;
  address(): Promise<string | undefined>;
  /** Loads the page again, and waits until it is. */
  reload(): Promise<void>;
  /** Ends the page's process, and waits until main knows. */
  crash(): Promise<void>;
}

/**
 * To be called at the top of a file of tests.
 *
 * @param renewed when there is a new window; once is enough where no test spoils it for the next
 */
export function oneWindow(renewed: 'each test' | 'once'): OneWindow {
  let stage: Stage;
  let program: Program;

  beforeAll(async () => {
    stage = await openStage();
    program = await stage.run();
    await program.evaluate(({ app, ipcMain }) => {
      app.on('window-all-closed', () => undefined);
      ipcMain.handle('echo', (_event, ...given) => given);
      ipcMain.handle('fail', () => {
        throw new RangeError('not here');
      });
      ipcMain.on('said', (event, ...given) => heard.push([event.senderFrame?.origin, ...given]));
      return app.whenReady();
    });
  });
  afterAll(() => stage.close());

  (renewed === 'once' ? beforeAll : beforeEach)(() => program.evaluate(openWindow, preload));

  return {
    get stage() {
      return stage;
    },
    get program() {
      return program;
    },
    inPage(code) {
      const body = code.startsWith('{') ? code : `{ return (${code}); }`;
      return program.evaluate(
        ({ BrowserWindow }, text) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text),
        `(async () => ${body})()`,
      );
    },
    happened: () => program.evaluate(() => globalThis.heard),
    address: () => program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
    reload: () =>
      program.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)));
        contents?.reload();
        await loaded;
      }),
    crash: () =>
      program.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const gone = new Promise((resolve) => contents?.once('render-process-gone', () => resolve(null)));
        contents?.forcefullyCrashRenderer();
        await gone;
      }),
  };
}

async function openWindow({ BrowserWindow }: typeof import('electron'), file: string): Promise<void> {
  for (const window of BrowserWindow.getAllWindows()) window.destroy();
  // This test's own list: what belonged to the one before may still be closing.
  globalThis.heard = [];
  const { heard } = globalThis;
  const { webContents: contents } = new BrowserWindow({ webPreferences: { preload: file } });
  for (const name of ['will-frame-navigate', 'will-navigate', 'will-redirect'] as const) {
    contents.on(name as 'will-navigate', (event) => {
      heard.push([name, event.url]);
      event.preventDefault();
    });
  }
  contents.setWindowOpenHandler(({ url }) => {
    heard.push(['open', url]);
    return { action: 'deny' };
  });
  contents.on('render-process-gone', (_event, { reason }) => heard.push(['gone', reason]));
  contents.on('preload-error', (_event, _file, error) => heard.push(['preload-error', error.message]));
  await contents.loadURL('app://bundle/');
}
