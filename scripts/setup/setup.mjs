import { ensureInstalled } from './install.mjs';
import { projectNode } from './project-node.mjs';
import { ensureRenderer } from './renderer.mjs';
import { duration, say } from './step.mjs';

/**
 * All that Footbridge needs in order to run from a bare clone: dependencies, Node 24, the built user interface.
 *
 * @param {{renderer?: boolean}} [wanted] `renderer: false` leaves the user interface unbuilt
 * @returns {Promise<{command: string, flags: readonly string[], version: string}>} the Node to run everything on
 * @throws SetupFailure with a sentence and an exit code
 */
export async function setUp({ renderer = true } = {}) {
  const started = performance.now();
  await ensureInstalled();
  const node = projectNode();
  if (renderer) await ensureRenderer(node);
  say(`Set-up is complete: Node ${node.version} (${duration(performance.now() - started)})`);
  return node;
}
