/*
 * The events that somebody may wait for. Most are emitted by the double itself; the others are what a test emits on
 * the object. That Electron's types know each of them is tested.
 */

export const appEvents = [
  'will-finish-launching',
  'ready',
  'activate',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'second-instance',
  'browser-window-created',
  'web-contents-created',
  'render-process-gone',
  'child-process-gone',
] as const;

export const windowEvents = [
  'ready-to-show',
  'show',
  'hide',
  'focus',
  'blur',
  'minimize',
  'restore',
  'maximize',
  'unmaximize',
  'resize',
  'move',
  'close',
  'closed',
  'session-end',
  'query-session-end',
  'unresponsive',
  'responsive',
  'page-title-updated',
] as const;

export const contentsEvents = [
  'did-start-loading',
  'did-stop-loading',
  'did-finish-load',
  'did-fail-load',
  'did-navigate',
  'did-navigate-in-page',
  'dom-ready',
  'will-navigate',
  'will-frame-navigate',
  'will-redirect',
  'will-attach-webview',
  'will-prevent-unload',
  'did-create-window',
  'render-process-gone',
  'preload-error',
  'unresponsive',
  'responsive',
  'destroyed',
  'context-menu',
  'before-input-event',
  'console-message',
  'page-title-updated',
] as const;

export const sessionEvents = ['will-download', 'select-hid-device', 'select-serial-port', 'select-usb-device'] as const;

export const powerEvents = [
  'suspend',
  'resume',
  'shutdown',
  'lock-screen',
  'unlock-screen',
  'on-ac',
  'on-battery',
] as const;

export const trayEvents = ['click', 'right-click', 'double-click'] as const;
export const notificationEvents = ['show', 'click', 'close', 'failed'] as const;
export const themeEvents = ['updated'] as const;
export const screenEvents = ['display-added', 'display-removed', 'display-metrics-changed'] as const;
