/**
 * Plays the packaged app for the proofs of a package: `node pretend-app.mjs FAULT [archive its checksum] …`. Makes its
 * database and stays, and has the one fault that it is told to have:
 *
 *   none     it is as careful as Footbridge with its fuses set
 *   node     ELECTRON_RUN_AS_NODE makes a Node of it
 *   inspect  --inspect opens a port
 *   dead     it ends at once
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';
import { parseArgs } from 'node:util';

const [fault, ...args] = argv.slice(2);
const options = {
  data: { type: 'string' },
  inspect: { type: 'string' },
  archive: { type: 'string' },
  sum: { type: 'string' },
};
const { values } = parseArgs({ args, options, strict: false });

if (fault === 'dead') exit(0);
if (fault === 'node' && env.ELECTRON_RUN_AS_NODE) spawnSync(execPath, ['-e', args[args.indexOf('-e') + 1]]);
if (fault === 'inspect' && values.inspect) inspector.open(Number(values.inspect.split(':')[1]), '127.0.0.1');
if (values.archive && sumOf(values.archive) !== values.sum) exit(1);

writeFileSync(join(values.data, 'footbridge.db'), '');
setInterval(() => {}, 1000);

function sumOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
