import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';

const folders = ['electron', 'shared', 'renderer'];

/**
 * @typedef {{rule: string, from: string, to: string}} Violation
 * @typedef {{violations: Violation[], unseen: string[], modules: number}} Findings
 */

/**
 * Holds the sources of a tree to the rules, and counts what was looked at against what lies on disk: a check that
 * sees nothing would find nothing.
 *
 * @param {string} root the tree; paths in the findings are relative to it
 * @param {{forbidden: object[], options: object}} configuration dependency-cruiser's
 * @returns {Promise<Findings>} `unseen`: source files that the check did not look at
 */
export async function checkImports(root, { forbidden, options }) {
  const present = folders.filter((folder) => isFolder(join(root, folder)));
  const { output } = await cruise(present, { ...options, baseDir: root, validate: true, ruleSet: { forbidden } });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered in text: ${output}`);
  const seen = new Set(output.modules.map((module) => module.source));
  const sources = present.flatMap((folder) => sourcesIn(root, folder));
  return {
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    unseen: sources.filter((source) => !seen.has(source)),
    modules: sources.filter((source) => seen.has(source)).length,
  };
}

/** @param {string} path */
function isFolder(path) {
  try {
    return readdirSync(path) !== null;
  } catch {
    return false;
  }
}

/** @param {string} root @param {string} folder @returns {string[]} TypeScript files, with forward slashes */
function sourcesIn(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path))
    .sort();
}
