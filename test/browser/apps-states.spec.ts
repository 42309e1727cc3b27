import { test as base, expect } from '@playwright/test';
import { badTest, longNamed, lunch, scriptApps, wiki } from '../renderer/apps-fixtures.ts';
import { readOnly, type ScriptedEngine } from '../renderer/scripted-engine.ts';
import { AppsPage } from './apps-page.ts';
import { accessibilityViolations, expectAccessible, type Scene, watchPolicy } from './axe.ts';
import { goTo, overflows } from './going.ts';
import { type PretendHost, startPretendHost } from './pretend-host.ts';

type Script = ReturnType<typeof scriptApps>;

const test = base.extend<{ pretend: PretendHost; script: Script }>({
  pretend: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const pretend = await startPretendHost({ exchanges: 12, newestAt: Date.now(), pause: 900 });
    await use(pretend);
    await pretend.close();
    expect(refusals()).toEqual([]);
  },
  script: async ({ pretend }, use) => {
    await use(scriptApps(pretend.engine, [wiki, lunch, longNamed]));
  },
});

// axe says what is wrong and where; a recording of each of its steps takes longer than they do.
test.use({ trace: 'off' });

interface Stage {
  readonly apps: AppsPage;
  readonly script: Script;
  readonly engine: ScriptedEngine;
}

const openPart = '[data-app]';

/** Fills the form of an app's delivery with everything that can be in it, not all of it right. */
async function writeWrongDelivery(apps: AppsPage): Promise<void> {
  const form = apps.page.getByRole('form', { name: 'Delivery' });
  await form.getByRole('radio', { name: 'Only in these hours' }).first().check();
  await form.getByLabel('Wait for more, in seconds').fill('61');
  await form.getByLabel('Time zone').fill('Middle Earth');
  await form.getByRole('button', { name: 'Add hours' }).click();
  await form.getByLabel('To').last().fill('late');
  await form.getByRole('radio', { name: 'Only in these hours' }).last().check();
  await form.getByRole('button', { name: 'Save the delivery' }).click();
  await form.getByText('Write a time as HH:MM, from 00:00 to 23:59.').waitFor();
}

