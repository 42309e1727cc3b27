import { readFile } from 'node:fs/promises';
import type * as E from 'electron';
import { toPage } from './addresses.ts';
import { contentsEvents } from './events.ts';
import { WebFrameMain } from './frame.ts';
import { type Injected, injectedScripts } from './injected.ts';
import { ipcMain, type Sender } from './ipc.ts';
import { Emitter, type Like, modelled, preventable } from './modelled.ts';
import type { FromPreload, PreloadLink } from './preload-link.ts';
import { violations } from './record.ts';
import type { Session } from './session.ts';
import { openSurface, type Surface, type SurfaceEvents } from './surface.ts';

type OpenHandler = Parameters<E.WebContents['setWindowOpenHandler']>[0];
type Modelled =
  | 'id'
  | 'session'
  | 'mainFrame'
  | 'loadURL'
  | 'reload'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'send'
  | 'postMessage'
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'setWindowOpenHandler'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened'
  | 'focus'
  | 'close';

const all = new Set<WebContents>();
let last = 0;

export class WebContents extends Emitter implements Like<E.WebContents, Modelled> {
  readonly id: number;
  readonly session: Session;
  mainFrame = WebFrameMain.of('');
  private readonly preferences: E.WebPreferences;
  private openHandler: OpenHandler | null = null;
  private surface: Surface | null = null;
  private opening: Promise<Surface> | null = null;
  private address = '';
  private crashed = false;
  private destroyed = false;
  private loading = false;
  private devTools = false;
  private finished: { resolve(): void; reject(error: Error): void } | null = null;

  private constructor(session: Session, preferences: E.WebPreferences) {
    super('WebContents', contentsEvents);
    last += 1;
    this.id = last;
    this.session = session;
    this.preferences = preferences;
  }

  static create(session: Session, preferences: E.WebPreferences): WebContents {
    const contents = modelled('WebContents', new WebContents(session, preferences));
    all.add(contents);
    return contents;
  }

  async loadURL(url: string): Promise<void> {
    this.address = url;
    this.loading = true;
    const loaded = new Promise<void>((resolve, reject) => {
      this.finished?.reject(new Error(`ERR_ABORTED (-3) loading '${url}'`));
      this.finished = { resolve, reject };
    });
    // Whoever awaits it is told; whoever does not is told by did-fail-load.
    loaded.catch(() => undefined);
    this.emit('did-start-loading');
    try {
      const surface = await this.opened();
      await surface.navigate(url);
    } catch (error) {
      this.failed(url, (error as Error).message);
    }
    return loaded;
  }

