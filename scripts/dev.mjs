import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/dev.mjs').then(({ dev }) => dev(process.argv.slice(2)));
