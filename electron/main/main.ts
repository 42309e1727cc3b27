import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { app, protocol } from 'electron';
import { startEngine } from '../engine/thread.ts';
import { exitCode, HostFailure } from '../host/exit.ts';
import { type DesktopFlags, readFlags } from './arguments.ts';
import { runDesktop } from './desktop.ts';
import { tellFailure } from './failure.ts';
import { becomesFirst } from './second-start.ts';
import { schemePrivileges, screensScheme } from './security.ts';

/*
 * The desktop app's entry. Everything here must be so before Electron is ready, and nothing is awaited: Electron becomes
 * ready only once this module has run to its end.
 */
let data: string | null = null;
try {
  const args = process.argv.slice(1);
  const surroundings = { platform: process.platform, env: process.env, home: homedir() };
  const flags = readFlags(args, surroundings, process.cwd());
  data = flags.data;
  app.setName('Footbridge');
  // That of electron-builder.yml: without it Windows shows no notification.
  if (process.platform === 'win32') app.setAppUserModelId('footbridge.desktop');
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme: screensScheme, privileges: schemePrivileges }]);
  // Electron's own files, and its lock: so each data folder has one desktop app, and two folders may have two.
  app.setPath('userData', folderOf(data));
  begin(flags, () => app.requestSingleInstanceLock({ args })).catch(end);
} catch (error) {
  end(error);
}

/** The first of its data folder runs, at once; another ends when the first was told what is asked of it. */
async function begin(flags: DesktopFlags, claim: () => boolean): Promise<void> {
  if (claim() || (await becomesFirst({ data: flags.data, platform: process.platform, claim })))
    await runDesktop(flags, startEngine);
  else app.exit(exitCode.ok);
}

function end(error: unknown): void {
  app.exit(tellFailure(error, data));
}

function folderOf(given: string): string {
  const folder = path.join(given, 'desktop');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    throw new HostFailure(
      exitCode.folderUnwritable,
      `${folder} cannot be made (${String((error as NodeJS.ErrnoException).code)}).`,
      'Choose another folder with --data, or make that one writable.',
    );
  }
}
