import { EventEmitter } from 'node:events';
import type * as E from 'electron';
import type { WebFrameMain } from './frame.ts';
import { type Like, modelled } from './modelled.ts';

type Handler = (event: E.IpcMainInvokeEvent, ...given: unknown[]) => unknown;

/** What main's listeners are told of who speaks. */
export interface Sender {
  readonly type: 'frame';
  readonly sender: unknown;
  /** Null once the document is gone, also for who asks after an await. */
  readonly senderFrame: WebFrameMain | null;
  readonly processId: number;
  readonly frameId: number;
}

class IpcMain extends EventEmitter implements Like<E.IpcMain, IpcMain> {
  private readonly handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...given) => {
      this.removeHandler(channel);
      return handler(event, ...given);
    });
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }

  /** @throws Error as the page is told it */
  async answer(sender: Sender, channel: string, given: readonly unknown[]): Promise<unknown> {
    try {
      const handler = this.handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return await handler(sender as unknown as E.IpcMainInvokeEvent, ...given);
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${error}`);
    }
  }
}

export const ipcMain = modelled('ipcMain', new IpcMain());
