import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import type { EngineThread } from '../engine/thread.ts';
import { createClosers } from '../host/closers.ts';
import { hasSandbox } from '../host/data-folder.ts';
import { exitCode } from '../host/exit.ts';
import { createLogger } from '../host/log.ts';
import { createLogFile, logFileOf } from '../host/log-file.ts';
import { beginRehearsal, sandboxIfWell } from '../host/rehearsal.ts';
import { recordUnexpected } from '../host/unexpected.ts';
import { createVault, vaultFile } from '../host/vault.ts';
import type { StartEngine } from '../host/worlds.ts';
import { type DesktopFlags, readWishes, type Wishes } from './arguments.ts';
import { createBadge } from './badge.ts';
import { createEngines } from './engines.ts';
import { tellBeside, tellFailure } from './failure.ts';
import { guardContents, guardSession } from './guards.ts';
import { followHealth } from './health.ts';
import { menuTemplate } from './menu.ts';
import { screensFolder } from './places.ts';
import { createPagePort } from './port.ts';
import { createQuit } from './quit.ts';
import { createScreensHandler } from './screens.ts';
import { isTrustedFrame, outsideAddress, screensAddress, screensScheme } from './security.ts';
import { createTray } from './tray.ts';
import { registerVerbs } from './verbs.ts';
import { createMainWindow } from './window.ts';
import { engineStuck, type Health, starting } from './words.ts';

/**
 * The desktop host, from its start to its end. Engines begin while Electron does; the window opens as soon as it can,
 * and what its page asks waits for the engine.
 *
 * @param start starts an engine
 */
