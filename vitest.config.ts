import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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
const ofProcesses = ['test/{architecture,faults,headless,host,package,setup}/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
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
