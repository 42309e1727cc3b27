import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { setUp } from '../setup/setup.mjs';
import { say } from '../setup/step.mjs';
import { lastLine } from '../testing/totals.mjs';
import { vitest } from '../testing/vitest.mjs';

const ROUNDS = 200;

/**
 * `npm run test:faults -- --rounds 200`: the tests that end a host, fill its disk or take its target away, with so many
 * kills under load instead of the twenty of `npm test`, from another number each time; the first line says which. Ends with
 * 0 when nothing acknowledged was lost and nothing done twice, with 1 otherwise.
 *
 * @param {readonly string[]} typed
 */
export function testFaults(typed) {
  return runMain(async () => {
    const rounds = readRounds(typed);
    const node = await setUp();
    say(`The tests of faults, ${rounds} kills under load. Two hundred take about ten minutes.`);
    const reports = mkdtempSync(join(tmpdir(), 'footbridge-faults-'));
    try {
      const totals = await vitest(node, ['test/faults'], reports, {
        FOOTBRIDGE_FAULT_ROUNDS: String(rounds),
        FOOTBRIDGE_TEST_SEED: process.env.FOOTBRIDGE_TEST_SEED ?? 'any',
      });
      process.stdout.write(`\n${lastLine(totals)}\n`);
      return totals.failed === 0 ? exitCode.ok : exitCode.unexpected;
    } finally {
      rmSync(reports, { recursive: true, force: true });
    }
  });
}

/** @param {readonly string[]} typed @returns {number} */
function readRounds(typed) {
  const [option, value, ...more] = typed;
  if (option === undefined) return ROUNDS;
  const rounds = Number(value);
  if (option === '--rounds' && more.length === 0 && Number.isInteger(rounds) && rounds >= 1 && rounds <= 10_000)
    return rounds;
  throw new SetupFailure(exitCode.usage, 'That is not understood.', 'Type npm run test:faults -- --rounds 200.');
}
