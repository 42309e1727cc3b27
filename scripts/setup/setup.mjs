import { bundles, ensureBuilt } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';
import { projectNode } from './project-node.mjs';
import { duration, say } from './step.mjs';

/**
 * All that Footbridge needs in order to run from a bare clone: dependencies, Node 24, what is built from our sources.
 *
 * @param {readonly import('./bundle.mjs').Bundle[]} [wanted] what must be built; all of it when nothing is said
 * @returns {Promise<{command: string, flags: readonly string[], version: string}>} the Node to run everything on
 * @throws SetupFailure with a sentence and an exit code
 */
export async function setUp(wanted = Object.values(bundles)) {
  const started = performance.now();
  await ensureInstalled();
  const node = projectNode();
  for (const bundle of wanted) await ensureBuilt(node, bundle);
  say(`Set-up is complete: Node ${node.version} (${duration(performance.now() - started)})`);
  return node;
}
