import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { tools } from '../tools.mjs';
import { exitCode } from './exit-codes.mjs';
import { SetupFailure, writing } from './failure.mjs';
import { inRoot, root } from './places.mjs';
import { collect } from './process.mjs';
import { step } from './step.mjs';
import { inTurn } from './turn.mjs';

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
  if (!always && isBuilt(identity)) return;
  await inTurn(async () => {
    if (!always && isBuilt(identity)) return;
    await step('Building the user interface', () => buildRenderer(node));
    writing(root, () => writeFileSync(stamp, identity));
  });
}

/** @param {string} identity of the sources */
function isBuilt(identity) {
  const built = existsSync(stamp) && readFileSync(stamp, 'utf8') === identity;
  return built && existsSync(inRoot('out', 'renderer', 'index.html'));
}

/** @param {{command: string, flags: readonly string[]}} node */
async function buildRenderer(node) {
  writing(root, () => rmSync(stamp, { force: true }));
  const { code, output } = await collect(node.command, [...node.flags, tools.vite, 'build', '--logLevel', 'warn'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (code === 0) return;
  process.stderr.write(output);
  throw new SetupFailure(
    exitCode.unexpected,
    'The user interface could not be built; the reason stands above.',
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
