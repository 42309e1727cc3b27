import { existsSync } from 'node:fs';
import { headlessProgram } from '../setup/bundle.mjs';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { passThrough } from '../setup/process.mjs';
import { projectNode } from '../setup/project-node.mjs';

/**
 * The `footbridge` command: runs the headless host on the Node that came with the project.
 *
 * @param {readonly string[]} parameters
 */
export function footbridge(parameters) {
  return runMain(async () => {
    if (!existsSync(inRoot('node_modules', 'better-sqlite3', 'package.json'))) {
      throw new SetupFailure(
        exitCode.installFailed,
        'Footbridge is not set up in this clone yet.',
        `Run npm run setup in ${inRoot()} once, then the same command again.`,
      );
    }
    const node = projectNode();
    return passThrough(node.command, [...node.flags, headlessProgram(), ...parameters]);
  });
}
