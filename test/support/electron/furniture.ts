import type * as E from 'electron';
import { notificationEvents, powerEvents, screenEvents, themeEvents, trayEvents } from './events.ts';
import { Emitter, type Like, modelled, modelledClass } from './modelled.ts';
import { readiness } from './ready.ts';

/*
 * What stands around the window. Nobody sees it here: what the program puts there is kept, so that a test can read it
 * and click it; what the system would say, a test emits.
 */

export const powerMonitor = modelled('powerMonitor', new Emitter('powerMonitor', powerEvents));

export const shell = modelled('shell', {
  async openExternal(url: string) {
    throw new Error(`electron double: nobody opens ${url}: replace shell.openExternal with what shall`);
  },
  showItemInFolder(path: string) {
    throw new Error(`electron double: nobody shows ${path}: replace shell.showItemInFolder with what shall`);
  },
} satisfies Partial<E.Shell>);

class Theme extends Emitter implements Like<E.NativeTheme, Theme> {
  shouldUseDarkColors = false;
  themeSource: E.NativeTheme['themeSource'] = 'system';
}

export const nativeTheme = modelled('nativeTheme', new Theme('nativeTheme', themeEvents));

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display = modelled('Display', { id: 1, bounds: area, workArea: area, scaleFactor: 1 });

class Screen extends Emitter implements Like<E.Screen, Screen> {
  getPrimaryDisplay() {
    readiness.require('screen');
    return display;
  }

  getAllDisplays() {
    return [display];
  }

  getDisplayMatching() {
    return display;
  }
}

export const screen = modelled('screen', new Screen('screen', screenEvents));

const image = (isEmpty: boolean) =>
  modelled('NativeImage', {
    isEmpty: () => isEmpty,
    setTemplateImage: (_isTemplate: boolean) => undefined,
  } satisfies Partial<E.NativeImage>);

export const nativeImage = modelled('nativeImage', {
  createEmpty: () => image(true),
  createFromPath: (path: string) => image(path === ''),
  createFromBitmap(bitmap: Buffer, { width, height }: E.CreateFromBitmapOptions) {
    if (bitmap.length !== width * height * 4) throw new Error('invalid buffer size');
    return image(false);
  },
} satisfies Partial<Like<typeof E.nativeImage, typeof E.nativeImage>>);

class MenuDouble {
  static current: MenuDouble | null = null;
  readonly items: readonly E.MenuItemConstructorOptions[];

  constructor(items: readonly E.MenuItemConstructorOptions[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: E.MenuItemConstructorOptions[]): MenuDouble {
    return modelled('Menu', new MenuDouble(template));
  }

  static setApplicationMenu(menu: MenuDouble | null): void {
    MenuDouble.current = menu;
  }

  static getApplicationMenu(): MenuDouble | null {
    return MenuDouble.current;
  }
}

export const Menu = modelledClass('Menu', MenuDouble);

class TrayDouble extends Emitter implements Like<E.Tray, TrayDouble> {
  /** The ones that stand, for a test to look at. */
  static readonly standing = new Set<TrayDouble>();
  toolTip = '';
  menu: unknown = null;

  constructor(_image: unknown) {
    super('Tray', trayEvents);
    readiness.require('new Tray');
  }

  setImage(_image: unknown): void {}

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: unknown): void {
    this.menu = menu;
  }

  destroy(): void {
    TrayDouble.standing.delete(this);
  }

  isDestroyed(): boolean {
    return !TrayDouble.standing.has(this);
  }
}

export const Tray = modelledClass('Tray', TrayDouble, (tray) => TrayDouble.standing.add(tray));

class NotificationDouble extends Emitter implements Like<E.Notification, NotificationDouble> {
  readonly title: string;
  readonly body: string;

  constructor({ title = '', body = '' }: E.NotificationConstructorOptions = {}) {
    super('Notification', notificationEvents);
    this.title = title;
    this.body = body;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    this.emit('show');
  }

  close(): void {
    this.emit('close');
  }
}

export const Notification = modelledClass('Notification', NotificationDouble);
