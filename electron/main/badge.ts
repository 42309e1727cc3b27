import type { BrowserWindow, NativeImage } from 'electron';

export interface BadgeParts {
  readonly platform: NodeJS.Platform;
  /** Of Electron's `app`. */
  readonly setBadgeCount: (count: number) => boolean;
  /** Electron's `nativeImage.createFromBitmap`. */
  readonly drawn: (bitmap: Buffer, size: { width: number; height: number }) => NativeImage;
}

/**
 * Shows on the program's icon how many things need a person: as a number on macOS and on Linux desktops that can; on
 * Windows as a mark on the window's place in the task bar, read out with the number. The window's title carries the number everywhere, since
 * the page puts it there.
 */
export function createBadge({ platform, setBadgeCount, drawn }: BadgeParts) {
  /** @param window null: none is open, and so nothing of it in a task bar; its page asks for the badge when it is opened */
  return (count: number, window: BrowserWindow | null): void => {
    if (platform !== 'win32') {
      setBadgeCount(count);
      return;
    }
    if (window === null) return;
    const mark = count === 0 ? null : drawn(markBitmap(), { width: markSize, height: markSize });
    window.setOverlayIcon(mark, count === 0 ? '' : needsYou(count));
  };
}

const needsYou = (count: number): string => `${count} ${count === 1 ? 'thing needs' : 'things need'} you`;

/** Pixels along each side of a task bar's mark. */
const markSize = 16;

/** A filled disc with a soft edge, as rows of blue, green, red and opacity. */
function markBitmap(): Buffer {
  const bitmap = Buffer.alloc(markSize * markSize * 4);
  const centre = (markSize - 1) / 2;
  for (let row = 0; row < markSize; row += 1) {
    for (let column = 0; column < markSize; column += 1) {
      const inside = Math.min(1, Math.max(0, markSize / 2 - Math.hypot(row - centre, column - centre)));
      const colour = [0x1c, 0x1c, 0xb9].map((part) => Math.round(part * inside));
      bitmap.set([...colour, Math.round(255 * inside)], (row * markSize + column) * 4);
    }
  }
  return bitmap;
}
