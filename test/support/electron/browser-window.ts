import type * as E from 'electron';
import { app } from './app.ts';
import { windowEvents } from './events.ts';
import { Emitter, type Like, modelledClass, preventable } from './modelled.ts';
import { readiness } from './ready.ts';
import { session } from './session.ts';
import { WebContents } from './web-contents.ts';

/** What a page of ours must never be given: the double refuses it rather than behave as if it did not matter. */
const weak: { readonly [Key in keyof E.WebPreferences]?: (value: unknown) => boolean } = {
  contextIsolation: (value) => value === false,
  nodeIntegration: Boolean,
  nodeIntegrationInSubFrames: Boolean,
  nodeIntegrationInWorker: Boolean,
  sandbox: (value) => value === false,
  webSecurity: (value) => value === false,
  allowRunningInsecureContent: Boolean,
  webviewTag: Boolean,
  experimentalFeatures: Boolean,
  enableBlinkFeatures: Boolean,
};

let last = 0;
const windows: BrowserWindowDouble[] = [];

/** A window that nobody sees: whether it shows, where, and how large are kept as Electron would tell them. */
class BrowserWindowDouble extends Emitter implements Like<E.BrowserWindow, BrowserWindowDouble> {
  readonly id: number;
  readonly webContents: WebContents;
  private bounds: E.Rectangle;
  private title: string;
  private visible: boolean;
  private focused = false;
  private minimized = false;
  private maximized = false;
  private destroyed = false;

  constructor({ webPreferences = {}, show = true, title = '', ...place }: E.BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', windowEvents);
    readiness.require('new BrowserWindow');
    for (const [key, isWeak] of Object.entries(weak)) {
      const value = webPreferences[key as keyof E.WebPreferences];
      if (isWeak(value)) throw new Error(`electron double: webPreferences.${key}: ${String(value)} is refused`);
    }
    last += 1;
    this.id = last;
    this.title = title;
    this.visible = show;
    this.bounds = { x: place.x ?? 0, y: place.y ?? 0, width: place.width ?? 800, height: place.height ?? 600 };
    this.webContents = WebContents.create(session.defaultSession, webPreferences);
  }

  static getAllWindows(): BrowserWindowDouble[] {
    return [...windows];
  }

  static getFocusedWindow(): BrowserWindowDouble | null {
    return windows.find((window) => window.isFocused()) ?? null;
  }

  static fromWebContents(contents: unknown): BrowserWindowDouble | null {
    return windows.find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  reload(): void {
    this.webContents.reload();
  }

  show(): void {
    this.visible = true;
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.visible = true;
    this.emit('show');
  }

  hide(): void {
    this.visible = false;
    this.emit('hide');
  }

  focus(): void {
    for (const other of windows) if (other !== this) other.blur();
    this.focused = true;
    this.emit('focus');
  }

  blur(): void {
    if (!this.focused) return;
    this.focused = false;
    this.emit('blur');
  }

  /** Asks the listeners, and goes a turn later, as a window goes once its page has let it. */
  close(): void {
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) app.quitting = false;
    else setImmediate(() => this.destroy());
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.webContents.destroy();
    windows.splice(windows.indexOf(this), 1);
    this.emit('closed');
    app.windowGone(windows.length);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isVisible(): boolean {
    return this.visible && !this.minimized;
  }

  isFocused(): boolean {
    return this.focused && this.isVisible();
  }

  minimize(): void {
    this.minimized = true;
    this.blur();
    this.emit('minimize');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  restore(): void {
    this.minimized = false;
    this.emit('restore');
  }

  maximize(): void {
    this.maximized = true;
    this.visible = true;
    this.emit('maximize');
  }

  unmaximize(): void {
    this.maximized = false;
    this.emit('unmaximize');
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  getBounds(): E.Rectangle {
    return { ...this.bounds };
  }

  getNormalBounds(): E.Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<E.Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
  }

  getTitle(): string {
    return this.title;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  setOverlayIcon(_overlay: unknown, _description: string): void {}

  setBackgroundColor(_colour: string): void {}
}

export const BrowserWindow = modelledClass('BrowserWindow', BrowserWindowDouble, (window) => {
  const { webContents } = window;
  windows.push(window);
  // Of a window that is shown already Electron does not say it; nor, under some Waylands, of any.
  webContents.once('did-finish-load', () => window.isVisible() || window.emit('ready-to-show'));
  webContents.on('page-title-updated', (_event: object, title: string) => {
    const event = preventable({});
    window.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) window.setTitle(title);
  });
  app.emit('web-contents-created', preventable({}), webContents);
  app.emit('browser-window-created', preventable({}), window);
});

app.windows = () => BrowserWindowDouble.getAllWindows();