export async function runDesktop(flags: DesktopFlags, start: StartEngine): Promise<void> {
  const { data } = flags;
  const logger = createLogger(false, createLogFile(logFileOf(data)));
  const closers = createClosers();
  const ready = app.whenReady();
  const worlds = createEngines({
    start,
    flags,
    logger,
    closers,
    onStart(engine) {
      if (engine.world === 'live')
        followHealth(engine, (health, needsYou) => void ready.then(() => show(health, needsYou)));
    },
    onStuck(failure, tell) {
      void ready.then(() => {
        tray.show(engineStuck.health(failure));
        if (tell) return tellBeside(engineStuck.message, engineStuck.detail(failure), logger);
      });
    },
    onGivenUp: (failure) => failed(failure),
  });
  const window = createMainWindow(data, logger, () => quit.now(exitCode.ok));
  const port = createPagePort(worlds, logger);
  const tray = createTray(
    () => window.show(),
    () => void quit.wish(),
  );
  const quit = createQuit({
    worlds,
    logger,
    window,
    async close() {
      window.destroy();
      port.close();
      tray.destroy();
      await closers.close().finally(() => worlds.stop());
    },
  });
  const showBadge = createBadge({
    platform: process.platform,
    setBadgeCount: (count) => app.setBadgeCount(count),
    drawn: (bitmap, size) => nativeImage.createFromBitmap(bitmap, size),
  });
  const failed = (error: unknown) => {
    // While ending there is no going back, but it is not lost either.
    if (quit.quitting) recordUnexpected(error, data);
    else quit.now(tellFailure(error, data));
  };
  process.on('uncaughtException', failed);
  process.on('unhandledRejection', failed);

  const openOutside = async (given: string): Promise<boolean> => {
    const address = outsideAddress(given);
    if (address === null) return false;
    await shell.openExternal(address);
    return true;
  };
  const openedOutside = (url: string) =>
    void openOutside(url).catch((error: unknown) => logger.warn({ err: error }, 'The system could not open a link.'));

  app.on('second-instance', (_event, argv, _folder, sent) => {
    // That one sees that nobody answers any more, and begins itself.
    if (quit.quitting) return;
    fulfil((sent as { args?: string[] } | undefined)?.args ?? argv).catch((error: unknown) =>
      logger.error({ err: error }, 'What a second start asked for could not be had.'),
    );
  });
  // Closing the window keeps serving; quitting is a wish of its own.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    // Always: Electron's own end waits for nobody. Ours is `app.exit`, once everything is closed.
    event.preventDefault();
    void quit.wish();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode: code }) =>
    logger.error({ type, reason, code }, 'A process of Electron ended.'),
  );
  app.on('web-contents-created', (_event, contents) => guardContents(contents, logger, openedOutside));

  // What fails because the end has begun meanwhile is no failure.
  const opened = openEngines().catch(async (error: unknown) => {
    // Before that, Linux shows no dialog.
    await ready;
    if (!quit.quitting) failed(error);
  });
  await ready;

  // Only now: while it starts, Electron puts handlers of its own in their place.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => quit.now(exitCode.ok));
  powerMonitor.on('shutdown', systemEnds as () => void);
  powerMonitor.on('suspend', () => void eachEngine('suspend'));
  powerMonitor.on('resume', () => void eachEngine('resume'));
  app.on('activate', () => window.show());
  guardSession(session.defaultSession);
  protocol.handle(screensScheme, createScreensHandler(screensFolder));
  registerVerbs({
    ipc: ipcMain,
    dialog,
    senderOf({ sender, senderFrame }) {
      const ours = BrowserWindow.fromWebContents(sender);
      const trusted = ours !== null && ours === window.current() && isTrustedFrame(senderFrame, sender.mainFrame);
      return trusted && senderFrame !== null ? { window: ours, frame: senderFrame } : null;
    },
    givePort: port.give,
    openOutside,
    showBadge,
    logger,
    data,
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        isDevelopment: !app.isPackaged,
        open: () => window.show(),
        openOutside: openedOutside,
        showLog: () => shell.showItemInFolder(logFileOf(data)),
      }),
    ),
  );
  tray.show(starting);
  // No app needs a secret yet, and until one does the system's store of keys is left alone.
  createVault({ storage: safeStorage, file: vaultFile(data), platform: process.platform, logger });
  window.show(addressOf(flags));
  await opened;

  /** Also while no window is open: what needs a person is seen from outside. */
  function show(health: Health, needsYou: number | null): void {
    tray.show(health);
    if (needsYou !== null) showBadge(needsYou, window.current());
  }

  /** The live engine takes the folder, then the command line's socket opens, and the sandbox, if there is to be one. */
  async function openEngines(): Promise<void> {
    const folderDoor = import('../host/folder-door.ts');
    const live = await worlds.engine('live');
    // Begun before the page hears of the live world, so that it finds both.
    const sandbox = isOfSandbox(flags) || hasSandbox(data) ? sandboxIfWell(worlds, logger, missed(flags)) : null;
    const door = folderDoor.then(({ openFolderDoor }) => openFolderDoor({ worlds, logger }, data));
    const [pretend] = await Promise.all([sandbox, door.then((opened) => closers.add(() => opened.close()))]);
    logger.info({ scim: live.scim, data }, 'Footbridge is running.');
    if (flags.demo && pretend !== null) await beginDemo(pretend);
  }

  /** Whoever asks for the sandbox is told why there is none. */
  function missed(wishes: Wishes): (what: string, why: string) => void {
    return (what, why) => {
      if (isOfSandbox(wishes) && !quit.quitting) void ready.then(() => tellBeside(what, why, logger));
    };
  }

  /** Prevented, the system waits until the app has ended. Electron's types leave the event out; its documentation has it. */
  function systemEnds(event: { preventDefault(): void }): void {
    event.preventDefault();
    quit.now(exitCode.ok);
  }

  /** What a second start asks for: the window, and in it the world that was named. */
  async function fulfil(args: readonly string[]): Promise<void> {
    const wishes = readWishes(args);
    await ready;
    window.show();
    const sandbox = isOfSandbox(wishes) ? await sandboxIfWell(worlds, logger, missed(wishes)) : null;
    const address = addressOf(wishes);
    if (address !== screensAddress) window.show(address);
    if (wishes.demo && sandbox !== null) await beginDemo(sandbox);
  }

  /** Whatever keeps the demo from beginning is said, and ends nothing else. */
  async function beginDemo(sandbox: EngineThread): Promise<void> {
    await beginRehearsal(sandbox).catch((error: unknown) => logger.error({ err: error }, 'The demo did not begin.'));
  }

  async function eachEngine(act: 'suspend' | 'resume'): Promise<void> {
    logger.info({}, act === 'suspend' ? 'The computer goes to sleep.' : 'The computer woke up.');
    for (const world of ['live', 'sandbox'] as const) (await worlds.running(world).catch(() => null))?.[act]();
  }
}

const isOfSandbox = ({ demo, world }: Wishes): boolean => demo || world === 'sandbox';

/** Where the window begins: in the world that was asked for. */
function addressOf({ demo, world }: Wishes): string {
  const shown = world ?? (demo ? 'sandbox' : null);
  return shown === null ? screensAddress : `${screensAddress}#/?world=${shown}`;
}
