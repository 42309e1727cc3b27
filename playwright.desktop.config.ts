import { defineConfig } from '@playwright/test';

/** The tests of the desktop app: they start it themselves, in Electron or on the double (test/support/desktop). */
export default defineConfig({
  testDir: 'test/desktop',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/desktop',
  fullyParallel: false,
  workers: 2,
  // A loaded machine is not a fault; what passes only at the second try is named at the end of `npm test`.
  retries: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  projects: [{ name: 'desktop' }],
});
