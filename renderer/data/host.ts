import type { World } from '../../shared/model/status.ts';
import { createHttpTransport, type ScreenTransport } from './client.ts';
import { forgetSession, openSession, type SessionResult, type SessionSurroundings } from './session.ts';

/** What stands behind the page: it hands out the transport of each world. */
export interface Host {
  transport(world: World): ScreenTransport;
}

declare global {
  interface Window {
    /** Put here by a desktop host before the page runs: the engine behind a MessagePort instead of HTTP. */
    readonly footbridgeHost?: Host;
  }
}

export type HostResult =
  | { readonly kind: 'host'; readonly host: Host }
  | Exclude<SessionResult, { readonly kind: 'token' }>;

/** Finds the host: the desktop's when there is one, else the HTTP host that served this page. */
export async function findHost(
  given: Host | undefined,
  surroundings: SessionSurroundings,
  onUnauthorised: () => void,
): Promise<HostResult> {
  if (given) return { kind: 'host', host: given };
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
