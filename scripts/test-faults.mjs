import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/test-faults.mjs').then(({ testFaults }) => testFaults(process.argv.slice(2)));
