import { contextBridge, ipcRenderer } from 'electron';
import { channels, type DesktopAnswer, type DesktopVerbs, portMessage } from '../../shared/contract/desktop.ts';

/*
 * The page's side of the desktop: it runs between the page and Electron, in a sandbox, and gives the page the agreed
 * verbs and nothing else. Nothing is decided here: main checks who asks, and what.
 */

// The port goes on as a transferable; the event, which knows its sender, stays here.
ipcRenderer.on(channels.port, (event) => {
  window.postMessage(portMessage, window.location.origin, [...event.ports]);
});

const verbs: DesktopVerbs = {
  port: () => valueFrom(ipcRenderer.invoke(channels.port)),
  platform: process.platform,
  openExternal: (url) => valueFrom(ipcRenderer.invoke(channels.openExternal, url)),
  pickFile: (kind) => valueFrom(ipcRenderer.invoke(channels.pickFile, kind)),
  saveFile: (file) => valueFrom(ipcRenderer.invoke(channels.saveFile, file)),
  setBadge: (count) => valueFrom(ipcRenderer.invoke(channels.setBadge, count)),
};

contextBridge.exposeInMainWorld('desktop', Object.freeze(verbs));

/** @throws Error with main's words for a person; they alone reach the page */
async function valueFrom<Value>(answering: Promise<DesktopAnswer<Value>>): Promise<Value> {
  const answer = await answering;
  if (answer.ok) return answer.value;
  throw new Error(answer.message);
}
