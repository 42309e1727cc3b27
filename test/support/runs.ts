/**
 * How often a property is tried. `npm test` tries each a modest number of times; FOOTBRIDGE_PROPERTY_RUNS asks for at
 * least so many, and `npm run test:nightly` sets it. A test file that calls this is a part of the nightly run.
 *
 * @param modest what `npm test` has time for
 * @throws Error when FOOTBRIDGE_PROPERTY_RUNS is no whole number from 1 on
 */
export const propertyRuns = (modest: number): number => runsOf(process.env.FOOTBRIDGE_PROPERTY_RUNS, modest);

/** @param wish FOOTBRIDGE_PROPERTY_RUNS; absent, the modest number is enough */
export function runsOf(wish: string | undefined, modest: number): number {
  if (wish === undefined) return modest;
  const runs = Number(wish);
  if (!Number.isSafeInteger(runs) || runs < 1)
    throw new Error(`FOOTBRIDGE_PROPERTY_RUNS is a whole number from 1 on, not "${wish}".`);
  return Math.max(modest, runs);
}
