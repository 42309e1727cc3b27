import { type DesktopVerbs, portMessage } from '../../shared/contract/desktop.ts';
import { ContractError } from '../../shared/contract/error.ts';
import type { World } from '../../shared/model/status.ts';
import type { ScreenTransport } from './client.ts';
import { openLine, type PortLine, unreachable, withdrawn } from './port-line.ts';

/** The part of the window that the port comes through; given, so that tests need no browser. */
export interface PortWindow {
  readonly location: { readonly origin: string };
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export interface PortHostOptions {
  readonly desktop: Pick<DesktopVerbs, 'port'>;
  readonly window: PortWindow;
  /** @returns a function that cancels */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

/** How long the window waits for the port it asked for, in milliseconds; then what is asked meanwhile is unreachable. */
export const portWait = 10_000;

/**
 * The desktop host, over one MessagePort for both worlds. The port is asked for with the first call or stream, and again
 * with the next one after it closed, so that the window outlives a change of the host's end. Calls never reject: while
 * there is no port they answer `unreachable`.
 */
export function createPortHost({ desktop, window, after }: PortHostOptions): {
  transport(world: World): ScreenTransport;
} {
  let asked: Promise<PortLine | null> | null = null;

  /** The line as it stands, or a new one. @returns null when none can be had now */
  function line(): Promise<PortLine | null> {
    asked ??= awaitPort(desktop, window, after).then((port) => {
      const opened = port && openLine(port);
      const forget = () => {
        asked = null;
      };
      if (opened === null) forget();
      else void opened.closed.then(forget);
      return opened;
    });
    return asked;
  }

  return {
    transport: (world) => ({
      call(name, input, { signal }) {
        return new Promise((resolve) => {
          const withdraw = () => resolve({ ok: false, error: withdrawn });
          if (signal?.aborted) return withdraw();
          signal?.addEventListener('abort', withdraw);
          void line().then(async (open) => {
            resolve(open === null ? { ok: false, error: unreachable } : await open.call(world, name, input, signal));
            signal?.removeEventListener('abort', withdraw);
          });
        });
      },
      follow(position, handlers) {
        let stop = () => {};
        let following = true;
        void line().then((open) => {
          if (!following) return;
          if (open === null) handlers.onEnd(new ContractError(unreachable));
          else stop = open.follow(world, position, handlers);
        });
        return () => {
          following = false;
          stop();
        };
      },
    }),
  };
}

/** Asks the host for a port and waits until it comes. @returns null when the host refuses, or none comes in time */
function awaitPort(
  desktop: Pick<DesktopVerbs, 'port'>,
  window: PortWindow,
  after: PortHostOptions['after'],
): Promise<MessagePort | null> {
  return new Promise((resolve) => {
    const settle = (port: MessagePort | null) => {
      window.removeEventListener('message', listen);
      cancelWait();
      resolve(port);
    };
    const listen = (event: MessageEvent) => {
      // Another frame, or a script that only pretends, may post to this window too.
      if (event.source !== window || event.origin !== window.location.origin || event.data !== portMessage) return;
      const [port, ...more] = event.ports;
      if (port !== undefined && more.length === 0) settle(port);
    };
    const cancelWait = after(portWait, () => settle(null));
    window.addEventListener('message', listen);
    desktop.port().catch(() => settle(null));
  });
}
