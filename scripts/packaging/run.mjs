import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { argv, platform } from 'node:process';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { projectNode } from '../setup/project-node.mjs';
import { say, step } from '../setup/step.mjs';
import { packageConfiguration } from './configuration.mjs';
import { packagedApp, wantedFuses } from './fuses.mjs';
import { layOut } from './layout.mjs';
import * as proofs from './proofs.mjs';

// `npm run package:layout` and `npm run package:prove` run this on the project's Node: the name of the work, a folder.
const [name, folder = ''] = argv.slice(2);
const work = { layout: layOutIn, prove: proveIn };

runMain(() => {
  if (Object.hasOwn(work, name ?? '') && folder !== '') return work[name](folder);
  throw wrong('Which package is meant was not said.');
});

/** @param {string} message what is wrong, as a sentence */
function wrong(message) {
  return new SetupFailure(
    exitCode.usage,
    message,
    'Name the unpacked package, such as npm run package:prove -- out/package/linux-unpacked',
  );
}

/** @param {string} output */
async function layOutIn(output) {
  const unpacked = await step('Laying out the package around a stand-in for Electron', () =>
    layOut(projectNode(), output),
  );
  say(`It lies in ${unpacked} and does not run: it holds no Electron.`);
  return exitCode.ok;
}

/** @param {string} unpacked a package with the real Electron, as `npm run package -- --dir` leaves it */
async function proveIn(unpacked) {
  if (!existsSync(packagedApp(unpacked, platform))) throw wrong(`There is no packaged app in ${unpacked}.`);
  const bundle = packagedApp(realpathSync(unpacked), platform);
  const app = { command: platform === 'darwin' ? join(bundle, 'Contents', 'MacOS', 'Footbridge') : bundle };
  const resources = platform === 'darwin' ? join(bundle, 'Contents', 'Resources') : join(bundle, '..', 'resources');
  const wanted = wantedFuses(packageConfiguration().electronFuses);
  const asked = [
    ['it starts, and its engine makes a database', () => proofs.proveThatItRuns(app)],
    ['every fuse stands as electron-builder.yml has it', () => proofs.proveFuses(bundle, wanted)],
    ['ELECTRON_RUN_AS_NODE makes no Node of it', () => proofs.proveThatItIsNoNode(app)],
    ['NODE_OPTIONS brings no code into it', () => proofs.proveThatNodeOptionsAreIgnored(app)],
    ['--inspect opens no port', () => proofs.proveThatNothingInspects(app)],
    // Electron checks its archive on macOS and Windows only.
    ...(platform === 'linux'
      ? []
      : [
          [
            'a changed byte keeps it from starting',
            () => proofs.proveThatTamperingIsNoticed(app, join(resources, 'app.asar')),
          ],
        ]),
  ];
  let failed = 0;
  for (const [title, prove] of asked) {
    const wrong = await prove();
    if (wrong !== null) failed += 1;
    say(wrong === null ? ` ✓ ${title}` : ` ✗ ${title}: ${wrong}`);
  }
  return failed === 0 ? exitCode.ok : exitCode.unexpected;
}
