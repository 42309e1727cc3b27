import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { seedOfRun } from './test/support/run-seed.ts';

const seed = seedOfRun(process.env.FOOTBRIDGE_TEST_SEED);
process.stderr.write(`Random tests begin at ${seed}; FOOTBRIDGE_TEST_SEED=${seed} repeats this run.\n`);

/** These take longest, and go first: a run is over soonest when the short ones fill what is left of it. */
const longest = ['test/faults/', 'test/sandbox/', 'test/setup/install', 'test/headless/', 'test/package/layout'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.some((part) => moduleId.includes(part));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Rooms whose tests start processes, send signals or wait for clocks: each file has a process of its own. */
const ofProcesses = ['test/{architecture,double,faults,fuzz,headless,host,package,setup}/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    // Half of the time of those that start processes is waiting: three fill a machine of two cores.
    maxWorkers: 3,
    // A night is long: `npm run test:nightly` tries each property 10,000 times.
    testTimeout: process.env.FOOTBRIDGE_PROPERTY_RUNS === undefined ? 120_000 : 3_600_000,
    hookTimeout: 120_000,
    // A loaded machine is not a fault; what passes only at the second try is named at the end of `npm test`. What is
    // wrong is wrong twice: the second try begins at the same seed.
    retry: process.env.FOOTBRIDGE_PROPERTY_RUNS === undefined ? 1 : 0,
    env: { FOOTBRIDGE_TEST_SEED: String(seed) },
    setupFiles: ['test/support/seed.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'processes', include: ofProcesses } },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', ...ofProcesses],
          // Nothing in these rooms is global: that the files of a worker share one process saves loading all of it anew.
          isolate: false,
        },
      },
    ],
  },
});
