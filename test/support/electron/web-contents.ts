import { readFile } from 'node:fs/promises';
import type * as E from 'electron';
import { toPage } from './addresses.ts';
import { app } from './app.ts';
import { contentsEvents } from './events.ts';
import { WebFrameMain } from './frame.ts';
import { hear } from './hear.ts';
import { type Injected, injectedScripts } from './injected.ts';
import { Emitter, type Like, modelled, preventable } from './modelled.ts';
import { createPageLoad } from './page-load.ts';
import { violations } from './record.ts';
import type { Session } from './session.ts';
import { openSurface, type Surface, type SurfaceEvents } from './surface.ts';

type OpenHandler = Parameters<E.WebContents['setWindowOpenHandler']>[0];

const all = new Set<WebContents>();
let last = 0;

/** What Electron knows of one page, whichever document it shows and also after its process crashed. */
export class WebContents extends Emitter implements Like<E.WebContents, WebContents> {
  readonly id: number;
  readonly session: Session;
  mainFrame = WebFrameMain.of('');
  private readonly preferences: E.WebPreferences;
  private readonly load = createPageLoad();
  private openHandler: OpenHandler | null = null;
  private surface: Promise<Surface> | null = null;
  private target: string | null = null;
  private address = '';
  private title = '';
  private crashed = false;
  private destroyed = false;

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

  static all(): WebContents[] {
    return [...all];
  }

  loadURL(url: string): Promise<void> {
    this.address = url;
    const loaded = this.load.begin(url);
    void this.lead(async (surface) => {
      if (!(await surface.navigate(url))) this.load.finish();
    });
    return loaded;
  }

  /** After a crash the page comes back in another of Chromium's, and in the same webContents. */
  reload(): void {
    const wasCrashed = this.crashed;
    void this.load.begin(this.address);
    void this.lead(async (surface) => {
      if (wasCrashed) await surface.navigate(this.address);
      else await surface.reload();
    });
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  getTitle(): string {
    return this.title;
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
    return this.load.isLoading;
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
    this.whenOpen((surface) => surface.crash());
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  focus(): void {}

  /** The page wants a window: main may only refuse, since nothing here could show it. */
  askToOpen(url: string, frameName: string, features: string): void {
    const answer = this.openHandler?.({
      url,
      frameName,
      features,
      disposition: 'foreground-tab',
      referrer: noReferrer,
    });
    if (answer?.action !== 'deny') violations.push(`a window for ${url} was allowed, which is not modelled`);
  }

  /** The page has a title, or another one. */
  entitle(title: string): void {
    if (this.title === title) return;
    this.title = title;
    this.emit('page-title-updated', preventable({}), title, true);
  }

  /** @returns how the DevTools protocol names its page; null while there is none */
  pageTarget(): string | null {
    return this.crashed ? null : this.target;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    all.delete(this);
    this.mainFrame.discard();
    this.whenOpen((surface) => surface.close());
    this.emit('destroyed');
  }

  /** Has the page go somewhere; that it cannot is told as Electron tells it. */
  private async lead(go: (surface: Surface) => Promise<unknown>): Promise<void> {
    this.emit('did-start-loading');
    try {
      await go(await this.opened());
    } catch (error) {
      const { code, text } = this.load.fail((error as Error).message);
      if (!this.destroyed) this.emit('did-fail-load', preventable({}), code, text, this.address, true, 1, 1);
    }
  }

  /** With the page that there is; one that could not be opened has told whoever led it. */
  private whenOpen(act: (surface: Surface) => void): void {
    this.surface?.then(act, () => undefined);
  }

  private opened(): Promise<Surface> {
    if (this.crashed) {
      this.whenOpen((surface) => surface.close());
      this.surface = null;
      this.crashed = false;
    }
    this.surface ??= this.open();
    return this.surface;
  }

  private async open(): Promise<Surface> {
    this.target = null;
    const surface = await openSurface(await this.session.contextId(), await this.injected(), this.surfaceEvents());
    this.target = surface.target;
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

  private surfaceEvents(): SurfaceEvents {
    const may = (event: string, url: string, isMainFrame: boolean) => {
      const frame = isMainFrame ? this.mainFrame : null;
      const details = preventable({ url, isSameDocument: false, isMainFrame, frame });
      this.emit(event, details, url, false, isMainFrame);
      return !details.defaultPrevented;
    };
    return {
      answer: (request) => this.session.protocol.answer(request),
      mayNavigate: (url, isMainFrame) =>
        may('will-frame-navigate', url, isMainFrame) && (!isMainFrame || may('will-navigate', url, true)),
      mayRedirect: (url, isMainFrame) => may('will-redirect', url, isMainFrame),
      opens: (url, name, features) => this.askToOpen(url, name, features),
      arriving: (url) => this.session.applyPermissions(this, url, new URL(toPage(url)).origin),
      document: (url) => {
        this.mainFrame.discard();
        this.mainFrame = WebFrameMain.of(url);
        this.address = url;
        this.emit('did-navigate', preventable({}), url, 200, 'OK');
      },
      preload: (link) => {
        this.mainFrame.link = link;
      },
      message: (message, link) => hear(this, link, message),
      moved: (url) => {
        this.mainFrame.url = url;
        this.address = url;
        this.emit('did-navigate-in-page', preventable({}), url, true, 1, 1);
      },
      domReady: () => this.emit('dom-ready', preventable({})),
      loaded: () => {
        this.load.finish();
        this.emit('did-finish-load');
        this.emit('did-stop-loading');
      },
      crashed: () => {
        this.crashed = true;
        this.mainFrame.discard();
        const details = { reason: 'crashed', exitCode: 5 };
        this.emit('render-process-gone', preventable({}), details);
        app.emit('render-process-gone', preventable({}), this, details);
      },
    };
  }
}

const noReferrer: E.Referrer = { url: '', policy: 'strict-origin-when-cross-origin' };

/** Electron's `webContents`: all there are. */
export const webContents = modelled('webContents', {
  getAllWebContents: () => WebContents.all(),
  fromId: (id: number) => WebContents.all().find((contents) => contents.id === id),
} satisfies Partial<Like<typeof E.webContents, typeof E.webContents>>);
