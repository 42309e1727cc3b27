import type { Session, WebFrameMain, WebPreferences } from 'electron';

/*
 * What the desktop host holds against, as pure decisions that windows and sessions only apply. The screens show what
 * identity providers send, so a page is taken for hostile:
 * - script smuggled into it finds no Node, no file system and no other origin: the preferences below, and the
 *   Content-Security-Policy that the screens are served with;
 * - it cannot take the window elsewhere, nor open another: navigation and new windows are refused, and only https
 *   addresses of the hosts below are handed to the system's browser;
 * - a frame inside it, or a page of another origin, gets no port and no verb: every message names its frame.
 */

/** Where the screens live in the desktop app. A scheme of our own: the page can name neither a file nor a port. */
export const screensScheme = 'app';
export const screensOrigin = `${screensScheme}://bundle`;
export const screensAddress = `${screensOrigin}/`;

/** Standard, so that it has an origin; secure, so that the page may use what only a secure context may. */
export const schemePrivileges = { standard: true, secure: true, supportFetchAPI: true } as const;

/** Of the one window; written out even where it is Electron's default, since a default may change. */
export const webPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  // Its dictionaries would be fetched from the internet.
  spellcheck: false,
} as const satisfies WebPreferences;

/**
 * Where the window may be led by its page: to its own beginning, which is what a reload asks for. Places within the
 * screens are fragments, which lead nowhere. The address is taken as Chromium wrote it, so nothing needs decoding.
 */
export const mayNavigate = (url: string): boolean => /^app:\/\/bundle\/(?:[?#].*)?$/.test(url);

/**
 * The hosts that links may open in the system's browser: where an admin reads how their identity provider is set up,
 * or sets it up. A tenant's own host (any name under okta.com, onelogin.com and the like) is not among them: anybody
 * can have one, so the name says nothing of who is behind it.
 */
const outsideHosts: ReadonlySet<string> = new Set([
  'learn.microsoft.com', // Entra ID: documentation
  'entra.microsoft.com', // Entra ID: its console
  'portal.azure.com', // Entra ID: the console of before
  'help.okta.com', // Okta: documentation for admins
  'developer.okta.com', // Okta: what its SCIM client sends
  'developers.onelogin.com', // OneLogin: documentation of its SCIM client
  'jumpcloud.com', // JumpCloud: documentation, under /support
  'support.google.com', // Google Workspace: documentation
  'admin.google.com', // Google Workspace: its console
  'docs.pingidentity.com', // Ping: documentation
  'docs.goauthentik.io', // authentik: documentation
]);

const longestAddress = 2_000;

/**
 * Whether an address may be opened outside.
 *
 * @returns the address as it is to be opened; null when it may not
 */
export function outsideAddress(given: string): string | null {
  if (given.length > longestAddress || !URL.canParse(given)) return null;
  const url = new URL(given);
  const isPlain = url.username === '' && url.password === '' && url.port === '';
  return url.protocol === 'https:' && isPlain && outsideHosts.has(url.hostname) ? url.href : null;
}

type PermissionName = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1];

/** Every permission that Electron knows, and whether our own page has it: a new name does not compile until decided. */
export const permissions: Readonly<Record<PermissionName, boolean>> = {
  ar: false,
  'automatic-fullscreen': false,
  'background-fetch': false,
  'background-sync': false,
  'captured-surface-control': false,
  'clipboard-read': false,
  // "Copy" beside a URL or a token, when the admin presses it.
  'clipboard-sanitized-write': true,
  'deprecated-sync-clipboard-read': false,
  'display-capture': false,
  fileSystem: false,
  fullscreen: false,
  geolocation: false,
  'geolocation-approximate': false,
  'hand-tracking': false,
  hid: false,
  'idle-detection': false,
  keyboardLock: false,
  'local-fonts': false,
  'local-network': false,
  'local-network-access': false,
  'loopback-network': false,
  media: false,
  mediaKeySystem: false,
  midi: false,
  midiSysex: false,
  nfc: false,
  notifications: false,
  openExternal: false,
  'payment-handler': false,
  'periodic-background-sync': false,
  'persistent-storage': false,
  pointerLock: false,
  'screen-wake-lock': false,
  sensors: false,
  serial: false,
  'smart-card': false,
  'speaker-selection': false,
  'storage-access': false,
  'system-wake-lock': false,
  'top-level-storage-access': false,
  unknown: false,
  usb: false,
  vr: false,
  'web-app-installation': false,
  'web-printing': false,
  'window-management': false,
};

/**
 * Whether a permission is given.
 *
 * @param from the address or origin that asks, as Electron names it; undefined: no document asks
 */
export function isPermitted(permission: string, from: string | undefined, isMainFrame: boolean): boolean {
  const allowed = Object.hasOwn(permissions, permission) && permissions[permission as PermissionName];
  return allowed && isMainFrame && /^app:\/\/bundle(?:\/|$)/.test(from ?? '');
}

/** What is looked at of a frame. */
export type Frame = Pick<WebFrameMain, 'detached' | 'frameTreeNodeId' | 'origin' | 'parent'>;

/**
 * Whether a message comes from the window's own page: its main frame, as it is now, at exactly our origin.
 *
 * @param sender null: the frame was navigated or destroyed since
 * @param ours the main frame of the window; null: there is no window
 */
export function isTrustedFrame(sender: Frame | null, ours: Frame | null): boolean {
  if (sender === null || ours === null) return false;
  try {
    const isMain = sender.parent === null && sender.frameTreeNodeId === ours.frameTreeNodeId;
    return isMain && !sender.detached && sender.origin === screensOrigin;
  } catch {
    // Electron throws at any look into a frame that was destroyed meanwhile.
    return false;
  }
}
