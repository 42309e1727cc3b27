import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/start.mjs').then(({ start }) => start(process.argv.slice(2)));
