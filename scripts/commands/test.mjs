import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain } from '../setup/failure.mjs';
import { setUp } from '../setup/setup.mjs';
import { desktopTests } from '../testing/desktop.mjs';
import { playwright } from '../testing/playwright.mjs';
import { lastLine, none, sum } from '../testing/totals.mjs';
import { vitest } from '../testing/vitest.mjs';
import { runChecks } from './check.mjs';

/**
 * `npm test`: every check and every test; with files named (`npm test -- test/scim/filter.test.ts`) just those.
 * The last line is `N passed, N failed, N skipped` over everything.
 *
 * @param {readonly string[]} files paths of test files or folders; those under test/browser run in a browser, those
 *   under test/desktop in the desktop app
 */
export function test(files) {
  return runMain(async () => {
    const isIn = (room) => (file) => new RegExp(`^(\\.[\\\\/])?test[\\\\/]${room}\\b`).test(file);
    const inBrowser = files.filter(isIn('browser'));
    const onDesktop = files.filter(isIn('desktop'));
    const inNode = files.filter((file) => !inBrowser.includes(file) && !onDesktop.includes(file));
    const all = files.length === 0;
    const node = await setUp();
    const reports = mkdtempSync(join(tmpdir(), 'footbridge-test-'));
    try {
      const parts = [];
      const run = async (title, work) => {
        process.stdout.write(`\n── ${title}\n`);
        parts.push(await work());
      };
      if (all) await run('checks', async () => ({ ...none(), ...(await runChecks(node)) }));
      if (all || inNode.length > 0) await run('tests', () => vitest(node, inNode, reports));
      if (all || inBrowser.length > 0) {
        const browser = { name: 'browser', config: 'playwright.config.ts', parameters: inBrowser };
        await run('tests in a browser', () => playwright(node, reports, browser));
      }
      if (all || onDesktop.length > 0) {
        await run('tests of the desktop app', () => desktopTests(node, reports, onDesktop));
      }
      return report(sum(parts));
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  });
}

function report(total) {
  list('FAILED', total.failures);
  list('PASSED ONLY AT THE SECOND TRY', total.unsteady);
  list('EXPECTED TO FAIL, COUNTED AS SKIPPED', total.expectedFailures);
  process.stdout.write(`\n${lastLine(total)}\n`);
  return total.failed === 0 ? exitCode.ok : exitCode.unexpected;
}

/** What a number alone does not tell, where whoever reads only the end of a log finds it. */
function list(title, names) {
  if (names.length === 0) return;
  process.stdout.write(`\n${title} (${names.length}):\n`);
  for (const name of names) process.stdout.write(`  ! ${name}\n`);
}
