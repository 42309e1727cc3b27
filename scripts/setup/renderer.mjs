import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { exitCode } from './exit-codes.mjs';
import { SetupFailure, writing } from './failure.mjs';
import { inRoot, root } from './places.mjs';
import { collect } from './process.mjs';
import { step } from './step.mjs';

const stamp = inRoot('out', 'renderer-built');
const sources = ['renderer', 'shared', 'vite.config.ts', 'tsconfig.json', 'tsconfig.dom.json', 'package-lock.json'];

/**
 * Builds the user interface into out/renderer when it is absent or older than its sources.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {{always?: boolean}} [options]
 * @throws SetupFailure with exit code 1 (the build failed) or 5 (not writable)
 */
export async function ensureRenderer(node, { always = false } = {}) {
  const identity = sourceIdentity(sources.map((source) => inRoot(source)));
  const built = existsSync(stamp) && readFileSync(stamp, 'utf8') === identity;
  if (!always && built && existsSync(inRoot('out', 'renderer', 'index.html'))) return;
  await step('Building the user interface', async () => {
    writing(root, () => {
      mkdirSync(inRoot('out'), { recursive: true });
      rmSync(stamp, { force: true });
    });
    const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js');
    const result = await collect(node.command, [...node.flags, vite, 'build', '--logLevel', 'warn'], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    if (result.code !== 0) {
      process.stderr.write(result.output);
      throw new SetupFailure(
        exitCode.unexpected,
        'The user interface could not be built; the reason stands above.',
        'In an unchanged clone, delete node_modules and run the same command again; else mend the file it names.',
      );
    }
    writing(root, () => writeFileSync(stamp, identity));
  });
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