/** Everything that Apps can look like; one leads on to the next. */
const scenes: readonly Scene<Stage>[] = [
  { name: 'the list', show: ({ apps }) => apps.row('Team Wiki').waitFor() },
  {
    name: 'accounts, with a decision over them',
    part: openPart,
    async show({ apps }) {
      await apps.show('Team Wiki');
      await apps.needs.getByRole('button', { name: 'Approve' }).click();
      await apps.account('محمد الفاسي').first().waitFor();
    },
  },
  {
    name: 'a delivery that the app contradicts',
    part: openPart,
    async show({ apps }) {
      await apps.showTab('Deliveries');
      await apps.delivery('contradicted').first().click();
      await apps.page.getByRole('region', { name: 'The delivery' }).waitFor();
    },
  },
  {
    name: 'a test that fails, and an app that is to be removed',
    part: openPart,
    async show({ apps, script }) {
      script.tested = badTest;
      await apps.showTab('Connection');
      await apps.button('Test the connection').click();
      await apps.tested.waitFor();
      await apps.button('Remove this app').click();
      await apps.field('Write “Team Wiki” to confirm').fill('Ticket Desk');
    },
  },
  {
    name: 'the delivery of an app, with mistakes in it',
    part: openPart,
    async show({ apps }) {
      await writeWrongDelivery(apps);
    },
  },
  {
    name: 'a pause that is asked for, without a reason',
    part: '[role=dialog]',
    async show({ apps }) {
      await apps.button('Pause delivery…').click();
      await apps.page.getByRole('radio', { name: 'Waits as well' }).check();
      await apps.button('Pause delivery').click();
      await apps.page.getByText(/^Write a reason of 3 characters or more/).waitFor();
    },
  },
  {
    name: 'an app that is paused',
    part: openPart,
    async show({ apps }) {
      await apps.page.getByRole('dialog').getByLabel('Reason').fill('The wiki moves');
      await apps.button('Pause delivery').click();
      await apps.button('Resume delivery').waitFor();
      await apps.showTab('Deliveries');
      await apps.page.getByText('Taking access away waits as well.').waitFor();
    },
  },
  ...(['go on', 'wait'] as const).map((removals) => ({
    name: `all apps paused, removals ${removals}`,
    part: '[data-pane=pause]',
    async show({ apps, engine }: Stage) {
      engine.pauseAll({ since: new Date().toISOString(), removals, reason: 'Our tenant moves. '.repeat(20).trim() });
      await apps.page.locator(`[data-pane=pause][data-removals="${removals}"]`).waitFor();
    },
  })),
  {
    name: 'rules, one of them to be removed, one of a group that is gone',
    part: openPart,
    async show({ apps, engine }) {
      engine.pauseAll(null);
      await apps.button('Pause all apps…').waitFor();
      await apps.showTab('Mapping and rules');
      await apps.page.getByText('a group that is not known any more').waitFor();
      await apps.page.getByRole('button', { name: 'Remove the rule Everybody reads' }).click();
    },
  },
  {
    name: 'a new app, its forms open, to be switched on',
    part: openPart,
    async show({ apps }) {
      await apps.show('Lunch Orders');
      await apps.showTab('Mapping and rules');
      await apps.button('Change the mapping').click();
      await apps.button('Add a rule').click();
      await apps.choice('Who').selectOption('An expression');
      await apps.button('Add this rule').click();
      await apps.turn('On');
      await apps.button('Switch on').waitFor();
    },
  },
  {
    name: 'the kinds of app',
    part: 'main',
    async show({ apps: { page } }) {
      await goTo(page, '#/apps/new');
      await page.getByRole('link', { name: 'Add an app with a CSV file' }).waitFor();
    },
  },
  {
    name: 'a form with mistakes',
    part: 'main',
    async show({ apps }) {
      await goTo(apps.page, '#/apps/new/csv');
      await apps.page.getByRole('checkbox', { name: /export/ }).check();
      await apps.button('Try it').click();
      await apps.page.getByText('3 fields need another look.').waitFor();
    },
  },
  {
    name: 'an error',
    part: '[role=alert]',
    async show({ apps, engine }) {
      engine.failWith(readOnly);
      await goTo(apps.page, '#/apps/app-wiki');
      await apps.page.getByRole('alert').first().waitFor();
    },
  },
];

test('Apps is accessible to everybody, in light and in dark: every state of the screen', async ({
  page,
  pretend: { url, engine },
  script,
}) => {
  // axe takes its time on a slow machine.
  test.slow();
  const apps = new AppsPage(page);
  await apps.open(url);
  await expectAccessible(page, { apps, script, engine }, scenes);
});

