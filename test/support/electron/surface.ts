import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';
import { fromPage, schemeOf, toPage, withoutFragment } from './addresses.ts';
import type { CdpSession } from './cdp.ts';
import { chromiumOfRun } from './chromium-of-run.ts';
import type { Injected } from './injected.ts';
import { type FromPreload, openPreloadLink, type PreloadLink } from './preload-link.ts';
import { violations } from './record.ts';
import { type Answer, answerRequest } from './request.ts';

/** What happens on a page, for the webContents it belongs to. Addresses are those that Electron would tell. */
export interface SurfaceEvents {
  answer: Answer;
  /** @returns whether the page, or a frame inside it, may go there */
  mayNavigate(url: string, isMainFrame: boolean): boolean;
  mayRedirect(url: string, isMainFrame: boolean): boolean;
  opens(url: string, name: string, features: string): void;
  /** A document of this address is about to stand. */
  arriving(url: string): Promise<void>;
  /** A new document stands; nothing of its own has run yet. */
  document(url: string): void;
  preload(link: PreloadLink): void;
  message(message: FromPreload, link: PreloadLink): void;
  moved(url: string): void;
  domReady(): void;
  loaded(): void;
  crashed(): void;
}

/** One page of Chromium. After a crash its webContents goes on with another. */
export interface Surface {
  readonly target: string;
  /**
   * @returns whether a new document comes; else it was a place in the one that is there
   * @throws Error with Chromium's name for what went wrong, such as net::ERR_ABORTED
   */
  navigate(url: string): Promise<boolean>;
  reload(): Promise<void>;
  evaluate(code: string): Promise<unknown>;
  crash(): void;
  close(): void;
}

const preloadWorld = 'electron-preload';
/** Schemes whose requests are asked about when they come, or that Chromium itself never leads a page to. */
const own = new Set(['http', 'https', 'data', 'javascript']);
const unstoppable = new Set(['about', 'blob']);

