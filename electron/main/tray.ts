import { Menu, type NativeImage, nativeImage, Tray } from 'electron';
import { trayBitmap } from './tray-image.ts';
import { type Health, trayLabels } from './words.ts';

/** The mark in the system's tray or menu bar, there while the app runs and no window need be open. */
export interface TrayMark {
  show(health: Health): void;
  destroy(): void;
}

export function createTray(open: () => void, quit: () => void): TrayMark {
  const isTemplate = process.platform === 'darwin';
  const images = new Map<Health['level'], NativeImage>();
  let tray: Tray | null = null;
  let shown: Health | null = null;
  let gone = false;

  function imageOf(level: Health['level']): NativeImage {
    const known = images.get(level);
    if (known !== undefined) return known;
    const image = nativeImage.createFromBitmap(trayBitmap(level, 32, isTemplate), {
      width: 32,
      height: 32,
      scaleFactor: 2,
    });
    image.setTemplateImage(isTemplate);
    images.set(level, image);
    return image;
  }

  return {
    show({ level, sentence }) {
      // A menu that is set anew closes under the pointer on some desktops.
      if (gone || (level === shown?.level && sentence === shown.sentence)) return;
      shown = { level, sentence };
      if (tray === null) {
        tray = new Tray(imageOf(level));
        tray.on('click', open);
      } else tray.setImage(imageOf(level));
      tray.setToolTip(`Footbridge: ${sentence}`);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: sentence, enabled: false },
          { type: 'separator' },
          { label: trayLabels.open, click: open },
          { label: trayLabels.quit, click: quit },
        ]),
      );
    },
    destroy() {
      gone = true;
      tray?.destroy();
    },
  };
}
