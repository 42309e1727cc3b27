import { renameSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { until } from '../support/engine-until.ts';
import { AppsPage } from './apps-page.ts';
import { goTo, tabTo } from './going.ts';
import { expect, type Stage, test } from './stage.ts';

const settling = { timeout: 30_000 };
const grace = 'grace@contoso.test';
const ada = 'ada@contoso.test';

const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name, exact: true });
const bandOf = (page: Page) => page.getByRole('region', { name: 'Delivery is paused' });

/** Somebody who has an account in Team Wiki. @returns the SCIM id */
async function hireAda(stage: Stage): Promise<string> {
  const id = await stage.hire(ada, 'Marketing', { displayName: 'Ada Lovelace' });
  // Nothing of hers is under way any more.
  await until('Ada is in', async () => (await stage.host().client.call('status.get', {})).outstanding === 0);
  return id;
}

test('while an app is paused a leaver is disabled and a joiner waits; resuming delivers', async ({ stage, page }) => {
  const apps = new AppsPage(page);
  const leaver = await hireAda(stage);
  await apps.open(stage.host().ready.admin);
  await apps.show('Team Wiki');
  await apps.button('Pause delivery…').click();
  const dialog = dialogOf(page, 'Pause delivery to Team Wiki');
  await expect(dialog).toContainText('Nothing is created or changed in Team Wiki until you resume');
  await expect(dialog.getByRole('radio', { name: /^Goes on/ })).toBeChecked();
  await dialog.getByLabel('Reason').fill('ok');
  await dialog.getByRole('button', { name: 'Pause delivery' }).click();
  await expect(dialog.getByLabel('Reason')).toHaveAccessibleDescription(/3 characters or more/);
  await dialog.getByLabel('Reason').fill('The wiki moves to another disk');
  await dialog.getByRole('button', { name: 'Pause delivery' }).click();
  await expect(dialog).toBeHidden();

  const app = apps.app('Team Wiki');
  await expect(app).toContainText(/Paused since .*: only access is taken away\. The wiki moves to another disk\./);
  await expect(apps.row('Team Wiki')).toContainText('Paused since');
  await expect(apps.button('Pause delivery…')).toHaveCount(0);
  await stage.hire(grace, 'Sales', { displayName: 'Grace Hopper' });
  await stage.disable(leaver);
  await until('Ada is out', () => stage.wiki.account(ada)?.enabled === false);
  await expect(apps.account('Ada Lovelace')).toContainText('disabled', settling);
  await expect(apps.account('Grace Hopper')).toContainText('pending');
  expect(stage.wiki.account(grace)).toBeUndefined();
  await apps.showTab('Deliveries');
  await expect(page.getByRole('tabpanel')).toContainText('paused');
  await expect(page.getByRole('tabpanel')).toContainText('1 delivery waits.');
  await expect(page.getByRole('tabpanel')).toContainText('Taking access away goes on.');

  await apps.button('Resume delivery').click();
  await expect(apps.button('Pause delivery…')).toBeFocused();
  await until('Grace is in', () => stage.wiki.account(grace)?.enabled);
  await expect(app).toContainText('On: everything is as wanted', settling);
});

