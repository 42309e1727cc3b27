import { bundles, ensureBuilt } from '../setup/bundle.mjs';
import { runMain } from '../setup/failure.mjs';
import { ensureInstalled } from '../setup/install.mjs';
import { projectNode } from '../setup/project-node.mjs';

/** `npm run build`: the user interface, the command and the desktop app into out/, all of them anew. */
export function build() {
  return runMain(async () => {
    await ensureInstalled();
    const node = projectNode();
    for (const bundle of Object.values(bundles)) await ensureBuilt(node, bundle, { always: true });
    return 0;
  });
}
