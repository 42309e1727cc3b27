import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { bundles } from '../setup/bundle.mjs';
import { inRoot, root } from '../setup/places.mjs';
import { collect } from '../setup/process.mjs';
import { tools } from '../tools.mjs';

/** @typedef {import('./desktop-mutants.mjs').Mutant} Mutant */
/** @typedef {{kind: 'passed' | 'failed', first: string} | {kind: 'broken', output: string}} Outcome `first`: the first failure */

/** Of the clone: what is no source and nothing that is run. */
const leftOut = new Set(['node_modules', '.git', 'out', 'test-results', 'coverage', 'dist']);
/** Of what is built: all that the desktop app runs. */
const built = ['renderer', 'desktop'];

/** A test that hangs on a defect is over after so many milliseconds. */
const testTimeout = 45_000;

/** A copy of this clone in which the app can be harmed. */
export class HarmedClone {
  /** @param {{command: string, flags: readonly string[]}} node */
  constructor(node) {
    this.node = node;
    this.folder = mkdtempSync(join(tmpdir(), 'footbridge-mutants-'));
    cpSync(root, this.folder, { recursive: true, filter: (path) => !leftOut.has(relative(root, path)) });
    this.#copyBuilt();
    symlinkSync(inRoot('node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  /** What the harmed sources are built into comes back as the sound ones were built. */
  #copyBuilt() {
    rmSync(join(this.folder, 'out'), { recursive: true, force: true });
    for (const name of built) cpSync(inRoot('out', name), join(this.folder, 'out', name), { recursive: true });
  }

  /**
   * Harms the clone, runs the mutant's tests, mends it.
   *
   * @param {Mutant} mutant
   * @returns {Promise<Outcome>}
   */
  async outcomeOf({ file, find, replace, test }) {
    const path = join(this.folder, file);
    const sound = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      sound.replace(find, () => replace),
    );
    const stale = staleBundles(file);
    try {
      for (const bundle of stale) {
        const { code, output } = await this.#run([tools.vite, 'build', ...bundle.parameters, '--logLevel', 'warn']);
        if (code !== 0) return { kind: 'broken', output };
      }
      return await this.run([test]);
    } finally {
      writeFileSync(path, sound);
      if (stale.length > 0) this.#copyBuilt();
    }
  }

  /**
   * Runs tests of the desktop app, up to the first failure.
   *
   * @param {readonly string[]} titles parts of their titles
   * @returns {Promise<Outcome>}
   */
  async run(titles) {
    const report = join(this.folder, 'report.json');
    rmSync(report, { force: true });
    const chosen = titles.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    const { output } = await this.#run(
      [
        tools.playwright,
        'test',
        '--config=playwright.desktop.config.ts',
        '--reporter=json',
        '--max-failures=1',
        '--retries=0',
      ].concat([`--grep=${chosen}`, `--timeout=${testTimeout}`, titles.length > 1 ? '--workers=2' : '--workers=1']),
      {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        // There is no such program, and none is required: on the double the sources are run as they stand.
        FOOTBRIDGE_ELECTRON: join(this.folder, 'none'),
        FOOTBRIDGE_REQUIRE_ELECTRON: '',
      },
    );
    if (!existsSync(report)) return { kind: 'broken', output };
    return outcomeIn(JSON.parse(readFileSync(report, 'utf8')), titles.length, output);
  }

  /** @param {readonly string[]} parameters @param {Record<string, string>} [environment] */
  #run(parameters, environment = {}) {
    return collect(this.node.command, [...this.node.flags, ...parameters], {
      cwd: this.folder,
      env: { ...process.env, NODE_ENV: 'production', ...environment },
    });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param {string} file that was harmed; main and engine are run as their sources stand, on the double */
function staleBundles(file) {
  if (file.startsWith('renderer/')) return [bundles.screens];
  return file.startsWith('electron/preload/') ? [bundles.desktop] : [];
}

/**
 * @param {any} report Playwright's JSON report
 * @param {number} least so many tests must have been found
 * @param {string} output what the run said, for when the report says nothing
 * @returns {Outcome}
 */
export function outcomeIn(report, least, output) {
  const found = testsIn(report.suites ?? []);
  const failed = found.find(({ status }) => status === 'unexpected');
  if (failed) return { kind: 'failed', first: failed.error };
  const passed = found.filter(({ status }) => status === 'expected');
  if (passed.length < least || report.errors?.length > 0) return { kind: 'broken', output };
  return { kind: 'passed', first: '' };
}

/** @param {any[]} suites @returns {{status: string, error: string}[]} */
function testsIn(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.flatMap(({ tests }) =>
      tests.map(({ status, results }) => ({
        status,
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal.
        error: (results.at(-1)?.error?.message ?? '').replace(/\u001b\[\d+m/g, ''),
      })),
    ),
    ...testsIn(inner),
  ]);
}

/**
 * What is wrong with a list of mutants, besides what they are for.
 *
 * @param {readonly Mutant[]} mutants
 * @param {(file: string) => string} textOf
 * @returns {string[]} sentences
 */
export function faultsOf(mutants, textOf) {
  const names = mutants.map(({ name }) => name);
  return mutants.flatMap(({ name, file, find, replace }, index) => {
    const times = textOf(file).split(find).length - 1;
    return [
      ...(times === 1 ? [] : [`“${name}”: what it replaces stands ${times} times in ${basename(file)}, not once.`]),
      ...(find === replace ? [`“${name}” changes nothing.`] : []),
      ...(names.indexOf(name) === index ? [] : [`There are two called “${name}”.`]),
    ];
  });
}
