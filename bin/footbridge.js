#!/usr/bin/env node
import { refuseOldNode } from '../scripts/setup/refuse-old-node.mjs';

refuseOldNode();
import('../scripts/commands/footbridge.mjs').then(({ footbridge }) => footbridge(process.argv.slice(2)));
