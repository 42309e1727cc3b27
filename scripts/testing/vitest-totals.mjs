import { writeFileSync } from 'node:fs';
import { firstLine, none } from './totals.mjs';

/**
 * A vitest reporter that writes totals to the file that FOOTBRIDGE_TEST_TOTALS names (totals.mjs has their shape).
 * vitest's own JSON counts a test that is expected to fail as passed; here it is named.
 */
export class TotalsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const totals = none();
    const fail = (name) => {
      totals.failed += 1;
      totals.failures.push(name);
    };
    for (const error of unhandledErrors) fail(`beside the tests: ${firstLine(error.message)}`);
    for (const module of modules) {
      const beside = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
      for (const error of beside) fail(`${module.relativeModuleId}: ${firstLine(error.message)}`);
      for (const test of module.children.allTests())
        count(totals, test, `${module.relativeModuleId} > ${test.fullName}`, fail);
    }
    const file = process.env.FOOTBRIDGE_TEST_TOTALS;
    if (file) writeFileSync(file, JSON.stringify(totals));
  }
}

function count(totals, test, name, fail) {
  const { state, errors } = test.result();
  if (state === 'failed') fail(name);
  else if (state === 'passed' && test.options.fails) {
    totals.skipped += 1;
    totals.expectedFailures.push(name);
  } else if (state === 'passed') {
    totals.passed += 1;
    if (test.diagnostic()?.flaky) totals.unsteady.push(`${name}: ${firstLine(errors?.[0]?.message)}`);
  } else totals.skipped += 1;
}

export default TotalsReporter;
