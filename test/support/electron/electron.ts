/*
 * A double of the part of Electron that this project uses, on real pages of Chromium. It stands in for the module
 * `electron` (register.mjs); what it does otherwise than Electron is listed in DIFFERENCES.md. It grows when something
 * that is not modelled is used, and that throws by name; it is no emulator.
 */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { dialog } from './dialog.ts';
export {
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  screen,
  shell,
  Tray,
} from './furniture.ts';
export { ipcMain } from './ipc.ts';
export { MessageChannelMain } from './message-channel.ts';
export { safeStorage } from './safe-storage.ts';
export { protocol, session } from './session.ts';
export { webContents } from './web-contents.ts';
