import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/package.mjs').then(({ packageLayout }) => packageLayout());
