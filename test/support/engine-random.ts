import { createRandom, type Random } from '../../electron/engine/sandbox/random.ts';
import { testSeed } from './seed.ts';

/**
 * Luck that can be repeated: the seed is printed.
 *
 * @param what for the printed line
 */
export function luck(what: string): Random {
  console.log(`${what}: seed ${testSeed} (FOOTBRIDGE_TEST_SEED=${testSeed} repeats it)`);
  return createRandom(testSeed);
}

/** A whole number from `least` to `most`, both included. */
export const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

/** The items in another order: Fisher and Yates. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const chosen = between(random, 0, last);
    const [a, b] = [result[last] as T, result[chosen] as T];
    [result[last], result[chosen]] = [b, a];
  }
  return result;
}
