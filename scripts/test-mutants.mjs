import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/mutants.mjs').then(({ testMutants }) => testMutants(process.argv.slice(2)));
