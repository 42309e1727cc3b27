import type { DesktopVerbs } from '../../shared/contract/desktop.ts';
import type { World } from '../../shared/model/status.ts';
import { createHttpTransport, type ScreenTransport } from './client.ts';
import { after } from './patience.ts';
import { createPortHost, type PortWindow } from './port.ts';
import { forgetSession, openSession, type SessionResult, type SessionSurroundings } from './session.ts';

/** What stands behind the page: it hands out the transport of each world. */
export interface Host {
  transport(world: World): ScreenTransport;
}

declare global {
  interface Window {
    /** Put here by the preload of the desktop host, before the page runs. */
    readonly desktop?: DesktopVerbs;
  }
}

/** The window as far as it shows whether a desktop host put its verbs there. */
export interface HostWindow extends PortWindow {
  readonly desktop?: DesktopVerbs;
}

export type HostResult =
  | { readonly kind: 'host'; readonly host: Host }
  | Exclude<SessionResult, { readonly kind: 'token' }>;

/** Finds the host: the desktop's when there is one, else the HTTP host that served this page. */
export async function findHost(
  window: HostWindow,
  surroundings: SessionSurroundings,
  onUnauthorised: () => void,
): Promise<HostResult> {
  if (window.desktop) return { kind: 'host', host: createPortHost({ desktop: window.desktop, window, after }) };
  const session = await openSession(surroundings);
  if (session.kind !== 'token') return session;
  const refuse = () => {
    forgetSession(surroundings.storage);
    onUnauthorised();
  };
  return {
    kind: 'host',
    host: {
      transport: (world) =>
        createHttpTransport({ world, token: session.token, fetch: surroundings.fetch, onUnauthorised: refuse }),
    },
  };
}
