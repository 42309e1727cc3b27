import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/build.mjs').then(({ build }) => build(process.argv.slice(2)));
