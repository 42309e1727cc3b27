import { BrowserWindow, dialog, Notification, nativeTheme, screen } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { type Remembered, remember, remembered } from '../host/remembered.ts';
import { boundsWithin, smallest } from './bounds.ts';
import { afterPageCrash, type LastCrash } from './crash.ts';
import { preloadFile } from './places.ts';
import { isStandIn, standInAddress } from './screens.ts';
import { screensAddress, webPreferences } from './security.ts';
import { stillServing, unresponsive } from './words.ts';

/** The colours that the screens begin with, so that nothing flashes before they are drawn. */
const backgrounds = { light: '#ffffff', dark: '#242424' } as const;

/** A first picture that is not announced so long after the page was loaded, in milliseconds, is not waited for. */
const drawnWithin = 1_000;

/** The one window. Closing it ends nothing: it can be opened again. */
export interface MainWindow {
  /** null while it is closed. */
  current(): BrowserWindow | null;
  /** Opens it or brings it to the front. @param address where to in the screens; absent: where it is, or their beginning */
  show(address?: string): void;
  /** For good: nothing shows it again. */
  destroy(): void;
}

/**
 * @param data the data folder, which also remembers where the window was
 * @param onSessionEnd Windows ends the session of the user
 */
export function createMainWindow(data: string, logger: Logger, onSessionEnd: () => void): MainWindow {
  let window: BrowserWindow | null = null;
  let lastCrash: LastCrash = null;
  /** Until its first picture is there, a window stays hidden: nothing flashes. */
  let drawn = false;
  let ended = false;

  function open(address: string): BrowserWindow {
    const last = remembered(data).window;
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map(({ workArea }) => workArea);
    const opened = new BrowserWindow({
      ...boundsWithin(last, areas),
      minWidth: smallest.width,
      minHeight: smallest.height,
      title: 'Footbridge',
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
      webPreferences: { ...webPreferences, preload: preloadFile },
    });
    drawn = false;
    const reveal = () => {
      if (drawn || opened.isDestroyed()) return;
      drawn = true;
      // Not before: it shows the window, and of one that is shown Electron does not say when its picture is there.
      if (last?.maximized) opened.maximize();
      opened.show();
    };
    opened.once('ready-to-show', reveal);
    opened.on('close', () => {
      rememberPlace(opened);
      tellServing();
    });
    opened.on('closed', () => {
      window = null;
    });
    opened.on('session-end', onSessionEnd);
    opened.on('unresponsive', () => void offerReload(opened));
    opened.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') pageGone(opened, reason, exitCode);
    });
    opened.webContents.on('preload-error', (_event, _path, error) => {
      logger.error({ err: error }, 'The window has no connection: its preload failed.');
      sayUnconnected(opened);
    });
    // Under Wayland Electron may never say it (electron#48859), nor of a page that could not be loaded.
    void load(opened, address).then(() => setTimeout(reveal, drawnWithin));
    return opened;
  }

  async function load(opened: BrowserWindow, address: string): Promise<void> {
    await opened
      .loadURL(address)
      .catch((error: unknown) => logger.warn({ err: error }, 'The window could not load its page.'));
  }

  function pageGone(opened: BrowserWindow, reason: string, code: number): void {
    const now = Date.now();
    const decision = afterPageCrash(lastCrash, now, isStandIn(opened.webContents.getURL()));
    lastCrash = now;
    logger.error({ reason, code, decision }, 'The page of the window ended.');
    // Not from within the event: the page's process is still being taken down.
    setImmediate(() => {
      if (opened.isDestroyed()) return;
      if (decision === 'reload') opened.webContents.reload();
      else if (decision === 'say so') void load(opened, standInAddress('stopped'));
      else opened.destroy();
    });
  }

  /** Else the screens would take themselves for those of a browser. Once: the page that says so has no connection either. */
  function sayUnconnected(opened: BrowserWindow): void {
    setImmediate(() => {
      if (opened.isDestroyed() || isStandIn(opened.webContents.getURL())) return;
      void load(opened, standInAddress('unconnected'));
    });
  }

  async function offerReload(opened: BrowserWindow): Promise<void> {
    logger.warn({}, unresponsive.message);
    const answered = new AbortController();
    // A page that came back, or another in its place, must not be ended by a late answer.
    opened.once('responsive', () => answered.abort());
    opened.webContents.once('render-process-gone', () => answered.abort());
    const { message, detail, reload, wait } = unresponsive;
    const { response } = await dialog.showMessageBox(opened, {
      type: 'warning',
      message,
      detail,
      buttons: [reload, wait],
      defaultId: 1,
      cancelId: 1,
      signal: answered.signal,
    });
    // A page that hangs does not hear of a reload: it ends, and what follows is that of any page that ended.
    if (response === 0 && !opened.isDestroyed()) opened.webContents.forcefullyCrashRenderer();
  }

  /** Whoever closes the window for the first time may think that they quit. */
  function tellServing(): void {
    if (remembered(data).toldServing || !Notification.isSupported()) return;
    new Notification(stillServing).show();
    noted({ toldServing: true });
  }

  function rememberPlace(closing: BrowserWindow): void {
    noted({ window: { ...closing.getNormalBounds(), maximized: closing.isMaximized() } });
  }

  function noted(part: Partial<Remembered>): void {
    try {
      remember(data, part);
    } catch (error) {
      logger.warn({ err: error }, 'What concerns the window could not be remembered.');
    }
  }

  return {
    current: () => window,
    show(address) {
      if (ended) return;
      if (window === null) {
        window = open(address ?? screensAddress);
        return;
      }
      if (address !== undefined) void load(window, anew(address));
      if (!drawn) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    destroy() {
      ended = true;
      if (window === null) return;
      // `destroy` says nothing of closing, and asks no page whether it may.
      rememberPlace(window);
      window.destroy();
    },
  };
}

/** Another fragment alone would be the same page to Chromium; a new one asks anew which worlds run. */
const anew = (address: string): string => address.replace('#', `?${Date.now()}#`);
