import { z } from 'zod';

// The renderer's Content-Security-Policy forbids eval. A schema tries to compile its parser when it is made, so this
// must be said before the first one: every schema of ours takes its `z` from here.
z.config({ jitless: true });

export { z };
