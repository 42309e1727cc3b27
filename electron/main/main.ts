import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { app, protocol } from 'electron';
import { startEngine } from '../engine/thread.ts';
import { exitCode, HostFailure } from '../host/exit.ts';
import { readFlags } from './arguments.ts';
import { runDesktop } from './desktop.ts';
import { tellFailure } from './failure.ts';
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
  if (app.requestSingleInstanceLock({ args })) runDesktop(flags, startEngine).catch(end);
  // The one that runs was told what is asked of it, and shows its window.
  else app.exit(exitCode.ok);
} catch (error) {
  end(error);
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
