import fc from 'fast-check';
import { seedOfRun } from './run-seed.ts';

/** Where everything random begins; vitest.config.ts has chosen it, once for all files of a run. */
export const testSeed: number = seedOfRun(process.env.FOOTBRIDGE_TEST_SEED);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: testSeed });
