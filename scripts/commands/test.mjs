import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../setup/chromium.mjs';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { passThrough } from '../setup/process.mjs';
import { setUp } from '../setup/setup.mjs';
import { say } from '../setup/step.mjs';
import { judge, lastLine, playwrightTotals, sum } from '../testing/totals.mjs';
import { tools } from '../tools.mjs';
import { runChecks } from './check.mjs';

/**
 * `npm test`: every check and every test; with files named (`npm test -- test/scim/filter.test.ts`) just those.
 * The last line is `N passed, N failed, N skipped` over everything.
 *
 * @param {readonly string[]} files paths of test files or folders; those under test/browser run in a browser
 */
export function test(files) {
  return runMain(async () => {
    const inBrowser = files.filter((file) => /^(\.[\\/])?test[\\/]browser\b/.test(file));
    const inNode = files.filter((file) => !inBrowser.includes(file));
    const all = files.length === 0;
    const node = await setUp();
    const reports = mkdtempSync(join(tmpdir(), 'footbridge-test-'));
    try {
      const parts = [];
      const run = async (title, work) => {
        process.stdout.write(`\n── ${title}\n`);
        parts.push(await work());
      };
      if (all) await run('checks', async () => ({ ...sum([]), ...(await runChecks(node)) }));
      if (all || inNode.length > 0) await run('tests', () => vitest(node, inNode, reports));
      if (all || inBrowser.length > 0) await run('tests in a browser', () => playwright(node, inBrowser, reports));
      return report(sum(parts));
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  });
}

async function vitest(node, files, reports) {
  const file = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', `--reporter=${inRoot('scripts', 'testing', 'vitest-totals.mjs')}`];
  const code = await passThrough(node.command, [...node.flags, tools.vitest, 'run', ...reporters, ...files], {
    cwd: inRoot(),
    env: { ...process.env, FOOTBRIDGE_TEST_TOTALS: file },
  });
  return judged('vitest', code, readReport(file));
}

async function playwright(node, files, reports) {
  const file = join(reports, 'playwright.json');
  let chromium;
  try {
    chromium = await ensureChromium(node);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stdout.write(` ✗ ${error.message} ${error.fix}\n`);
    return { ...sum([]), failed: 1 };
  }
  say(`Browser: ${chromium}`);
  const code = await passThrough(
    node.command,
    [...node.flags, tools.playwright, 'test', '--reporter=list,json', ...files],
    {
      cwd: inRoot(),
      env: { ...process.env, FOOTBRIDGE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    },
  );
  const raw = readReport(file);
  return judged('Playwright', code, raw === null ? null : playwrightTotals(raw));
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function judged(name, code, reported) {
  const { totals, problem } = judge(name, code, reported);
  if (problem !== null) process.stdout.write(` ✗ ${problem}\n`);
  return totals;
}

function report(total) {
  if (total.expectedFailures.length > 0) {
    process.stdout.write(`\nEXPECTED TO FAIL, COUNTED AS SKIPPED (${total.expectedFailures.length}):\n`);
    for (const name of total.expectedFailures) process.stdout.write(`  ! ${name}\n`);
  }
  process.stdout.write(`\n${lastLine(total)}\n`);
  return total.failed === 0 ? exitCode.ok : exitCode.unexpected;
}
