import { defineConfig } from '@playwright/test';

/** Set by `npm test`, which looks for a Chromium; absent, Playwright takes its own. */
const chromium = process.env.FOOTBRIDGE_CHROMIUM;

export default defineConfig({
  testDir: 'test/browser',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Each test has its own host and its own page; half of their time is the product's and the company's own pace, so that
  // three fill a machine of two cores.
  fullyParallel: true,
  workers: 3,
  // A loaded machine is not a fault; what passes only at the second try is named at the end of `npm test`.
  retries: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    // A recording of every step takes a quarter of the processor; `--trace retain-on-failure` makes one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      // No traffic of the browser's own: the tests hold on a machine without a network.
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-gpu',
        '--disable-quic',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
