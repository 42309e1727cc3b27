import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/package.mjs').then(({ packageApp }) => packageApp(process.argv.slice(2)));
