import { readFile } from 'node:fs/promises';
import type { Desktop } from './driver.ts';

/*
 * What a person, the system or an accident does to the app. All of it goes through `evaluate`, so that it is the same on
 * the double and in Electron.
 */

/** What a dialog said. */
export interface ShownDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** What the tests keep in the main process. */
interface Kept {
  opened?: string[];
  dialogs?: ShownDialog[];
  engines?: Set<{ terminate(): Promise<number> }>;
  sent?: string[];
  secondStart?: boolean;
}

/**
 * From now on addresses that the app gives to the system are kept instead.
 *
 * @returns a function that gives them, oldest first
 */
export async function keepOpened(desktop: Desktop): Promise<() => Promise<readonly string[]>> {
  await desktop.evaluate(({ shell }) => {
    const kept = globalThis as Kept;
    kept.opened = [];
    shell.openExternal = async (url) => void kept.opened?.push(url);
  }, null);
  return () => desktop.evaluate(() => (globalThis as Kept).opened ?? [], null);
}

/**
 * From now on the app's questions are answered by pressing the button of this name.
 *
 * @returns a function that gives what was asked, oldest first
 */
export async function answerDialogs(desktop: Desktop, button: string): Promise<() => Promise<readonly ShownDialog[]>> {
  await desktop.evaluate(({ dialog }, pressed) => {
    const kept = globalThis as Kept;
    kept.dialogs = [];
    const answer = async (...given: unknown[]) => {
      const { message, detail = '', buttons = [] } = given.at(-1) as Electron.MessageBoxOptions;
      const names = buttons.map((name) => name.replaceAll('&', ''));
      kept.dialogs?.push({ message, detail, buttons: names });
      const response = names.indexOf(pressed);
      if (response < 0) throw new Error(`The dialog has no button “${pressed}”, but ${names.join(', ')}.`);
      return { response, checkboxChecked: false };
    };
    dialog.showMessageBox = answer;
  }, button);
  return () => desktop.evaluate(() => (globalThis as Kept).dialogs ?? [], null);
}

/** The machine goes to sleep. */
export const suspend = (desktop: Desktop): Promise<boolean> =>
  desktop.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'), null);

/** The machine wakes up. */
export const resume = (desktop: Desktop): Promise<boolean> =>
  desktop.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'), null);

/** The page's process dies. */
export const crashRenderer = (desktop: Desktop): Promise<void> =>
  desktop.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  }, null);

/** A person closes the window. */
export const closeWindow = (desktop: Desktop): Promise<void> =>
  desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null);

/** A person chooses Quit. It returns before the app has ended, and whether or not it ends. */
export const quit = (desktop: Desktop): Promise<void> =>
  desktop.evaluate(({ app }) => void setImmediate(() => app.quit()), null);

/** One window as the app has it. */
export interface WindowState {
  readonly url: string;
  readonly title: string;
  readonly visible: boolean;
  readonly focused: boolean;
  readonly minimized: boolean;
}

export const windows = (desktop: Desktop): Promise<readonly WindowState[]> =>
  desktop.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        url: window.webContents.getURL(),
        title: window.getTitle(),
        visible: window.isVisible(),
        focused: window.isFocused(),
        minimized: window.isMinimized(),
      })),
    null,
  );

/**
 * From now on the app's engine threads are known to `killEngine`: each is seen when it is spoken to, which the window
 * does all the time.
 *
 * @returns a function that gives what kinds of messages they were sent since
 */
export async function watchEngines(desktop: Desktop): Promise<() => Promise<readonly string[]>> {
  await desktop.evaluate(() => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const { postMessage } = Worker.prototype;
    const kept = globalThis as Kept;
    kept.engines = new Set();
    kept.sent = [];
    Worker.prototype.postMessage = function (...given: Parameters<typeof postMessage>) {
      kept.engines?.add(this);
      kept.sent?.push((given[0] as { type: string }).type);
      return postMessage.apply(this, given);
    };
  }, null);
  return () => desktop.evaluate(() => (globalThis as Kept).sent ?? [], null);
}

