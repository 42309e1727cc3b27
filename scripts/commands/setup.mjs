import { ensureChromium } from '../setup/chromium.mjs';
import { runMain } from '../setup/failure.mjs';
import { setUp } from '../setup/setup.mjs';
import { say } from '../setup/step.mjs';

/** `npm run setup`: everything that `npm start` and `npm test` would bring, now. */
export function setup() {
  return runMain(async () => {
    say(`Browser for the tests: ${await ensureChromium(await setUp())}`);
    return 0;
  });
}
