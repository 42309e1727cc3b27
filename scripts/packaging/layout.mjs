import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '../setup/exit-codes.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { collect } from '../setup/process.mjs';
import { tools } from '../tools.mjs';
import { packageConfiguration } from './configuration.mjs';
import { wantedFuses } from './fuses.mjs';
import { makeStandIn } from './stand-in.mjs';

/**
 * Lays the Linux package out around files that stand in for Electron: no network, and nothing that runs. The bundles must
 * have been built.
 *
 * @param {{command: string, flags: readonly string[]}} node
 * @param {string} folder to lay it out in
 * @returns {Promise<string>} the unpacked package, in that folder
 * @throws SetupFailure with exit code 1 and electron-builder's own words before it
 */
export async function layOut(node, folder) {
  const standIn = mkdtempSync(join(tmpdir(), 'footbridge-no-electron-'));
  try {
    makeStandIn(standIn, wantedFuses(packageConfiguration().electronFuses));
    const chosen = [`-c.electronDist=${standIn}`, `-c.directories.output=${folder}`];
    const parameters = ['--linux', '--dir', `--${process.arch}`, ...chosen];
    const { code, output } = await collect(node.command, [...node.flags, tools.packager, ...parameters], {
      cwd: inRoot(),
      // It would ask the registry whether there is a newer electron-builder.
      env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
    });
    if (code !== 0) {
      process.stderr.write(output);
      throw new SetupFailure(
        exitCode.unexpected,
        'The package could not be laid out; electron-builder’s reason stands above.',
        'Mend what it names and run the same command again.',
      );
    }
  } finally {
    rmSync(standIn, { recursive: true, force: true });
  }
  return join(folder, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
}
