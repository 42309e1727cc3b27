/** @typedef {{passed: number, failed: number, skipped: number, expectedFailures: string[]}} Totals */

/** @param {readonly Totals[]} parts @returns {Totals} their sum */
export function sum(parts) {
  const total = { passed: 0, failed: 0, skipped: 0, expectedFailures: [] };
  for (const part of parts) {
    total.passed += part.passed;
    total.failed += part.failed;
    total.skipped += part.skipped;
    total.expectedFailures.push(...part.expectedFailures);
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
    totals: sum([totals ?? sum([]), { ...sum([]), failed: 1 }]),
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
 * @returns {Totals} a flaky test counts as failed; one that is expected to fail as skipped, and is named
 */
export function playwrightTotals(report) {
  const totals = { passed: 0, failed: report.errors?.length ?? 0, skipped: 0, expectedFailures: [] };
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'skipped') totals.skipped += 1;
        else if (test.status !== 'expected') totals.failed += 1;
        else if (test.expectedStatus === 'failed') {
          totals.skipped += 1;
          totals.expectedFailures.push([...path, spec.title].join(' > '));
        } else totals.passed += 1;
      }
    }
    for (const child of suite.suites ?? []) walk(child, [...path, child.title]);
  };
  for (const suite of report.suites ?? []) walk(suite, [suite.title]);
  return totals;
}
