import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { helpLinks, menuTemplate } from '../../electron/main/menu.ts';
import { outsideAddress } from '../../electron/main/security.ts';

const opened: string[] = [];
const template = (platform: NodeJS.Platform, isDevelopment: boolean) =>
  menuTemplate({
    platform,
    isDevelopment,
    open: () => opened.push('window'),
    openOutside: (url) => opened.push(url),
    showLog: () => opened.push('log'),
  });

/** Every item of a menu, the menus themselves included. */
const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
const roles = (platform: NodeJS.Platform, isDevelopment: boolean) =>
  items(template(platform, isDevelopment)).flatMap(({ role }) => role ?? []);

describe.each(['darwin', 'win32', 'linux'] as const)('the menu on %s', (platform) => {
  it('copies and pastes, and ends the app', () => {
    expect(roles(platform, false)).toContain('editMenu');
    expect(roles(platform, false)).toContain(platform === 'darwin' ? 'appMenu' : 'quit');
  });

  it('reloads and opens the developer tools in development only', () => {
    const forDevelopers = ['reload', 'toggleDevTools'] as const;
    expect(roles(platform, true)).toEqual(expect.arrayContaining([...forDevelopers]));
    // These menus of Electron's own bring them along.
    const packaged = roles(platform, false);
    for (const role of [...forDevelopers, 'forceReload', 'viewMenu', 'default']) expect(packaged).not.toContain(role);
  });

  it('shows the log, which a package has no other way to', () => {
    opened.length = 0;
    const [show] = items(template(platform, false)).filter(({ label }) => label === 'Show Log');
    (show?.click as (() => void) | undefined)?.();
    expect(opened).toEqual(['log']);
  });

  it('leads nowhere but to allowed addresses', () => {
    opened.length = 0;
    const help = items(template(platform, false)).filter(({ label }) => label !== undefined && label in helpLinks);
    for (const { click } of help) (click as (() => void) | undefined)?.();
    expect(opened).toEqual(Object.values(helpLinks));
    expect(opened.map(outsideAddress)).toEqual(opened);
  });
});
