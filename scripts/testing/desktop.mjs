import { electronProgram } from '../setup/electron.mjs';
import { playwright } from './playwright.mjs';
import { none } from './totals.mjs';

/**
 * The tests of the desktop app: in Electron's own binary where there is one, else on the double; it is said which.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {string} reports a folder for the report
 * @param {readonly string[]} [parameters] files and options for Playwright
 * @returns {Promise<import('./totals.mjs').Totals>}
 */
export async function desktopTests(node, reports, parameters = []) {
  const choice = desktopRuntime(process.env);
  process.stdout.write(`${choice.sentence}\n`);
  if (choice.kind === 'none') return { ...none(), failed: 1, failures: [choice.sentence] };
  return playwright(node, reports, {
    name: 'desktop',
    config: 'playwright.desktop.config.ts',
    parameters,
    chromium: choice.kind === 'double',
  });
}

/**
 * @param {Record<string, string | undefined>} environment
 * @param {string} [packaged] the folder of the package `electron`
 * @returns {{kind: 'electron', program: string, sentence: string} | {kind: 'double' | 'none', sentence: string}}
 *   what the desktop tests run on, and that in words
 */
export function desktopRuntime(environment, packaged) {
  const program = electronProgram(environment, packaged);
  if (program !== null) return { kind: 'electron', program, sentence: `In Electron itself: ${program}` };
  if (environment.FOOTBRIDGE_REQUIRE_ELECTRON) {
    const asked = environment.FOOTBRIDGE_ELECTRON ?? 'its runtime (npx install-electron fetches it)';
    return { kind: 'none', sentence: ` ✗ FOOTBRIDGE_REQUIRE_ELECTRON is set, and there is no Electron: ${asked}.` };
  }
  return {
    kind: 'double',
    sentence: 'On the double of Electron, not in Electron: its runtime is not here (npx install-electron fetches it).',
  };
}
