import { createRandom } from '../../electron/engine/sandbox/random.ts';

/** Luck that can be repeated. */
export interface Luck {
  /** True so often: 0 never, 1 always. */
  chance(share: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** One of the items, of which there is at least one. */
  pick<T>(items: readonly T[]): T;
}

export function createLuck(...seeds: readonly number[]): Luck {
  const random = createRandom(...seeds);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  return {
    chance: (share) => random() < share,
    between,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
  };
}
