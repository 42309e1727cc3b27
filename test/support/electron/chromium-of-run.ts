import { type Cdp, connectCdp } from './cdp.ts';

/** Set by whoever starts the program: the address of the Chromium to show its pages in. */
const endpoint = process.env.FOOTBRIDGE_DOUBLE_CDP;

let connected: Promise<Cdp> | undefined;
const contexts = new Set<string>();

/** @returns the Chromium that shows this program's pages */
export function chromiumOfRun(): Promise<Cdp> {
  connected ??= connect();
  return connected;
}

async function connect(): Promise<Cdp> {
  if (endpoint === undefined) throw new Error('electron double: FOOTBRIDGE_DOUBLE_CDP must name a Chromium');
  const cdp = await connectCdp(endpoint);
  // A popup that the page got round to is closed at once: main's handler is asked about it, and may only refuse.
  cdp.on('Target.targetCreated', ({ targetInfo: { type, openerId, browserContextId, targetId } }) => {
    if (type !== 'page' || openerId === undefined || !contexts.has(browserContextId ?? '')) return;
    cdp.send('Target.closeTarget', { targetId }).catch(() => undefined);
  });
  await cdp.send('Target.setDiscoverTargets', { discover: true });
  return cdp;
}

/** Makes what keeps one session's pages apart from all others. It goes when this process goes. @returns its id */
export async function createContext(): Promise<string> {
  const cdp = await chromiumOfRun();
  const { browserContextId } = await cdp.send('Target.createBrowserContext', { disposeOnDetach: true });
  contexts.add(browserContextId);
  return browserContextId;
}
