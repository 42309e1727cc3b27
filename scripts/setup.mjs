import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/setup.mjs').then(({ setup }) => setup());
