import fc from 'fast-check';

/** The seed of every run in which nobody chose one: what passed once passes again. */
const usual = 2026;

/**
 * Where everything random begins. FOOTBRIDGE_TEST_SEED sets it: a number repeats a run, `any` takes another one each
 * time, to find what the usual one does not.
 */
export const testSeed: number = choose(process.env.FOOTBRIDGE_TEST_SEED);

function choose(wish: string | undefined): number {
  if (wish === undefined) return usual;
  if (wish === 'any') return Date.now() % 1_000_000;
  const seed = Number(wish);
  if (!Number.isSafeInteger(seed)) throw new Error(`FOOTBRIDGE_TEST_SEED is a whole number or "any", not "${wish}".`);
  return seed;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: testSeed });
