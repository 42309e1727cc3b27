import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { tools } from '../tools.mjs';
import { exitCode } from './exit-codes.mjs';
import { SetupFailure, writing } from './failure.mjs';
import { inRoot, root } from './places.mjs';
import { collect } from './process.mjs';
import { step } from './step.mjs';
import { inTurn } from './turn.mjs';

/**
 * Something that Vite builds into out/ from sources of ours.
 *
 * @typedef {object} Bundle
 * @property {string} name of its folder in out/, and of its stamp there
 * @property {string} title what is built, as the middle of a sentence
 * @property {readonly string[]} parameters of `vite build`
 * @property {readonly string[]} sources files and folders; a change in one of them makes it stale
 * @property {readonly string[]} results files that are there once it is built
 */

const everyBundle = ['shared', 'tsconfig.json', 'package-lock.json'];

/** @satisfies {Record<string, Bundle>} */
export const bundles = Object.freeze({
  /** What every host shows. */
  screens: {
    name: 'renderer',
    title: 'the user interface',
    parameters: [],
    sources: [...everyBundle, 'renderer', 'vite.config.ts', 'tsconfig.dom.json'],
    results: ['out/renderer/index.html'],
  },
  /** What the command runs. */
  headless: {
    name: 'headless',
    title: 'the command',
    parameters: ['--app', '--config', 'vite.headless.config.ts'],
    sources: [...everyBundle, 'electron/headless', 'electron/host', 'electron/engine', 'vite.headless.config.ts'],
    results: ['out/headless/main.js', 'out/headless/worker.js'],
  },
  /** What the desktop host runs. */
  desktop: {
    name: 'desktop',
    title: 'the desktop app',
    parameters: ['--app', '--config', 'vite.desktop.config.ts'],
    sources: [
      ...everyBundle,
      'electron/main',
      'electron/preload',
      'electron/host',
      'electron/engine',
      'vite.desktop.config.ts',
      'vite.headless.config.ts',
    ],
    results: ['out/desktop/main.js', 'out/desktop/worker.js', 'out/desktop/preload.cjs'],
  },
});

/**
 * Builds a bundle when it is absent or older than its sources.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {Bundle} bundle
 * @param {{always?: boolean}} [options]
 * @throws SetupFailure with exit code 1 (the build failed) or 5 (not writable)
 */
export async function ensureBuilt(node, bundle, { always = false } = {}) {
  const identity = identityOf(bundle);
  if (!always && isBuilt(bundle, identity)) return;
  await inTurn(async () => {
    if (!always && isBuilt(bundle, identity)) return;
    await step(`Building ${bundle.title}`, () => build(node, bundle));
    writing(root, () => writeFileSync(stampOf(bundle), identity));
  });
}

/** @param {Bundle} bundle */
const identityOf = ({ sources }) => sourceIdentity(sources.map((source) => inRoot(source)));

/**
 * The program of the command: the bundle where it was made of the sources that are here, else the sources themselves,
 * which do the same and take twice as long to start.
 */
export const headlessProgram = () =>
  isBuilt(bundles.headless, identityOf(bundles.headless))
    ? inRoot('out', 'headless', 'main.js')
    : inRoot('electron', 'headless', 'main.ts');

/** @param {Bundle} bundle */
const stampOf = ({ name }) => inRoot('out', `${name}-built`);

/** @param {Bundle} bundle @param {string} identity of the sources */
function isBuilt(bundle, identity) {
  const stamp = stampOf(bundle);
  const built = existsSync(stamp) && readFileSync(stamp, 'utf8') === identity;
  return built && bundle.results.every((result) => existsSync(inRoot(result)));
}

/**
 * Builds beside what is there, and puts it in its place when it is whole: what runs on the former one, or begins
 * meanwhile, finds a folder that is complete; and when it cannot be built the former one stays.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {Bundle} bundle
 */
async function build(node, bundle) {
  const folder = inRoot('out', bundle.name);
  // As deep as the folder itself, since source maps name sources from there. A build that was killed may have left both.
  const [next, former] = [`${folder}.new`, `${folder}.old`];
  const clear = () => {
    for (const left of [next, former]) rmSync(left, { recursive: true, force: true });
  };
  writing(root, clear);
  const parameters = [...node.flags, tools.vite, 'build', ...bundle.parameters, '--outDir', next, '--logLevel', 'warn'];
  const { code, output } = await collect(node.command, parameters, {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (code === 0) {
    return writing(root, () => {
      rmSync(stampOf(bundle), { force: true });
      if (existsSync(folder)) renameSync(folder, former);
      renameSync(next, folder);
      clear();
    });
  }
  writing(root, clear);
  process.stderr.write(output);
  throw new SetupFailure(
    exitCode.unexpected,
    `It was not possible to build ${bundle.title}; the reason stands above.`,
    'In an unchanged clone, delete node_modules and run the same command again; else mend the file it names.',
  );
}

/** @param {readonly string[]} paths files and folders @returns {string} changes with any name or content in them */
export function sourceIdentity(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesOf(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return entries
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]));
}
