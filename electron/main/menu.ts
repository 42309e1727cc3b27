import type { MenuItemConstructorOptions } from 'electron';

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  /** Run from a clone, not from a package. */
  readonly isDevelopment: boolean;
  readonly open: () => void;
  /** Opens an address outside, if it is an allowed one. */
  readonly openOutside: (url: string) => void;
  /** Shows the log's file in the system's file manager. */
  readonly showLog: () => void;
}

/** Where to read how an identity provider's SCIM client is set up. */
export const helpLinks = {
  'Provisioning from Microsoft Entra ID':
    'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
  'Provisioning from Okta': 'https://developer.okta.com/docs/concepts/scim/',
} as const;

/** The application's menu. Its edit roles are what makes copy and paste work on macOS. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const { platform, isDevelopment, open, openOutside, showLog } = parts;
  const isMac = platform === 'darwin';
  const development: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ];
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [{ label: 'Open Window', accelerator: 'CmdOrCtrl+N', click: open }, { role: isMac ? 'close' : 'quit' }],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...(isDevelopment ? development : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        ...Object.entries(helpLinks).map(([label, url]) => ({ label, click: () => openOutside(url) })),
        { type: 'separator' },
        { label: 'Show Log', click: showLog },
      ],
    },
  ];
}
