/**
 * Makes the pictures of docs/screenshots anew, by hand, over real hosts; look at them before they are committed:
 * `FOOTBRIDGE_CHROMIUM=/usr/bin/chromium node_modules/.bin/node test/browser/screenshots.ts`
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { realMain, serve } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ActivityPage } from './activity-page.ts';
import { AppsPage } from './apps-page.ts';
import { DirectoryPage } from './directory-page.ts';
import { gatherEditors } from './editors.ts';
import { goTo } from './going.ts';
import { RehearsePage } from './rehearse-page.ts';
import { SetupPage } from './setup-page.ts';
import { openStage } from './stage.ts';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const viewport = { width: 1280, height: 800 };
const settled = 700;

type Theme = 'Light' | 'Dark';
const bothThemes: readonly Theme[] = ['Light', 'Dark'];

async function take(activity: ActivityPage, name: string): Promise<void> {
  await activity.page.mouse.move(2, 2);
  await activity.page.waitForTimeout(settled);
  await activity.page.screenshot({ path: `${folder}${name}.png` });
}

/** The same in both themes: `name-light`, `name-dark`. */
async function takeBoth(activity: ActivityPage, name: string): Promise<void> {
  for (const theme of bothThemes) {
    await activity.setTheme(theme);
    await take(activity, `${name}-${theme.toLowerCase()}`);
  }
  await activity.setTheme('Light');
}

/** A host on a folder of its own, gone when `shoot` is done. */
async function withHost(
  browser: Browser,
  options: readonly string[],
  shoot: (activity: ActivityPage, end: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const data = temporaryFolder('screenshots');
  const running = await serve(realMain, ['--data', data, ...options]);
  const end = async () => {
    running.child.kill('SIGTERM');
    await running.ended;
  };
  try {
    const activity = new ActivityPage(await browser.newPage({ viewport }));
    await activity.open(running.ready.admin);
    await shoot(activity, end);
    await activity.page.close();
  } finally {
    await end();
    rmSync(data, { recursive: true, force: true });
  }
}

/** The demo, once somebody has left and others have come and moved; in the end its engine is gone. */
const takeDemo = (browser: Browser): Promise<void> =>
  withHost(browser, ['--demo'], async (activity, end) => {
    const { page } = activity;
    await activity.setTheme('Light');
    await goTo(page, '#/activity?world=sandbox');
    await activity.row('active true → false').first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(30_000);
    await activity.select('active true → false');
    await activity.steps('Proof').first().waitFor();
    await takeBoth(activity, 'activity');

    const rehearse = new RehearsePage(page);
    await goTo(page, '#/rehearse?world=sandbox');
    await rehearse.standStill.check();
    await rehearse.runButton.click();
    await rehearse.expectations
      .filter({ hasText: 'cannot use' })
      .filter({ hasText: /met/ })
      .first()
      .waitFor({ timeout: 60_000 });
    await rehearse.people.getByText('works here').nth(4).click();
    await takeBoth(activity, 'rehearse');

    const directory = new DirectoryPage(page);
    await goTo(page, '#/directory?world=sandbox');
    await directory.show('Left this week');
    await directory.row('inactive').first().click();
    await directory.person.getByText('After leaving').waitFor();
    await takeBoth(activity, 'directory');

    await goTo(page, '#/rehearse?world=sandbox');
    await page.getByRole('link', { name: 'Checklist' }).click();
    const setup = new SetupPage(page);
    await setup.checklist.waitFor();
    await take(activity, 'setup-source');
    await setup.understood.waitFor();
    await setup.card.evaluate((card) => card.scrollIntoView());
    await takeBoth(activity, 'setup-dialect');

    const apps = new AppsPage(page);
    await goTo(page, '#/apps?world=sandbox');
    await apps.row('Ticket Desk').waitFor();
    await take(activity, 'apps-list');
    await apps.show('Door Badges');
    await apps.needs.first().waitFor();
    await takeBoth(activity, 'apps');
    await end();
    await page.getByText('Reconnecting').waitFor();
    await apps.row('Team Wiki').click();
    await page.getByRole('alert').waitFor();
    await take(activity, 'apps-error');
  });

const takeEmpty = (browser: Browser): Promise<void> =>
  withHost(browser, [], async (activity) => {
    await activity.setTheme('Light');
    for (const place of ['activity', 'setup']) {
      await goTo(activity.page, `#/${place}`);
      await take(activity, `${place}-empty`);
    }
    await activity.setTheme('Dark');
    await take(activity, 'setup-empty-dark');
    await activity.setTheme('Light');
    const apps = new AppsPage(activity.page);
    await goTo(activity.page, '#/apps/new/sqlite');
    await apps.field('Name of the app').fill('Team Wiki');
    await apps.field('Database file').fill('/srv/wiki/wiki.db');
    await apps.button('Try it').click();
    await apps.tested.waitFor();
    await take(activity, 'apps-form');
  });

/** A group that was emptied at once: twelve people would lose a role. */
async function takeParked(browser: Browser): Promise<void> {
  const { stage, close } = await openStage(await browser.newPage({ viewport }));
  try {
    const { activity, host } = stage;
    const { group, ids } = await gatherEditors(stage);
    await activity.open(host().ready.admin);
    await activity.setTheme('Light');
    await stage.dismiss(group, ids);
    await activity.row('parked').first().waitFor();
    await activity.select('parked');
    await activity.steps('Parked').first().waitFor();
    await take(activity, 'activity-parked');
  } finally {
    await close();
  }
}

mkdirSync(folder, { recursive: true });
const executablePath = process.env.FOOTBRIDGE_CHROMIUM;
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  await takeDemo(browser);
  await takeEmpty(browser);
  await takeParked(browser);
} finally {
  await browser.close();
}
