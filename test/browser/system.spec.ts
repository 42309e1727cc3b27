import { readFileSync } from 'node:fs';
import { AppsPage } from './apps-page.ts';
import { goTo } from './going.ts';
import { expect, test } from './stage.ts';

test('in a browser the configuration is downloaded as one file, under the strict policy', async ({ page, stage }) => {
  const apps = new AppsPage(page);
  await apps.open(stage.host().ready.admin);
  const downloading = page.waitForEvent('download');
  await apps.button('Save configuration…').press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('footbridge-configuration.json');
  const { text } = await stage.host().client.call('config.export', {});
  expect(readFileSync(await download.path(), 'utf8')).toBe(text);
  expect(Object.keys(JSON.parse(text))).toContain('apps');
  await expect(page.getByText('Your browser saves it as footbridge-configuration.json.')).toBeVisible();
});

test('in a browser a path is written, since no page is told where a file lies', async ({ page, stage }) => {
  const apps = new AppsPage(page);
  await apps.open(stage.host().ready.admin);
  await goTo(page, '#/apps/new/csv');
  await expect(apps.field('CSV file')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Choose/ })).toHaveCount(0);
});

test('the vendor’s page opens beside this window and is told nothing of it', async ({ page, stage }) => {
  await page.goto(stage.host().ready.admin);
  await page.getByRole('status', { name: 'Health' }).waitFor();
  const [source] = (await stage.host().client.call('source.list', {})).items;
  await goTo(page, `#/setup/source/${source?.id}`);
  const link = page.getByRole('link', { name: 'How Microsoft Entra ID describes it (opens in the browser)' });
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', 'noreferrer');
  await expect(link).toHaveAttribute('href', /^https:\/\/learn\.microsoft\.com\//);
});
