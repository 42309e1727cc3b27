import { readFileSync } from 'node:fs';
import { judge } from './totals.mjs';

/**
 * Reads the report of a test tool that has ended, and says what is wrong with the run besides its tests.
 *
 * @param {string} name of the tool, for the sentence
 * @param {number} code its exit code
 * @param {string} file its report
 * @param {(report: any) => import('./totals.mjs').Totals} [totalsOf] what the report amounts to
 * @returns {import('./totals.mjs').Totals}
 */
export function judged(name, code, file, totalsOf = (report) => report) {
  const report = readReport(file);
  const { totals, problem } = judge(name, code, report === null ? null : totalsOf(report));
  if (problem !== null) process.stdout.write(` ✗ ${problem}\n`);
  return totals;
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
