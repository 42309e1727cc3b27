import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeWhole } from './whole-file.ts';

/** Where a window was, in points of the whole desktop. */
export interface WindowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

/** What the host itself remembers of a data folder between runs; the engine's things are in its database. */
export interface Remembered {
  readonly adminPort: number | null;
  readonly window: WindowPlace | null;
  /** Whether it was told once that closing the window ends nothing. */
  readonly toldServing: boolean;
}

const fileOf = (data: string) => path.join(data, 'host.json');

/** What was remembered; nothing of what is absent or damaged, since all of it can be chosen again. */
export function remembered(data: string): Remembered {
  const { adminPort, window, toldServing } = read(data);
  return {
    adminPort: isWhole(adminPort, 1, 65_535) ? adminPort : null,
    window: placeOf(window),
    toldServing: toldServing === true,
  };
}

function read(data: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(fileOf(data), 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/** Replaces a part of what is remembered, whole or not at all. @throws the file system's error when it cannot be written */
export function remember(data: string, part: Partial<Remembered>): void {
  writeWhole(fileOf(data), `${JSON.stringify({ ...remembered(data), ...part })}\n`);
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

function placeOf(value: unknown): WindowPlace | null {
  const { x, y, width, height, maximized } = (value ?? {}) as Record<string, unknown>;
  const far = 100_000;
  const isPlace = isWhole(x, -far, far) && isWhole(y, -far, far) && isWhole(width, 1, far) && isWhole(height, 1, far);
  return isPlace ? { x, y, width, height, maximized: maximized === true } : null;
}