/** A thread of the app dies, as by a fault in native code. @returns whether one was known */
export const killEngine = (desktop: Desktop): Promise<boolean> =>
  desktop.evaluate(() => {
    const { engines } = globalThis as Kept;
    const engine = [...(engines ?? [])].at(-1);
    void engine?.terminate();
    engines?.clear();
    return engine !== undefined;
  }, null);

/**
 * The page is redirected while it loads, as far as the app is asked.
 *
 * @returns what the app says to it
 */
export const emitRedirect = (desktop: Desktop, url: string): Promise<'prevented' | 'allowed'> =>
  desktop.evaluate(({ BrowserWindow }, address) => {
    let prevented = false;
    const details = {
      url: address,
      isMainFrame: true,
      isSameDocument: false,
      preventDefault() {
        prevented = true;
      },
    };
    BrowserWindow.getAllWindows()[0]?.webContents.emit('will-redirect', details, address);
    return prevented ? 'prevented' : 'allowed';
  }, url);

/** Another window is opened, as strict as ours. */
export const openAnother = (desktop: Desktop, preload: string, address: string): Promise<void> =>
  desktop.evaluate(
    async ({ BrowserWindow }, given) => {
      const strict = { contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true };
      const window = new BrowserWindow({ show: false, webPreferences: { ...strict, preload: given.preload } });
      await window.loadURL(given.address);
    },
    { preload, address },
  );

/** The window that was opened last goes away. */
export const closeOther = (desktop: Desktop): Promise<void> =>
  desktop.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows().sort((a, b) => a.id - b.id);
    windows.at(-1)?.destroy();
  }, null);

/**
 * From now on what the app tells in an error box is written to a file instead: it may be the last thing it does.
 *
 * @returns a function that gives all of it
 */
export async function keepErrorBoxes(desktop: Desktop, file: string): Promise<() => Promise<string>> {
  await desktop.evaluate(({ dialog }, path) => {
    const { appendFileSync } = process.getBuiltinModule('node:fs');
    dialog.showErrorBox = (title, content) => appendFileSync(path, `${title}: ${content}\n`);
  }, file);
  return () => readFile(file, 'utf8');
}

/** A person minimizes the window. */
export const minimize = (desktop: Desktop): Promise<void> =>
  desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize(), null);

/** @returns a function that says whether another start has spoken to the app since */
export async function heardSecondStart(desktop: Desktop): Promise<() => Promise<boolean>> {
  await desktop.evaluate(({ app }) => {
    app.once('second-instance', () => {
      (globalThis as Kept).secondStart = true;
    });
  }, null);
  return () => desktop.evaluate(() => (globalThis as Kept).secondStart === true, null);
}

/**
 * A person chooses an entry of the application's menu, and the system's file manager shows what the app asks it to.
 *
 * @returns the paths that were to be shown
 */
export const shownByMenu = (desktop: Desktop, label: string): Promise<readonly string[]> =>
  desktop.evaluate(({ Menu, shell }, wanted) => {
    interface Entry {
      readonly label?: string;
      readonly click?: unknown;
      /** A menu, or the template of one. */
      readonly submenu?: unknown;
    }
    const entriesOf = (menu: unknown): readonly Entry[] =>
      Array.isArray(menu) ? menu : ((menu as { items?: Entry[] } | null | undefined)?.items ?? []);
    const shown: string[] = [];
    shell.showItemInFolder = (path) => void shown.push(path);
    const all = entriesOf(Menu.getApplicationMenu()).flatMap((entry) => [entry, ...entriesOf(entry.submenu)]);
    const entry = all.find((one) => one.label === wanted);
    (entry?.click as (() => void) | undefined)?.();
    return shown;
  }, label);

/**
 * The page's preload is said to have failed, as when its file is damaged.
 *
 * @returns whether another page is loaded for it
 */
export const failPreload = (desktop: Desktop): Promise<boolean> =>
  desktop.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    contents?.emit('preload-error', {}, 'preload.cjs', new Error('it cannot be read'));
    for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return contents?.isLoading() === true;
  }, null);
