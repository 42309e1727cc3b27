import { join } from 'node:path';
import { inRoot } from '../setup/places.mjs';
import { postgresEnvironment } from '../setup/postgres.mjs';
import { passThrough } from '../setup/process.mjs';
import { tools } from '../tools.mjs';
import { judged } from './judged.mjs';

/**
 * Runs tests in Node.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {readonly string[]} files all of them when there is none
 * @param {string} reports a folder for the report
 * @param {Record<string, string>} environment besides the own one
 */
export async function vitest(node, files, reports, environment = {}) {
  const file = join(reports, 'vitest.json');
  const reporters = ['--reporter=default', `--reporter=${inRoot('scripts', 'testing', 'vitest-totals.mjs')}`];
  const code = await passThrough(node.command, [...node.flags, tools.vitest, 'run', ...reporters, ...files], {
    cwd: inRoot(),
    env: { ...process.env, ...environment, ...(await postgresEnvironment()), FOOTBRIDGE_TEST_TOTALS: file },
  });
  return judged('vitest', code, file);
}
