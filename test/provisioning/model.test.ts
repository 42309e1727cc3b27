import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testSeed } from '../support/seed.ts';
import { type Act, acts } from './model-acts.ts';
import { Company } from './model-company.ts';

/**
 * Whatever an IdP sends, whatever the target does, wherever Footbridge stops: in the end the target shows what is
 * wanted, and who has left has access nowhere unless an open work item says so.
 *
 * FOOTBRIDGE_MODEL_RUNS sets how many stories are tried, FOOTBRIDGE_TEST_SEED repeats one series.
 */
const runs = Number(process.env.FOOTBRIDGE_MODEL_RUNS ?? 6);
const path = process.env.FOOTBRIDGE_MODEL_PATH;

test(`stories of a company end as wanted (seed ${testSeed})`, { timeout: 60_000 + runs * 20_000 }, async () => {
  const told = fc.asyncProperty(fc.array(acts, { minLength: 15, maxLength: 45, size: 'max' }), async (story) => {
    await tell(story);
  });
  await fc.assert(told, {
    numRuns: runs,
    seed: testSeed,
    endOnFailure: process.env.FOOTBRIDGE_MODEL_SHRINK === undefined,
    ...(path === undefined ? {} : { path }),
  });
});

async function tell(story: readonly Act[]): Promise<void> {
  const company = await Company.found();
  try {
    for (const act of story) await company.perform(act);
    await company.heal();
    expect(await company.accessOfLeavers(), 'who has left and may still come in, with nobody asked').toEqual([]);
    await company.decideEverything();
    expect(await company.differences(), 'what the target shows and what is wanted').toEqual([]);
    expect(company.faults(), 'errors in the log').toEqual([]);
    expect(await company.auditBrokenAt(), 'the audit chain').toBeNull();
  } finally {
    await company.close();
  }
}