  reload(): void {
    void this.loadURL(this.address).catch(() => undefined);
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  getTitle(): string {
    return '';
  }

  getLastWebPreferences(): E.WebPreferences {
    return { ...this.preferences };
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  isCrashed(): boolean {
    return this.crashed;
  }

  isLoading(): boolean {
    return this.loading;
  }

  send(channel: string, ...given: unknown[]): void {
    this.mainFrame.send(channel, ...given);
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    this.mainFrame.postMessage(channel, message, transfer);
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.opened()).evaluate(code);
  }

  forcefullyCrashRenderer(): void {
    this.surface?.crash();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  openDevTools(): void {
    this.devTools = true;
  }

  closeDevTools(): void {
    this.devTools = false;
  }

  isDevToolsOpened(): boolean {
    return this.devTools;
  }

  focus(): void {}

  close(): void {
    this.destroy();
  }

  /** The target of the page as the DevTools protocol knows it; null while there is none. */
  pageTarget(): string | null {
    return this.crashed ? null : (this.surface?.target ?? null);
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    all.delete(this);
    this.mainFrame.discard();
    this.surface?.close();
    this.emit('destroyed');
  }

  private opened(): Promise<Surface> {
    if (this.crashed) {
      this.crashed = false;
      this.surface?.close();
      this.opening = null;
    }
    this.opening ??= this.open();
    return this.opening;
  }

  private async open(): Promise<Surface> {
    const surface = await openSurface(await this.session.contextId(), await this.injected(), this.events());
    if (this.destroyed) surface.close();
    this.surface = surface;
    return surface;
  }

  private async injected(): Promise<Injected> {
    const { preload } = this.preferences;
    if (preload === undefined) return injectedScripts(null);
    try {
      return injectedScripts(await readFile(preload, 'utf8'));
    } catch (error) {
      this.emit('preload-error', preventable({}), preload, error);
      return injectedScripts(null);
    }
  }

  private events(): SurfaceEvents {
    const mayGo = (event: string, url: string, isMainFrame: boolean) => {
      const details = preventable({
        url,
        isSameDocument: false,
        isMainFrame,
        frame: isMainFrame ? this.mainFrame : null,
      });
      this.emit(event, details, url, false, isMainFrame);
      return !details.defaultPrevented;
    };
    return {
      answer: (request) => this.session.protocol.answer(request),
      mayNavigate: (url, isMainFrame) =>
        mayGo('will-frame-navigate', url, isMainFrame) && (!isMainFrame || mayGo('will-navigate', url, true)),
      mayRedirect: (url, isMainFrame) => mayGo('will-redirect', url, isMainFrame),
      opens: (url, name, features) => this.asked(url, name, features),
      document: (url) => {
        this.mainFrame.discard();
        this.mainFrame = WebFrameMain.of(url);
        this.address = url;
        void this.session.applyPermissions(this, url, new URL(toPage(url)).origin).catch(() => undefined);
        this.emit('did-navigate', preventable({}), url, 200, 'OK');
      },
      preload: (link) => {
        this.mainFrame.link = link;
      },
      message: (message, link) => this.heard(message, link),
      moved: (url) => {
        this.mainFrame.url = url;
        this.address = url;
        this.emit('did-navigate-in-page', preventable({}), url, true, 1, 1);
      },
      domReady: () => this.emit('dom-ready', preventable({})),
      loaded: () => {
        this.loading = false;
        this.emit('did-finish-load');
        this.emit('did-stop-loading');
        this.finished?.resolve();
        this.finished = null;
      },
      crashed: () => {
        this.crashed = true;
        this.mainFrame.discard();
        this.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 5 });
      },
    };
  }

  private heard(message: FromPreload, link: PreloadLink): void {
    const { mainFrame } = this;
    const sender: Sender = {
      type: 'frame',
      sender: this,
      senderFrame: mainFrame.link === link ? mainFrame : null,
      processId: mainFrame.processId,
      frameId: mainFrame.routingId,
    };
    if (message.kind === 'invoke') {
      ipcMain.answer(sender, message.channel, message.given).then(
        (value) => link.answer(message.id, true, value),
        (error) => link.answer(message.id, false, (error as Error).message),
      );
    } else if (message.kind === 'send') {
      ipcMain.emit(message.channel, sender, ...message.given);
    } else if (message.kind === 'open') {
      this.asked(message.url, message.name, message.features);
    } else {
      this.emit('preload-error', preventable({}), this.preferences.preload, message.error);
    }
  }

  private asked(url: string, frameName: string, features: string): void {
    const details = { url, frameName, features, disposition: 'foreground-tab' as const, referrer: noReferrer };
    const answer = this.openHandler?.(details);
    if (answer?.action !== 'deny') violations.push(`a window for ${url} was allowed, which is not modelled`);
  }

  private failed(url: string, name: string): void {
    this.loading = false;
    const text = name.replace(/^net::/, '');
    this.emit('did-fail-load', preventable({}), -3, text, url, true, 1, 1);
    this.finished?.reject(new Error(`${text} loading '${url}'`));
    this.finished = null;
  }
}

const noReferrer: E.Referrer = { url: '', policy: 'strict-origin-when-cross-origin' };

/** Electron's `webContents`: all there are. */
export const webContents = modelled('webContents', {
  getAllWebContents: (): WebContents[] => [...all],
  fromId: (id: number): WebContents | undefined => [...all].find((contents) => contents.id === id),
});
