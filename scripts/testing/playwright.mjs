import { join } from 'node:path';
import { ensureChromium } from '../setup/chromium.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { postgresEnvironment } from '../setup/postgres.mjs';
import { passThrough } from '../setup/process.mjs';
import { say } from '../setup/step.mjs';
import { tools } from '../tools.mjs';
import { judged } from './judged.mjs';
import { none, playwrightTotals } from './totals.mjs';

/**
 * Runs tests under Playwright, with a Chromium that is looked for or fetched.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {string} reports a folder for its report
 * @param {{name: string, config: string, parameters?: readonly string[], chromium?: boolean}} run `name` for sentences
 *   and the report; `config` a file of this clone; without `chromium` none is needed
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
export async function playwright(node, reports, { name, config, parameters = [], chromium = true }) {
  const file = join(reports, `${name}.json`);
  const env = { ...process.env, ...(await postgresEnvironment()), PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  if (chromium) {
    try {
      env.FOOTBRIDGE_CHROMIUM = await ensureChromium(node);
    } catch (error) {
      if (!(error instanceof SetupFailure)) throw error;
      process.stdout.write(` ✗ ${error.message} ${error.fix}\n`);
      return { ...none(), failed: 1, failures: [error.message] };
    }
    say(`Browser: ${env.FOOTBRIDGE_CHROMIUM}`);
  }
  const tool = [tools.playwright, 'test', `--config=${inRoot(config)}`, '--reporter=list,json', ...parameters];
  const code = await passThrough(node.command, [...node.flags, ...tool], { cwd: inRoot(), env });
  return judged(name, code, file, playwrightTotals);
}