test('at 400 % zoom every part of Apps is reached and nothing is cut off sideways', async ({
  page,
  pretend: { url, engine },
  script,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const apps = new AppsPage(page);
  await apps.open(url);
  script.tested = badTest;
  await apps.show('Team Wiki');
  await expect(apps.account('Ada Lovelace').first()).toBeVisible();
  expect(await accessibilityViolations(page, 'main')).toEqual([]);
  const main = () => page.locator('main').evaluate((element) => element.scrollWidth <= element.clientWidth);
  expect(await main()).toBe(true);
  for (const hash of ['connection', 'deliveries', 'rules'].map((tab) => `#/apps/app-long/${tab}`)) {
    await goTo(page, hash);
    await page.getByRole('tabpanel').waitFor();
    expect(await main(), hash).toBe(true);
  }
  await goTo(page, '#/apps/app-wiki/connection');
  await writeWrongDelivery(apps);
  expect(await main(), 'the delivery').toBe(true);
  await apps.button('Pause delivery…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(`${'Wiki'.repeat(60)} moves`);
  await dialog.getByRole('radio', { name: 'Waits as well' }).check();
  expect(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth), 'the dialog').toBe(true);
  await dialog.getByRole('button', { name: 'Pause delivery' }).click();
  await apps.button('Resume delivery').waitFor();
  engine.pauseAll({ since: new Date().toISOString(), removals: 'wait', reason: 'Tenant'.repeat(100) });
  await page.getByRole('button', { name: 'Show all of it' }).click();
  const band = page.locator('[data-pane=pause]');
  expect(await band.evaluate((element) => element.scrollWidth <= element.clientWidth), 'the band').toBe(true);
  await band.getByRole('button', { name: 'Resume all apps' }).click();
  await expect(band).toBeHidden();
  expect(await main(), 'a paused app').toBe(true);
  await goTo(page, '#/apps/new/csv');
  await apps.field('Name of the app').fill('Lunch Orders');
  await apps.field('CSV file').fill('/srv/lunch/users.csv');
  await apps.button('Try it').click();
  await expect(apps.tested).toContainText('There is no folder');
  expect(await accessibilityViolations(page, 'main')).toEqual([]);
  expect(await main()).toBe(true);
  expect(await overflows(page)).toBe(false);
});

test('no app yet: it says what the place is for and what to do', async ({ page, pretend: { url, engine } }) => {
  scriptApps(engine, []);
  const apps = new AppsPage(page);
  await apps.open(url);
  await expect(page.getByRole('heading', { name: /^Apps are where people have accounts/ })).toBeVisible();
  const show = () => apps.place.waitFor();
  await expectAccessible(page, apps, [{ name: 'no app', part: 'main', show }]);
  await page.getByRole('link', { name: 'Add an app' }).click();
  await page.getByRole('link', { name: 'Add an app on a SQLite file' }).click();
  await apps.field('Name of the app').fill('Team Wiki');
  await page.getByRole('link', { name: 'Another kind of app' }).click();
  await page.getByRole('link', { name: 'Add an app on a SQLite file' }).click();
  await expect(apps.field('Name of the app')).toHaveValue('Team Wiki');
});

test('what changes is shown where it stands; rows that come wait while somebody reads', async ({
  page,
  pretend: { url, engine },
  script: _,
}) => {
  const apps = new AppsPage(page);
  await apps.open(url);
  await apps.row('Team Wiki').hover();
  await expect(apps.row('Lunch Orders')).toContainText('Observing');
  scriptApps(engine, [{ ...lunch, id: 'app-desk', name: 'Ticket Desk' }, { ...wiki, needsYou: 7 }, lunch]);
  engine.tell('configuration');
  await expect(apps.row('Team Wiki')).toContainText('7');
  await expect(page.getByRole('button', { name: /show what changed/ })).toBeVisible();
  await expect(apps.row('Ticket Desk')).toHaveCount(0);
  await page.mouse.move(2, 2);
  await expect(apps.row('Ticket Desk')).toBeVisible();
});

test('an app that is not there says so, and leads back', async ({ page, pretend: { url }, script: _ }) => {
  const apps = new AppsPage(page);
  await apps.open(url);
  await apps.row('Team Wiki').waitFor();
  await goTo(page, '#/apps/app-gone');
  await expect(page.getByRole('alert')).toContainText('There is no app of this id.');
  await page.getByRole('button', { name: 'Close (Esc)' }).click();
  await expect(apps.list).toBeFocused();
});

test('F6 passes through every pane of an app and comes round', async ({ page, pretend: { url }, script: _ }) => {
  const apps = new AppsPage(page);
  await apps.open(url);
  await apps.show('Team Wiki');
  await apps.account('Ada Lovelace').first().waitFor();
  await apps.list.focus();
  const panes: (string | null)[] = [];
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press('F6');
    const pane = () => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane') ?? null;
    panes.push(await page.evaluate(pane));
  }
  expect(panes).toEqual(['app', 'accounts', 'rail', 'bar', 'list']);
});
