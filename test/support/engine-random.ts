import { createRandom, type Random } from '../../electron/engine/sandbox/random.ts';

/**
 * Luck that can be repeated: the seed is printed, and FOOTBRIDGE_TEST_SEED sets it.
 *
 * @param what for the printed line
 */
export function luck(what: string): Random {
  const seed = Number(process.env.FOOTBRIDGE_TEST_SEED ?? Date.now() % 1_000_000);
  console.log(`${what}: seed ${seed} (FOOTBRIDGE_TEST_SEED=${seed} repeats it)`);
  return createRandom(seed);
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
