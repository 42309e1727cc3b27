import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { ensureInstalled } from '../setup/install.mjs';
import { passThrough } from '../setup/process.mjs';
import { projectNode } from '../setup/project-node.mjs';
import { tools } from '../tools.mjs';

/**
 * `npm run <tool> -- …`: one tool of the house on the project's Node, whatever Node npm runs on.
 *
 * @param {readonly string[]} parameters the tool's name (tools.mjs), then its own parameters
 */
export function run([name = '', ...parameters]) {
  return runMain(async () => {
    if (!Object.hasOwn(tools, name)) {
      const known = Object.keys(tools).join(', ');
      throw new SetupFailure(exitCode.usage, `There is no tool “${name}” here.`, `Choose one of: ${known}.`);
    }
    await ensureInstalled();
    const node = projectNode();
    return passThrough(node.command, [...node.flags, tools[name], ...parameters]);
  });
}
