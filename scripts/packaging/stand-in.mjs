import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What Electron's executable carries in front of its fuses, so that tools find them. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wireVersion = 1;

const notRunnable = `These files stand in for Electron, so that the contents of the package can be looked at on a machine
without one: which files it has, how large they are, how its fuses stand.

Nothing here is Electron, and nothing here runs. A package that runs is made by: npm run package
`;

/** A program for people who start it all the same; its fuses follow, where a shell no longer reads. */
const program = `#!/bin/sh
echo 'This is no Electron, and Footbridge does not run from here: see NOT-RUNNABLE.txt beside it.' >&2
exit 1
`;

/**
 * Makes a folder that electron-builder takes for an unpacked Electron for Linux. Every fuse in it stands the other way
 * than wanted: one that is right afterwards has been set.
 *
 * @param {string} folder to make
 * @param {Record<string, boolean>} wanted fuses, in the order of the wire
 */
export function makeStandIn(folder, wanted) {
  const wire = Object.values(wanted).map((on) => (on ? '0' : '1'));
  const fuses = Buffer.concat([
    Buffer.from(`\n# ${sentinel}`),
    Buffer.from([wireVersion, wire.length]),
    Buffer.from(`${wire.join('')}\n`),
  ]);
  const { version } = createRequire(import.meta.url)('electron/package.json');
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(program), fuses]), { mode: 0o755 });
  writeFileSync(join(folder, 'NOT-RUNNABLE.txt'), notRunnable);
  writeFileSync(join(folder, 'LICENSE'), 'The place of Electron’s licence.\n');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'The place of Chromium’s licences.\n');
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
}
