import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type * as E from 'electron';
import { appEvents } from './events.ts';
import { claimInstance, type InstanceClaim } from './instance.ts';
import { Emitter, type Like, modelled, preventable } from './modelled.ts';
import { readiness } from './ready.ts';

interface ClosableWindow {
  close(): void;
  destroy(): void;
}

/** The program: when it is ready, and how it ends, in Electron's order. */
class App extends Emitter implements Like<E.App, App> {
  readonly isPackaged = false;
  /** macOS alone has one. */
  readonly dock = undefined;
  name = 'Electron';
  badgeCount = 0;
  sandboxed = false;
  quitting = false;
  /** Given by BrowserWindow, which knows them. */
  windows: () => ClosableWindow[] = () => [];
  private ended = false;
  private claim: InstanceClaim | null = null;
  private readonly paths = new Map<string, string>();

  whenReady(): Promise<void> {
    if (readiness.isReady()) return Promise.resolve();
    return new Promise((resolve) => this.once('ready', () => resolve()));
  }

  isReady(): boolean {
    return readiness.isReady();
  }

  /** Asks the listeners, closes the windows, and ends when the last is closed; any of them may keep it running. */
  quit(): void {
    if (this.quitting || this.ended) return;
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.quitting = true;
    const windows = this.windows();
    if (windows.length === 0) this.end();
    else for (const window of windows) window.close();
  }

  exit(code = 0): void {
    if (this.ended) return;
    this.ended = true;
    for (const window of this.windows()) window.destroy();
    this.emit('quit', preventable({}), code);
    this.claim?.release();
    process.exit(code);
  }

  /** A window closed. @param left how many there still are */
  windowGone(left: number): void {
    if (left > 0 || this.ended) return;
    if (this.quitting) this.end();
    // A program that does not listen ends with its last window.
    else if (!this.emit('window-all-closed')) this.quit();
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return JSON.parse(readFileSync(path.join(this.getAppPath(), 'package.json'), 'utf8')).version;
  }

  getAppPath(): string {
    let folder = path.dirname(path.resolve(process.argv[1] ?? '.'));
    while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) {
      folder = path.dirname(folder);
    }
    return folder;
  }

  getPath(name: string): string {
    const known = this.paths.get(name) ?? standardPath(name, this.name);
    if (known === undefined) throw new Error(`electron double: app.getPath('${name}') is not modelled`);
    return known;
  }

  setPath(name: string, folder: string): void {
    if (!path.isAbsolute(folder) || !existsSync(folder)) throw new Error(`Failed to set '${name}' to ${folder}`);
    this.paths.set(name, folder);
  }

  setBadgeCount(count = 0): boolean {
    this.badgeCount = count;
    return true;
  }

  getBadgeCount(): number {
    return this.badgeCount;
  }

  enableSandbox(): void {
    readiness.refuse('app.enableSandbox()');
    this.sandboxed = true;
  }

  focus(): void {}

  getLocale(): string {
    return 'en-US';
  }

  setAppUserModelId(_id: string): void {}

  requestSingleInstanceLock(data: unknown = null): boolean {
    this.claim ??= claimInstance(this.getPath('userData'), { argv: process.argv, cwd: process.cwd(), data }, (other) =>
      this.emit('second-instance', preventable({}), other.argv, other.cwd, other.data),
    );
    return this.claim !== null;
  }

  hasSingleInstanceLock(): boolean {
    return this.claim !== null;
  }

  releaseSingleInstanceLock(): void {
    this.claim?.release();
    this.claim = null;
  }

  private end(): void {
    const event = preventable({});
    this.emit('will-quit', event);
    this.quitting = !event.defaultPrevented;
    if (this.quitting) this.exit(0);
  }
}

/** Nothing of a test lands in somebody's home: it all lies below one folder of the temporary ones. */
function standardPath(name: string, program: string): string | undefined {
  const home = path.join(os.tmpdir(), `electron-double-${process.pid}`);
  const paths: Record<string, string> = {
    home,
    temp: os.tmpdir(),
    exe: process.execPath,
    appData: path.join(home, 'appData'),
    userData: path.join(home, 'appData', program),
    documents: path.join(home, 'documents'),
    downloads: path.join(home, 'downloads'),
  };
  return paths[name];
}

export const app = modelled('app', new App('app', appEvents));
