import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/test.mjs').then(({ test }) => test(process.argv.slice(2)));
