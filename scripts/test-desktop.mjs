import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/test-desktop.mjs').then(({ testDesktop }) => testDesktop(process.argv.slice(2)));
