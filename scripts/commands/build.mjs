import { runMain } from '../setup/failure.mjs';
import { ensureInstalled } from '../setup/install.mjs';
import { projectNode } from '../setup/project-node.mjs';
import { ensureRenderer } from '../setup/renderer.mjs';

/** `npm run build`: the user interface, anew, into out/renderer. */
export function build() {
  return runMain(async () => {
    await ensureInstalled();
    await ensureRenderer(projectNode(), { always: true });
    return 0;
  });
}
