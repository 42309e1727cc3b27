import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/run.mjs').then(({ run }) => run(process.argv.slice(2)));
