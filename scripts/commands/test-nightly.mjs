import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { setUp } from '../setup/setup.mjs';
import { say } from '../setup/step.mjs';
import { lastLine } from '../testing/totals.mjs';
import { vitest } from '../testing/vitest.mjs';

/** How often each property is tried in a night, unless FOOTBRIDGE_PROPERTY_RUNS says otherwise. */
const RUNS = 10_000;

/**
 * `npm run test:nightly -- …`: the properties, each at least 10,000 times, from another number each night; the first
 * line says which, and how to repeat it. Ends with 0 when all hold, with 1 when one does not.
 *
 * @param {readonly string[]} words only the test files with one of them in their path; all of them when there is none
 */
export function testNightly(words) {
  return runMain(async () => {
    const all = propertyFiles();
    const files = all.filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
    if (files.length === 0)
      throw new SetupFailure(
        exitCode.usage,
        `No test with properties has ${words.join(' or ')} in its path.`,
        `There are: ${all.join(', ')}.`,
      );
    const runs = process.env.FOOTBRIDGE_PROPERTY_RUNS ?? String(RUNS);
    const node = await setUp();
    say(`The properties of ${files.length} test files, each tried ${runs} times or more. That takes minutes.`);
    const reports = mkdtempSync(join(tmpdir(), 'footbridge-nightly-'));
    try {
      const totals = await vitest(node, files, reports, {
        FOOTBRIDGE_PROPERTY_RUNS: runs,
        FOOTBRIDGE_TEST_SEED: process.env.FOOTBRIDGE_TEST_SEED ?? 'any',
      });
      process.stdout.write(`\n${lastLine(totals)}\n`);
      if (totals.failed === 0) return exitCode.ok;
      process.stdout.write('What was found becomes a case of its own in a test, or it is lost with the next night.\n');
      return exitCode.unexpected;
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  });
}

/** @returns {string[]} the test files whose properties ask how often they are to be tried (test/support/runs.ts) */
export function propertyFiles() {
  return readdirSync(inRoot('test'), { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts') && readFileSync(inRoot(file), 'utf8').includes('propertyRuns('))
    .sort();
}
