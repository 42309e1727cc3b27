import { refuseOldNode } from './setup/refuse-old-node.mjs';

refuseOldNode();
import('./commands/test-nightly.mjs').then(({ testNightly }) => testNightly(process.argv.slice(2)));
