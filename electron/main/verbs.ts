import type { BrowserWindow, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { channels, type DesktopAnswer } from '../../shared/contract/desktop.ts';
import { FileKind, SavedText } from '../../shared/model/file.ts';
import { z } from '../../shared/model/z.ts';
import type { Logger } from '../engine/ports.ts';
import { recordUnexpected } from '../host/unexpected.ts';
import { pickFile, type SystemDialogs, saveFile } from './files.ts';
import { VerbFailure } from './verb-failure.ts';

/** Who may use the verbs: the main frame of our window, while it shows our page. */
export interface TrustedSender {
  readonly window: BrowserWindow;
  readonly frame: WebFrameMain;
}

export interface VerbParts {
  /** Electron's ipcMain and dialog. */
  readonly ipc: InvokedChannels;
  readonly dialog: SystemDialogs;
  /** Decides who asks, anew for each call. @returns null for everybody but our own page */
  readonly senderOf: (event: IpcMainInvokeEvent) => TrustedSender | null;
  /** Gives the frame a new port, and closes the one that it had. */
  readonly givePort: (frame: WebFrameMain) => void;
  /** Opens an address outside, if it is an allowed one. @returns whether it was allowed */
  readonly openOutside: (url: string) => Promise<boolean>;
  readonly showBadge: (count: number, window: BrowserWindow) => void;
  readonly logger: Logger;
  /** The data folder, where an unexpected error is kept. */
  readonly data: string;
}

/** What of Electron's ipcMain the verbs need. */
export interface InvokedChannels {
  handle(channel: string, listener: (event: IpcMainInvokeEvent, ...given: unknown[]) => Promise<unknown>): void;
}

/**
 * Answers the verbs of `window.desktop`, all through one door: who asks is checked first, then what they say is parsed.
 * What does not pass is dropped and counted in the log; no other channel exists.
 */
export function registerVerbs(parts: VerbParts): void {
  const { ipc, dialog, senderOf, logger, data } = parts;
  let dropped = 0;

  function drop(channel: string, why: 'sender' | 'arguments'): DesktopAnswer<never> {
    dropped += 1;
    // A page that does nothing else must not fill the log: the first, the tenth, the hundredth …
    if (Number.isInteger(Math.log10(dropped))) {
      logger.warn({ channel, why, dropped }, 'A call from a window was refused; it was dropped.');
    }
    return { ok: false, message: words.refused };
  }

  function answer<Given, Value>(
    channel: string,
    schema: z.ZodType<Given>,
    act: (given: Given, sender: TrustedSender) => Value | Promise<Value>,
  ): void {
    ipc.handle(channel, async (event, ...given): Promise<DesktopAnswer<Value>> => {
      // A page that was closed or left while it asked meant no harm, and hears of nothing any more.
      if (event.senderFrame === null) return { ok: false, message: words.refused };
      const sender = senderOf(event);
      if (sender === null) return drop(channel, 'sender');
      const parsed = schema.safeParse(given);
      if (!parsed.success) return drop(channel, 'arguments');
      try {
        return { ok: true, value: await act(parsed.data, sender) };
      } catch (error) {
        if (error instanceof VerbFailure) return { ok: false, message: error.message };
        const { id, log } = recordUnexpected(error, data);
        logger.error({ channel, id, log }, 'A call from the window failed.');
        return { ok: false, message: words.unexpected(id, log) };
      }
    });
  }

  answer(channels.port, z.tuple([]), (_none, { frame }) => parts.givePort(frame));
  answer(channels.openExternal, z.tuple([z.string().max(longestUrl)]), ([url]) => parts.openOutside(url));
  answer(channels.pickFile, z.tuple([FileKind]), ([kind], { window }) => pickFile(dialog, window, kind));
  answer(channels.saveFile, z.tuple([SavedText]), ([file], { window }) => saveFile(dialog, window, file));
  answer(channels.setBadge, z.tuple([z.number().int().nonnegative()]), ([count], { window }) =>
    parts.showBadge(count, window),
  );
}

const longestUrl = 2_048;

const words = {
  refused: 'Footbridge refused this: it is nothing that its own window asks. Reload the window.',
  unexpected: (id: string, log: string) =>
    `This did not work, and Footbridge does not know why (error ${id}). Try again; what is known is in ${log}.`,
};
