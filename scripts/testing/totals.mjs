import { stripVTControlCharacters } from 'node:util';

/**
 * What a run came to, with names where a number says too little: of what failed, of what passed at its second try only
 * (counted as passed), of what is expected to fail (counted as skipped).
 *
 * @typedef {{passed: number, failed: number, skipped: number, failures: string[], unsteady: string[],
 *   expectedFailures: string[]}} Totals
 */

/** @returns {Totals} of nothing at all */
export const none = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [], expectedFailures: [] });

/** @param {readonly Totals[]} parts @returns {Totals} their sum */
export function sum(parts) {
  const total = none();
  for (const part of parts) {
    total.passed += part.passed;
    total.failed += part.failed;
    total.skipped += part.skipped;
    for (const names of ['failures', 'unsteady', 'expectedFailures']) total[names].push(...part[names]);
  }
  return total;
}

/**
 * Totals of one run of a test tool. A run that left no report, that found no test, or that failed beside its tests
 * (a configuration, a global set-up) is one failure: silence is never success.
 *
 * @param {string} name for the sentence
 * @param {number} code the tool's exit code
 * @param {Totals | null} totals as it reported them
 * @returns {{totals: Totals, problem: string | null}}
 */
export function judge(name, code, totals) {
  const failure = (problem) => ({
    totals: sum([totals ?? none(), { ...none(), failed: 1, failures: [problem] }]),
    problem,
  });
  if (totals === null) return failure(`${name} ended with code ${code} and left no report.`);
  if (totals.passed + totals.failed + totals.skipped === 0) return failure(`${name} found no test at all.`);
  if (code !== 0 && totals.failed === 0) return failure(`${name} ended with code ${code} though no test failed.`);
  return { totals, problem: null };
}

/** @param {Totals} total @returns {string} the last line of `npm test` */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * @param {any} report Playwright's JSON report
 * @returns {Totals}
 */
export function playwrightTotals(report) {
  const beside = (report.errors ?? []).map(({ message }) => `beside the tests: ${firstLine(message)}`);
  const totals = { ...none(), failed: beside.length, failures: beside };
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = [...path, spec.title].join(' > ');
        if (test.status === 'skipped') totals.skipped += 1;
        else if (test.status === 'flaky') {
          totals.passed += 1;
          totals.unsteady.push(`${name}: ${firstLine(test.results[0]?.error?.message)}`);
        } else if (test.status !== 'expected') {
          totals.failed += 1;
          totals.failures.push(name);
        } else if (test.expectedStatus === 'failed') {
          totals.skipped += 1;
          totals.expectedFailures.push(name);
        } else totals.passed += 1;
      }
    }
    for (const child of suite.suites ?? []) walk(child, [...path, child.title]);
  };
  for (const suite of report.suites ?? []) walk(suite, [suite.title]);
  return totals;
}

/**
 * @param {string | undefined} message of an error, perhaps with colours for a terminal
 * @returns {string} the first line of it that says something
 */
export const firstLine = (message = '') =>
  stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? 'no message';
