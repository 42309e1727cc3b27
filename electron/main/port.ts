import { MessageChannelMain, type MessagePortMain, type WebFrameMain } from 'electron';
import { channels } from '../../shared/contract/desktop.ts';
import type { Logger } from '../engine/ports.ts';
import { type HostPort, openBridge } from '../host/bridge.ts';
import type { Worlds } from '../host/worlds.ts';

/** The one port that the window's page has at a time. */
export interface PagePort {
  /** Gives the frame a new port, and closes the one given before. Only for a frame that is trusted. */
  give(frame: WebFrameMain): void;
  close(): void;
}

export function createPagePort(worlds: Worlds, logger: Logger): PagePort {
  let bridge: { close(): void } | null = null;
  const close = () => {
    bridge?.close();
    bridge = null;
  };
  return {
    give(frame) {
      close();
      const { port1: ours, port2: theirs } = new MessageChannelMain();
      bridge = openBridge(hostPortOf(ours), worlds, logger);
      ours.start();
      frame.postMessage(channels.port, null, [theirs]);
    },
    close,
  };
}

const hostPortOf = (port: MessagePortMain): HostPort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
  onClose: (listener) => void port.once('close', listener),
  close: () => port.close(),
});
