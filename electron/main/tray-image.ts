import type { Health } from './words.ts';

/** Whether a point belongs to the shape; from -1 to 1 each way, downwards. */
type Shape = (x: number, y: number) => boolean;

/** A shape for each level, so that nobody needs to tell colours apart. */
const shapes: Readonly<Record<Health['level'], Shape>> = {
  ok: (x, y) => Math.hypot(x, y) <= 0.8,
  attention: (x, y) => y <= 0.75 && Math.abs(x) <= (y + 0.85) / 1.85,
  failing: (x, y) => Math.abs(Math.abs(x) - Math.abs(y)) <= 0.32 && Math.max(Math.abs(x), Math.abs(y)) <= 0.8,
};

/** Blue, green, red. */
const colours: Readonly<Record<Health['level'], readonly [number, number, number]>> = {
  ok: [0x4a, 0x9e, 0x2f],
  attention: [0x00, 0x8c, 0xf0],
  failing: [0x31, 0x31, 0xe0],
};

/** Points looked at along each side of a pixel, for soft edges. */
const samples = 4;

/**
 * The tray's image of a level, as rows of blue, green, red and opacity.
 *
 * @param size pixels along each side
 * @param template black alone, which macOS colours as its menu bar needs
 */
export function trayBitmap(level: Health['level'], size: number, template: boolean): Buffer {
  const bitmap = Buffer.alloc(size * size * 4);
  const colour = template ? [0, 0, 0] : colours[level];
  const at = (pixel: number, sample: number) => (2 * (pixel + (sample + 0.5) / samples)) / size - 1;
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    let inside = 0;
    for (let sample = 0; sample < samples * samples; sample += 1) {
      const x = at(pixel % size, sample % samples);
      if (shapes[level](x, at(Math.floor(pixel / size), Math.floor(sample / samples)))) inside += 1;
    }
    const opacity = inside / (samples * samples);
    // Colours are premultiplied by their opacity.
    bitmap.set([...colour.map((part) => Math.round(part * opacity)), Math.round(255 * opacity)], pixel * 4);
  }
  return bitmap;
}