test('by keyboard alone: all apps are paused with removals waiting, which is said on every screen, and resumed', async ({
  stage,
  page,
}) => {
  const { keyboard } = page;
  const leaver = await hireAda(stage);
  await page.goto(stage.host().ready.admin);
  const pause = page.getByRole('button', { name: 'Pause all apps…' });
  await tabTo(page, pause);
  await keyboard.press('Enter');
  const dialog = dialogOf(page, 'Pause delivery to all apps');
  await expect(dialog.getByRole('radio', { name: /^Goes on/ })).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(dialog).toContainText('Whoever leaves keeps access to every app until you resume.');
  await keyboard.press('Tab');
  await keyboard.type('Our tenant ');
  // Esc leaves the dialog and nothing else, and what was written is there again.
  await keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(pause).toBeFocused();
  await keyboard.press('Enter');
  await expect(dialog.getByRole('radio', { name: /^Waits/ })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.press('End');
  await keyboard.type('is migrated');
  await keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  const band = bandOf(page);
  await expect(band).toContainText(/Delivery to all apps is paused since .*: nothing is delivered, not even/);
  await expect(band).toContainText('Reason: Our tenant is migrated');
  const resume = band.getByRole('button', { name: 'Resume all apps' });
  await expect(resume).toBeFocused();
  await stage.disable(leaver);
  await expect(page.getByRole('status', { name: 'Health' })).toContainText('access that should be gone', settling);
  expect(stage.wiki.account(ada)).toMatchObject({ enabled: true });
  for (const number of [1, 3, 4, 6]) {
    await keyboard.press(`Control+${number}`);
    await expect(band).toBeVisible();
  }
  await stage.restart();
  await page.goto(stage.host().ready.admin);
  await expect(band).toBeVisible();
  await tabTo(page, resume);
  await keyboard.press('Enter');
  await expect(band).toBeHidden();
  await expect(page.locator('main')).toBeFocused();
  await until('Ada is out', () => stage.wiki.account(ada)?.enabled === false);
});

test('an app whose file is gone is said to be unreachable with what waits, and is back after “Try again”', async ({
  stage,
  page,
}) => {
  const apps = new AppsPage(page);
  const leaver = await hireAda(stage);
  const away = `${stage.wiki.file}.away`;
  renameSync(stage.wiki.file, away);
  await stage.disable(leaver);
  for (let n = 0; n < 6; n += 1) await stage.hire(`new.${n}@contoso.test`, 'Sales');
  await apps.open(stage.host().ready.admin);
  await expect(apps.row('Team Wiki')).toContainText('Cannot be reached: ', settling);
  await apps.show('Team Wiki');
  await expect(apps.needs).toContainText('Team Wiki cannot be reached: ');
  await expect(apps.needs).toContainText('7 wait; 1 of them has access that should be gone.');
  await apps.showTab('Deliveries');
  await expect(page.getByRole('tabpanel')).toContainText('cannot be reached');
  await expect(page.getByRole('tabpanel')).toContainText('Taking access away waits as well.');

  await goTo(page, '#/activity');
  await page.getByRole('button', { name: 'Needs you: 1' }).click();
  const work = page.getByRole('dialog', { name: 'What needs you' });
  await expect(work).toContainText('7 wait; 1 of them has access that should be gone.');
  renameSync(away, stage.wiki.file);
  await work.getByRole('button', { name: 'Try again' }).click();
  await work.getByRole('textbox').fill('The disk is back');
  await work.getByRole('button', { name: 'Try again' }).click();
  await expect(work).toContainText('Nothing needs you');
  await until('Ada is out', () => stage.wiki.account(ada)?.enabled === false);
  await until('they are in', () => stage.wiki.account('new.5@contoso.test')?.enabled);
  await page.keyboard.press('Escape');
  await apps.place.click();
  await expect(apps.row('Team Wiki')).toContainText('On: everything is as wanted', settling);
});

test('the delivery of an app is set by keyboard alone, with mistakes said at their fields', async ({ stage, page }) => {
  const apps = new AppsPage(page);
  const { keyboard } = page;
  await apps.open(stage.host().ready.admin);
  await apps.show('Team Wiki');
  await apps.showTab('Connection');
  const delivery = page.getByRole('form', { name: 'Delivery' });
  const write = async (label: string | RegExp, text: string) => {
    await tabTo(page, delivery.getByLabel(label));
    await keyboard.press('Control+a');
    await keyboard.type(text);
  };
  await write('Wait for more, in seconds', '61');
  await write(/^Operations per second/, '2,5');
  await keyboard.press('Tab');
  await keyboard.press('ArrowDown');
  await write('Time zone', 'Europe/Wien');
  await keyboard.press('Escape');
  await keyboard.press('Enter');
  await expect(delivery.getByLabel('Wait for more, in seconds')).toBeFocused();
  await expect(delivery.getByLabel('Wait for more, in seconds')).toHaveAccessibleDescription(/from 0 to 60/);
  await expect(delivery.getByLabel('Time zone')).toHaveAccessibleDescription(/such as Europe\/Vienna/);
  await keyboard.press('Control+a');
  await keyboard.type('5');
  // What is still wrong elsewhere does not take the focus from where somebody writes.
  await expect(delivery.getByLabel('Wait for more, in seconds')).toBeFocused();
  await write('Time zone', 'europe/vienna');
  await keyboard.press('Escape');
  await tabTo(page, delivery.getByRole('button', { name: 'Add hours' }));
  await keyboard.press('Enter');
  await expect(delivery.getByRole('checkbox', { name: 'Monday' }).last()).toBeFocused();
  const second = delivery.getByRole('group', { name: 'Hours 2' });
  await tabTo(page, second.getByRole('checkbox', { name: 'Saturday' }));
  await keyboard.press('Space');
  await tabTo(page, second.getByLabel('From'));
  await keyboard.press('Control+a');
  await keyboard.type('22');
  await tabTo(page, second.getByLabel('To'));
  await keyboard.press('Control+a');
  await keyboard.type('4');
  await expect(second.getByLabel('To')).toHaveAccessibleDescription('They end on the next day.');
  await tabTo(page, delivery.getByRole('radio', { name: 'At once, at any hour' }));
  await keyboard.press('ArrowDown');
  await expect(delivery).toContainText('Whoever leaves outside these hours keeps access to Team Wiki');
  await expect(delivery).toContainText('Not saved yet.');
  await keyboard.press('Escape');
  await expect(delivery).toContainText('What you wrote is not saved yet');
  await tabTo(page, delivery.getByRole('button', { name: 'Save the delivery' }));
  await keyboard.press('Enter');
  await expect(delivery).toContainText('Saved.');
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
  const saved = async () => (await stage.host().client.call('app.get', { id: stage.app.id })).delivery;
  expect(await saved()).toEqual({
    debounceSeconds: 5,
    concurrency: 4,
    perSecond: 2.5,
    schedule: {
      timeZone: 'Europe/Vienna',
      windows: [
        { days: weekdays, from: '08:00', to: '18:00' },
        { days: ['sat'], from: '22:00', to: '04:00' },
      ],
      removals: 'in the windows',
    },
  });
  await tabTo(page, delivery.getByRole('button', { name: 'Remove hours 2' }), 120);
  await keyboard.press('Enter');
  await expect(delivery.getByRole('button', { name: 'Add hours' })).toBeFocused();
  await expect(second).toHaveCount(0);
  await expect(delivery.getByRole('button', { name: /^Remove hours/ })).toHaveCount(0);
});
