import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that writes totals to the file that FOOTBRIDGE_TEST_TOTALS names (totals.mjs has their shape).
 * vitest's own JSON counts a test that is expected to fail as passed; here it is named.
 */
export class TotalsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0, expectedFailures: [] };
    for (const module of modules) {
      totals.failed += module.errors().length;
      for (const suite of module.children.allSuites()) totals.failed += suite.errors().length;
      for (const test of module.children.allTests()) count(totals, test, module);
    }
    const file = process.env.FOOTBRIDGE_TEST_TOTALS;
    if (file) writeFileSync(file, JSON.stringify(totals));
  }
}

function count(totals, test, module) {
  const { state } = test.result();
  if (state === 'failed') totals.failed += 1;
  else if (state === 'passed' && test.options.fails) {
    totals.skipped += 1;
    totals.expectedFailures.push(`${module.relativeModuleId} > ${test.fullName}`);
  } else if (state === 'passed') totals.passed += 1;
  else totals.skipped += 1;
}

export default TotalsReporter;
