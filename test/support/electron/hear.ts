import { fromPage } from './addresses.ts';
import { ipcMain, type Sender } from './ipc.ts';
import { preventable } from './modelled.ts';
import type { FromPreload, PreloadLink } from './preload-link.ts';
import type { WebContents } from './web-contents.ts';

/** Takes what the preload of one document said to main. */
export function hear(contents: WebContents, link: PreloadLink, message: FromPreload): void {
  const { mainFrame } = contents;
  const sender: Sender = {
    type: 'frame',
    sender: contents,
    // Asked late, when the document may be gone, Electron answers null.
    get senderFrame() {
      return mainFrame.isDestroyed() ? null : mainFrame;
    },
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
    contents.askToOpen(fromPage(message.url), message.name, message.features);
  } else if (message.kind === 'title') {
    contents.entitle(message.title);
  } else {
    contents.emit('preload-error', preventable({}), contents.getLastWebPreferences().preload, message.error);
  }
}
