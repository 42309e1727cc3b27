import { rmSync } from 'node:fs';
import { test as base, expect, type Page } from '@playwright/test';
import { startHost } from '../support/engine-host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { watchPolicy } from './axe.ts';
import { tabTo } from './going.ts';
import { RehearsePage } from './rehearse-page.ts';
import { SetupPage } from './setup-page.ts';

/** A host on a fresh data folder, and the window that it opens. */
const test = base.extend<{ address: string }>({
  address: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const data = temporaryFolder('first-minute');
    const host = await startHost(data);
    try {
      await use(host.ready.admin);
      expect(refusals()).toEqual([]);
    } finally {
      await host.stop();
      rmSync(data, { recursive: true, force: true });
    }
  },
});

// A company is founded, imported and lived in, on a machine that may be slow.
test.setTimeout(120_000);
const patient = { timeout: 60_000 };

/** By itself somebody leaves: two apps prove it, one refuses. */
async function seeFirstLeaver(rehearse: RehearsePage): Promise<void> {
  await expect(
    rehearse.story
      .getByRole('listitem')
      .filter({ hasText: /leaves$/ })
      .first(),
  ).toBeVisible(patient);
  await expect(rehearse.app('Door Badges')).toContainText('refuses', patient);
  await expect(rehearse.app('Team Wiki')).toContainText('proved', patient);
  await expect(rehearse.app('Ticket Desk')).toContainText('proved', patient);
}

/** The page of a leaver in the Directory: proved where it was, and refused where it was not. */
async function seeEvidence(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(/#\/directory\/people\/.+world=sandbox/);
  await expect(page.getByRole('heading', { name })).toBeVisible();
  const main = page.getByRole('main');
  await expect(main).toContainText('Team Wiki');
  await expect(main.getByText('proved', { exact: true }).first()).toBeVisible(patient);
  await expect(main).toContainText(/badge \d+ is still checked in/, patient);
}

test('from the first screen to a proved leaver and an honest refusal, by mouse', async ({ page, address }) => {
  const setup = new SetupPage(page);
  const rehearse = new RehearsePage(page);
  await page.goto(address);
  await setup.link('Rehearse with a pretend company').click();
  await rehearse.begin.click();
  await expect(page.getByText('pretend people, nothing leaves this computer')).toBeVisible(patient);
  await seeFirstLeaver(rehearse);

  await rehearse.standStill.check();
  await expect(page.getByText('The identity provider rests')).toBeVisible(patient);
  const disable = page.getByRole('button', { name: /^Disable ./ });
  const name = (await disable.innerText()).replace(/^Disable /, '');
  await disable.click();
  await expect(rehearse.outcome).toBeFocused(patient);
  await expect(rehearse.person(name)).toContainText('disabled');
  await rehearse.outcome.click();
  await seeEvidence(page, name);

  // Back, and let the refusing app go on: it disables, and proves it.
  await page.goBack();
  await rehearse.action('Let Door Badges disable people').click();
  await expect(rehearse.action('Make Door Badges refuse to disable anybody')).toBeVisible();
  await rehearse.scenario('Somebody leaves').check();
  await rehearse.runButton.click();
  await expect(rehearse.expectations.filter({ hasText: 'cannot use Door Badges any more' })).toContainText(
    'proved',
    patient,
  );
  await expect(page.getByText('not met')).toHaveCount(0);

  // Another company has other people, and takes over from the first.
  await page.getByRole('link', { name: 'Found another company' }).click();
  await rehearse.begin.click();
  await expect(page.getByRole('heading', { name: 'Contoso 2 (pretend)' })).toBeVisible(patient);
  await expect(page.getByText('contoso-2.test')).toBeVisible();
});

test('the same by keyboard alone', async ({ page, address }) => {
  const setup = new SetupPage(page);
  const rehearse = new RehearsePage(page);
  await page.goto(address);
  await tabTo(page, setup.link('Rehearse with a pretend company'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: /^Your identity provider/ })).toBeFocused();
  await page.keyboard.type('Okta (cat');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('talks like Okta (catalogue app)')).toBeVisible(patient);
  await seeFirstLeaver(rehearse);

  await tabTo(page, rehearse.speed.getByRole('radio', { name: 'Human speed' }));
  await page.keyboard.press('ArrowLeft');
  await expect(rehearse.standStill).toBeChecked();
  await expect(page.getByText('The identity provider rests')).toBeVisible(patient);

  const rows = await rehearse.people.locator('[data-index]').allInnerTexts();
  await tabTo(page, rehearse.people);
  await page.keyboard.press('Home');
  for (const row of rows.slice(
    0,
    rows.findIndex((text) => text.includes('works here')),
  ))
    await test.step(`past ${row}`, () => page.keyboard.press('ArrowDown'));
  await page.keyboard.press('Enter');
  const heading = page.locator('[data-pane=person]').getByRole('heading', { level: 2 });
  const name = await heading.locator('bdi').innerText();
  await tabTo(page, rehearse.action('Disable'));
  await page.keyboard.press('Enter');
  await expect(rehearse.outcome).toBeFocused(patient);
  await page.keyboard.press('Enter');
  await seeEvidence(page, name);

  await page.keyboard.press('Control+7');
  await rehearse.story.waitFor();
  await tabTo(page, rehearse.scenario('Somebody leaves'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Control+Enter');
  await expect(rehearse.expectations.first()).toContainText('met', patient);
  await expect(page.getByText('is happening')).toHaveCount(0, patient);
  await expect(page.getByText('not met')).toHaveCount(0);
});
