import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../setup/failure.mjs';
import { setUp } from '../setup/setup.mjs';
import { desktopTests } from '../testing/desktop.mjs';
import { lastLine } from '../testing/totals.mjs';

/**
 * `npm run test:desktop`: the tests of the desktop app alone.
 *
 * @param {readonly string[]} parameters files and options for Playwright
 */
export function testDesktop(parameters) {
  return runMain(async () => {
    const node = await setUp();
    const reports = mkdtempSync(join(tmpdir(), 'footbridge-test-'));
    try {
      const totals = await desktopTests(node, reports, parameters);
      process.stdout.write(`\n${lastLine(totals)}\n`);
      return totals.failed === 0 ? 0 : 1;
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  });
}