/** Opens an empty page, on which nothing of the program runs before `navigate`. */
export async function openSurface(context: string, injected: Injected, events: SurfaceEvents): Promise<Surface> {
  const chromium = await chromiumOfRun();
  const { targetId: target } = await chromium.send('Target.createTarget', {
    url: 'about:blank',
    browserContextId: context,
    newWindow: true,
    width: 1280,
    height: 800,
  });
  const { sessionId } = await chromium.send('Target.attachToTarget', { targetId: target, flatten: true });
  const cdp = chromium.session(sessionId);
  /** Where main itself is going, which it is not asked about. */
  let commanded: string | null = null;
  /** Where the page is, as Chromium tells it. */
  let address = 'about:blank';
  let onMoved: () => void = () => undefined;
  let world: { readonly id: number; readonly link: PreloadLink } | null = null;

  const onRequest = async (from: CdpSession, event: Protocol.Fetch.requestPausedPayload) => {
    const { request, resourceType, frameId, redirectedRequestId, requestId } = event;
    const isMainFrame = frameId === target;
    const url = fromPage(request.url + (request.urlFragment ?? ''));
    const refuse = () => from.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(() => undefined);
    if (resourceType === 'Document') {
      const isCommanded = isMainFrame && commanded === withoutFragment(request.url);
      if (isMainFrame) commanded = null;
      if (redirectedRequestId !== undefined) {
        if (!events.mayRedirect(url, isMainFrame)) return refuse();
      } else if (!isCommanded && !events.mayNavigate(url, isMainFrame)) {
        return refuse();
      }
      if (isMainFrame) {
        await events.arriving(url).catch((error) => console.error('electron double: permissions:', error));
      }
    }
    return answerRequest(from, event, url, events.answer);
  };

  cdp.on('Page.frameRequestedNavigation', ({ url, frameId, disposition }) => {
    if (disposition !== 'currentTab' || own.has(schemeOf(url))) return;
    const isMainFrame = frameId === target;
    // A frame begins with an empty document, which is no navigation.
    if (!isMainFrame && schemeOf(url) === 'about') return;
    const isAllowed = events.mayNavigate(url, isMainFrame);
    if (!isMainFrame) return;
    if (unstoppable.has(schemeOf(url))) violations.push(`the page went to ${url}, which cannot be refused here`);
    else if (isAllowed && toPage(url) !== url) void follow(url, 3);
    else if (isAllowed) violations.push(`the page may go to ${url}, which is not modelled`);
  });
  /** Chromium knows no such scheme: its own attempt fails, and may end ours with it, which is then begun once more. */
  async function follow(url: string, attempts: number): Promise<void> {
    try {
      await surface.navigate(url);
    } catch (error) {
      if (attempts > 1 && (error as Error).message === 'net::ERR_ABORTED') await follow(url, attempts - 1);
      else console.error(`electron double: the page did not come to ${url}:`, error);
    }
  }
  cdp.on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
    events.opens(fromPage(url), windowName, windowFeatures.join(',')),
  );

  cdp.on('Page.frameNavigated', ({ frame }) => {
    if (frame.id !== target) return;
    world = null;
    address = frame.url;
    events.document(fromPage(frame.url + (frame.urlFragment ?? '')));
  });
  cdp.on('Runtime.executionContextCreated', ({ context: { id, name, uniqueId, auxData } }) => {
    if (name !== preloadWorld || auxData?.frameId !== target) return;
    const link = openPreloadLink(cdp, uniqueId, (message) => events.message(message, link));
    world = { id, link };
    events.preload(link);
  });
  cdp.on('Runtime.bindingCalled', ({ executionContextId, payload }) => {
    // Messages of a document that is gone meanwhile are lost with it.
    if (world?.id === executionContextId) world.link.take(payload);
  });
  cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId !== target) return;
    events.moved(fromPage(url));
    onMoved();
  });
  cdp.on('Page.domContentEventFired', () => events.domReady());
  cdp.on('Page.loadEventFired', () => events.loaded());
  cdp.on('Inspector.targetCrashed', () => events.crashed());

  cdp.on('Fetch.requestPaused', (event) => onRequest(cdp, event));
  // A frame of another site has a process of its own, and so has a worker.
  cdp.on('Target.attachedToTarget', async ({ sessionId: id, targetInfo: { type, url } }) => {
    if (type !== 'iframe') violations.push(`a ${type} was started, which is not modelled: ${url}`);
    const child = chromium.session(id);
    child.on('Fetch.requestPaused', (event) => onRequest(child, event));
    await child.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }).catch(() => undefined);
    await child.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
  });
  await prepare(cdp, injected);

  const surface: Surface = {
    target,
    async navigate(url) {
      commanded = withoutFragment(toPage(url));
      const moved = new Promise<void>((resolve) => {
        onMoved = resolve;
      });
      const { errorText, loaderId } = await cdp.send('Page.navigate', { url: toPage(url) });
      if (errorText !== undefined) throw new Error(errorText);
      if (loaderId === undefined) await moved;
      return loaderId !== undefined;
    },
    async reload() {
      commanded = withoutFragment(address);
      await cdp.send('Page.reload');
    },
    async evaluate(code) {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression: code,
        awaitPromise: true,
        returnByValue: true,
        userGesture: true,
      });
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? 'Script failed');
      return result.value;
    },
    // Chromium never answers this one.
    crash: () => void cdp.send('Page.crash').catch(() => undefined),
    close: () => void chromium.send('Target.closeTarget', { targetId: target }).catch(() => undefined),
  };
  return surface;
}

async function prepare(cdp: CdpSession, { page, preload }: Injected): Promise<void> {
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Inspector.enable'),
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    cdp.send('Runtime.addBinding', { name: 'electronDoubleSend', executionContextName: preloadWorld }),
    // In this order: the page's side of the bridge stands when the preload runs.
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: page }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: preload, worldName: preloadWorld }),
    cdp.send('Runtime.enable'),
  ]);
}
