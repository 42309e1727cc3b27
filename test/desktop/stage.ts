import { rm } from 'node:fs/promises';
import { test as base, expect, type Page } from '@playwright/test';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { ActivityPage } from '../browser/activity-page.ts';
import { goTo } from '../browser/going.ts';
import { watchComplaints } from '../support/desktop/complaints.ts';
import type { Desktop, LaunchOptions, Runtime } from '../support/desktop/driver.ts';
import { openRuntime } from '../support/desktop/runtime.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Company, openCompany } from './company.ts';

/** The app, running, with its data folder and what a test looks at. */
export interface Stage {
  readonly desktop: Desktop;
  readonly data: string;
  /** Speaks the contract as the command line does, over the socket in the data folder. */
  readonly client: Client;
  /** The window's page as it is now. */
  page(): Promise<Page>;
  /** Activity in the window's page as it is now, once it stands; its list takes in what comes. */
  activity(): Promise<ActivityPage>;
  /** What the page or the log says against anything in this test, one line each. */
  complaints(): Promise<readonly string[]>;
  /** What this test makes the page or the log say; anything else that is said is a fault. */
  expectComplaint(...patterns: readonly RegExp[]): void;
  /** Throws when something was said, blocked or violated that the test did not expect; then begins anew. */
  assertNoOtherComplaint(): Promise<void>;
}

/** An app that is connected to an identity provider and has Team Wiki to provision. */
export interface CompanyStage extends Stage, Company {}

export type Launch = (options?: Partial<LaunchOptions>) => Promise<Stage>;

async function openStage(runtime: Runtime, options: LaunchOptions): Promise<Stage> {
  const desktop = await runtime.launch(options);
  const complaints = watchComplaints(desktop, desktop);
  let expected: RegExp[] = [];
  const client = createClient(createSocketTransport(socketOf(options.data), 'live'));
  await until('the app answers on the socket in its folder', () => client.call('status.get', {}));
  const page = async () => {
    const found = await desktop.page();
    complaints.watch(found);
    return found;
  };
  return {
    desktop,
    data: options.data,
    client,
    page,
    async activity() {
      const activity = new ActivityPage(await page());
      await activity.health.waitFor();
      await goTo(activity.page, '#/activity?world=live');
      await expect(activity.page.getByRole('link', { name: 'Activity' })).toHaveAttribute('aria-current', 'page');
      // A list that is read does not move; while nothing was ever asked there is none.
      const { items } = await client.call('exchange.list', { limit: 1 });
      if (items.length > 0) await activity.stopReading();
      return activity;
    },
    complaints: complaints.all,
    expectComplaint: (...patterns) => void expected.push(...patterns),
    async assertNoOtherComplaint() {
      const all = await complaints.all();
      await complaints.forget();
      const patterns = expected;
      expected = [];
      expect(all.filter((line) => !patterns.some((pattern) => pattern.test(line)))).toEqual([]);
    },
  };
}

interface WorkerFixtures {
  /** What the tests run on: one for all tests of a worker. */
  readonly runtime: Runtime;
  /** One app with a company in it, for the tests that leave it as they found it. */
  readonly lasting: CompanyStage;
}

interface TestFixtures {
  /** Starts the app, on a folder of its own unless one is named; it is stopped after the test. */
  readonly launch: Launch;
  /** A folder that is removed after the test. */
  readonly folder: string;
  /** The lasting app, looked at for complaints after this test. */
  readonly stage: CompanyStage;
}

/** Everything must have ended without a fault when the test is over. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  runtime: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it that this needs no other fixture.
    async ({}, use) => {
      const runtime = await openRuntime();
      await use(runtime);
      await runtime.close();
    },
    { scope: 'worker' },
  ],
  lasting: [
    async ({ runtime }, use) => {
      const data = temporaryFolder('desktop');
      const stage = await openStage(runtime, { data });
      const company = await openCompany(stage.client, data);
      await use({ ...stage, ...company });
      company.close();
      await stage.desktop.stop();
      await rm(data, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  stage: async ({ lasting }, use) => {
    await use(lasting);
    await lasting.assertNoOtherComplaint();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it that this needs no other fixture.
  folder: async ({}, use) => {
    const folder = temporaryFolder('desktop');
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  launch: async ({ runtime, folder }, use) => {
    const stages: Stage[] = [];
    try {
      await use(async (options = {}) => {
        const stage = await openStage(runtime, { data: folder, ...options });
        stages.push(stage);
        return stage;
      });
      for (const stage of stages) await stage.assertNoOtherComplaint();
    } finally {
      for (const { desktop } of stages) await desktop.stop();
    }
  },
});

export { expect } from '@playwright/test';
