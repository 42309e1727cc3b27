import { test as base, expect } from '@playwright/test';
import { readOnly, type ScriptedEngine } from '../renderer/scripted-engine.ts';
import { ActivityPage } from './activity-page.ts';
import { accessibilityViolations, expectAccessible, type Scene, watchPolicy } from './axe.ts';
import { goTo, overflows } from './going.ts';
import { type PretendHost, startPretendHost } from './pretend-host.ts';

const test = base.extend<{ pretend: PretendHost }>({
  pretend: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const pretend = await startPretendHost({ exchanges: 400, newestAt: Date.now(), pause: 900 });
    await use(pretend);
    await pretend.close();
    expect(refusals()).toEqual([]);
  },
});

// axe says what is wrong and where; a recording of each of its steps takes longer than they do.
test.use({ trace: 'off' });

interface Stage {
  readonly activity: ActivityPage;
  readonly engine: ScriptedEngine;
}

const inspector = '[data-pane=inspector]';

/** Everything that Activity and the frame can look like; one leads on to the next. */
const scenes: readonly Scene<Stage>[] = [
  { name: 'the full list', show: ({ activity }) => activity.row('contradicted').first().waitFor() },
  {
    name: 'the trace of something parked',
    part: inspector,
    async show({ activity }) {
      await activity.select('parked');
      await activity.steps('Parked').getByRole('button', { name: 'Approve' }).click();
    },
  },
  ...(['contradicted', 'proved'] as const).map((state) => ({
    name: `the trace of something ${state}`,
    part: inspector,
    async show({ activity }: Stage) {
      await activity.page.keyboard.press('Escape');
      await activity.select(state);
      await expect(activity.steps('Proof')).toContainText(state, { ignoreCase: true });
    },
  })),
  ...(['Summary', 'Request', 'Changes', 'Raw'] as const).map((tab) => ({
    name: `the tab ${tab}`,
    part: inspector,
    show: ({ activity }: Stage) => activity.showTab(tab),
  })),
  {
    name: 'what needs you',
    part: '[role=dialog]',
    async show({ activity }) {
      await activity.showTab('Trace');
      await activity.needsYou.click();
      await activity.work.waitFor();
    },
  },
  {
    name: 'the keys',
    part: '[role=dialog]',
    async show({ activity: { page } }) {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keys' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'a stretch of time, paused, with new requests waiting',
    part: '[role=toolbar]',
    async show({ activity, engine }) {
      await activity.page.keyboard.press('Escape');
      await activity.pause.click();
      await activity.strip.focus();
      await activity.page.keyboard.press('ArrowLeft');
      engine.arrive(3);
      await activity.newRows.waitFor();
    },
  },
  {
    name: 'nothing that matches',
    part: 'main',
    async show({ activity }) {
      await activity.filterBy('nobody at all');
      await activity.page.getByRole('heading', { name: 'No request matches this filter.' }).waitFor();
    },
  },
  {
    name: 'an error',
    part: '[role=alert]',
    async show({ activity, engine }) {
      engine.failWith(readOnly);
      await activity.filterBy('ada');
      await activity.page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'a lost stream',
    part: 'header',
    async show({ activity, engine }) {
      engine.failWith(null);
      await activity.filterBy('');
      engine.cut();
      await expect(activity.connection).toHaveText(/^Reconnecting/);
    },
  },
];

test('accessible to everybody, in light and in dark: every state of the screen', async ({
  page,
  pretend: { url, engine },
}) => {
  // axe takes its time on a slow machine.
  test.slow();
  const activity = new ActivityPage(page);
  await activity.open(url);
  await expectAccessible(page, { activity, engine }, scenes);
});

test('at 400 % zoom nothing is cut off sideways, and list and trace stay usable', async ({
  page,
  pretend: { url },
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const activity = new ActivityPage(page);
  await activity.open(url);
  await activity.row('proved').first().waitFor();
  expect(await overflows(page)).toBe(false);
  expect(await accessibilityViolations(page)).toEqual([]);
  await activity.select('contradicted');
  await expect(activity.steps('Proof')).toContainText('Contradicted');
  expect(await overflows(page)).toBe(false);
  expect(await accessibilityViolations(page)).toEqual([]);
  await activity.inspector.getByRole('button', { name: 'Close' }).click();
  await expect(activity.grid).toBeVisible();
});

test('an empty world says what it is for and what to do next', async ({ page }) => {
  const pretend = await startPretendHost({ exchanges: 0, newestAt: Date.now(), pause: 1_000, sources: 0 });
  try {
    const activity = new ActivityPage(page);
    await activity.open(pretend.url);
    await expect(page).toHaveTitle('Set-up · Footbridge');
    await goTo(page, '#/activity');
    await expect(page.getByRole('heading', { level: 2 })).toContainText('appears here, with what came of it');
    await expect(page.getByRole('link', { name: 'Connect my identity provider' })).toHaveAttribute(
      'href',
      '#/setup/connect',
    );
    for (const theme of ['Light', 'Dark'] as const) {
      await activity.setTheme(theme);
      expect(await accessibilityViolations(page)).toEqual([]);
    }
    pretend.engine.arrive(1);
    await expect(activity.row(/./)).toHaveCount(1);
  } finally {
    await pretend.close();
  }
});
