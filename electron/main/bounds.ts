import type { Rectangle } from 'electron';
import type { WindowPlace } from '../host/remembered.ts';

/** Of a new window, in points. */
const usual = { width: 1280, height: 820 } as const;
export const smallest = { width: 720, height: 480 } as const;
/** So much of the title bar must be on a screen that the window can be taken hold of. */
const graspable = { width: 120, height: 32 } as const;

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);

/**
 * Where the window opens: where it was, if its title bar can still be reached there; else in the middle of the main
 * screen. Never larger than the screen it is on.
 *
 * @param last null: it was never open
 * @param areas of the screens, without the system's own bars; the main one first
 * @returns without x and y: Electron puts it in the middle
 */
export function boundsWithin(last: WindowPlace | null, areas: readonly Rectangle[]): Partial<Rectangle> {
  const { width, height } = last ?? usual;
  const fitting = (area: Rectangle | undefined) => ({
    width: Math.max(smallest.width, Math.min(width, area?.width ?? width)),
    height: Math.max(smallest.height, Math.min(height, area?.height ?? height)),
  });
  if (last === null) return fitting(areas[0]);
  const reached = areas.find(
    (area) =>
      overlap(last.x, fitting(area).width, area.x, area.width) >= graspable.width &&
      last.y >= area.y &&
      area.y + area.height - last.y >= graspable.height,
  );
  return reached === undefined ? fitting(areas[0]) : { x: last.x, y: last.y, ...fitting(reached) };
}
