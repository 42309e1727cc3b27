import { readFileSync } from 'node:fs';
import { ensureChromium } from '../setup/chromium.mjs';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { setUp } from '../setup/setup.mjs';
import { duration, step } from '../setup/step.mjs';
import { mutants } from '../testing/desktop-mutants.mjs';
import { faultsOf, HarmedClone } from '../testing/mutation.mjs';

/**
 * `npm run test:mutants -- …`: plants the known defects of the desktop app one by one, in a copy of this clone, and
 * runs their tests on the double. A defect that no test notices makes it fail. It takes minutes, and is no part of
 * `npm test`.
 *
 * @param {readonly string[]} words only the defects with one of them in their name; all of them when there is none
 */
export function testMutants(words) {
  return runMain(async () => {
    const faults = faultsOf(mutants, (file) => readFileSync(inRoot(file), 'utf8'));
    if (faults.length > 0) throw listFailure(faults.join('\n'));
    const chosen = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
    if (chosen.length === 0) throw listFailure(`No defect has ${words.join(' or ')} in its name.`);
    const node = await setUp();
    process.env.FOOTBRIDGE_CHROMIUM = await ensureChromium(node);
    const clones = [new HarmedClone(node), new HarmedClone(node)];
    // Whoever ends this by hand leaves no copy behind.
    process.once('exit', () => {
      for (const clone of clones) clone.remove();
    });
    const sound = [...new Set(chosen.map(({ test }) => test))];
    const baseline = await step(`The app as it is, on the double: ${sound.length} tests`, () => clones[0].run(sound));
    if (baseline.kind !== 'passed') {
      process.stdout.write(`${baseline.kind === 'failed' ? baseline.first : baseline.output}\n`);
      process.stdout.write('The app as it is fails its own tests: nothing can be learnt from defects.\n');
      return exitCode.unexpected;
    }
    const waiting = [...chosen];
    let survivors = 0;
    const work = async (clone) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (!(await tryMutant(clone, next))) survivors += 1;
      }
    };
    await Promise.all(clones.map(work));
    process.stdout.write(`\n${chosen.length} defects, ${chosen.length - survivors} noticed, ${survivors} not\n`);
    return survivors === 0 ? exitCode.ok : exitCode.unexpected;
  });
}

/** @param {HarmedClone} clone @param {import('../testing/mutation.mjs').Mutant} mutant @returns {Promise<boolean>} noticed */
async function tryMutant(clone, mutant) {
  const started = performance.now();
  const outcome = await clone.outcomeOf(mutant);
  const noticed = outcome.kind === 'failed';
  const said = outcome.kind === 'broken' ? outcome.output : outcome.first;
  const first = said.split('\n').find((line) => line.trim() !== '') ?? '';
  process.stdout.write(
    ` ${noticed ? '✓' : '✗'} ${mutant.name}  ${duration(performance.now() - started)}\n` +
      `     ${noticed ? `${mutant.test} … ${first.slice(0, 140)}` : `${outcome.kind}: ${said.slice(-2_000)}`}\n`,
  );
  return noticed;
}

const listFailure = (message) =>
  new SetupFailure(exitCode.usage, message, 'The list is scripts/testing/desktop-mutants.mjs.');
