import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/check.mjs').then(({ check }) => check(process.argv.slice(2)));
