import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/package.mjs').then(({ packageProve }) => packageProve(process.argv.slice(2)));
