/**
 * Makes the pictures of docs/screenshots anew, by hand, over real hosts; look at them before they are committed:
 * `FOOTBRIDGE_CHROMIUM=/usr/bin/chromium node_modules/.bin/node test/browser/screenshots.ts`
 */
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { realMain, serve } from '../headless/command.ts';
import { temporaryFolder } from '../support/engine.ts';
import { ActivityPage } from './activity-page.ts';
import { DirectoryPage } from './directory-page.ts';
import { gatherEditors } from './editors.ts';
import { goTo } from './going.ts';
import { openStage } from './stage.ts';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const viewport = { width: 1280, height: 800 };
const settled = 700;

async function take(activity: ActivityPage, name: string): Promise<void> {
  await activity.page.mouse.move(2, 2);
  await activity.page.waitForTimeout(settled);
  await activity.page.screenshot({ path: `${folder}${name}.png` });
}

/** The demo, once somebody has left and others have come and moved. */
async function takeDemo(browser: Browser): Promise<void> {
  const data = temporaryFolder('screenshots');
  const running = await serve(realMain, ['--data', data, '--demo']);
  try {
    const activity = new ActivityPage(await browser.newPage({ viewport }));
    await activity.open(running.ready.admin);
    await goTo(activity.page, '#/activity?world=sandbox');
    await activity.row('active true → false').first().waitFor({ timeout: 60_000 });
    await activity.page.waitForTimeout(30_000);
    await activity.select('active true → false');
    await activity.steps('Proof').first().waitFor();
    for (const theme of ['Light', 'Dark'] as const) {
      await activity.setTheme(theme);
      await take(activity, `activity-${theme.toLowerCase()}`);
    }
    const directory = new DirectoryPage(activity.page);
    await goTo(activity.page, '#/directory?world=sandbox');
    await directory.show('Left this week');
    await directory.row(/./).first().click();
    await directory.person.getByText('After leaving').waitFor();
    for (const theme of ['Light', 'Dark'] as const) {
      await activity.setTheme(theme);
      await take(activity, `directory-${theme.toLowerCase()}`);
    }
  } finally {
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(data, { recursive: true, force: true });
  }
}

async function takeEmpty(browser: Browser): Promise<void> {
  const data = temporaryFolder('screenshots');
  const running = await serve(realMain, ['--data', data]);
  try {
    const activity = new ActivityPage(await browser.newPage({ viewport }));
    await activity.open(running.ready.admin);
    for (const place of ['activity', 'directory']) {
      await goTo(activity.page, `#/${place}`);
      await take(activity, `${place}-empty`);
    }
  } finally {
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** A group that was emptied at once: twelve people would lose a role. */
async function takeParked(browser: Browser): Promise<void> {
  const { stage, close } = await openStage(await browser.newPage({ viewport }));
  try {
    const { activity, host } = stage;
    const { group, ids } = await gatherEditors(stage);
    await activity.open(host().ready.admin);
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
