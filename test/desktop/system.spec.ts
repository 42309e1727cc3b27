import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppsPage } from '../browser/apps-page.ts';
import { accessibilityViolations } from '../browser/axe.ts';
import { goTo } from '../browser/going.ts';
import { closeWindow, keepOpened, shownByMenu, windows } from '../support/desktop/acts.ts';
import type { Desktop } from '../support/desktop/driver.ts';
import { until } from '../support/engine-until.ts';
import { expect, test } from './stage.ts';

/** From now on somebody answers the system's dialogs: with this file, or, for null, by closing them. */
const chooseInDialogs = (desktop: Desktop, file: string | null) =>
  desktop.evaluate(({ dialog }, chosen) => {
    const filePaths = chosen === null ? [] : [chosen];
    dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen === null, filePaths });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: chosen === null, filePath: chosen ?? '' });
  }, file);

/** Every field of the forms that asks for a path, and what must be ticked before it is there. */
const pathFields = [
  { kind: 'sqlite', label: 'Database file', ticked: null },
  { kind: 'csv', label: 'CSV file', ticked: null },
  { kind: 'csv', label: 'File of the export', ticked: /^The app writes an export/ },
] as const;

for (const { kind, label, ticked } of pathFields) {
  test(`by keyboard, a path is chosen in the system’s dialog: ${label}`, async ({ stage }) => {
    const page = await stage.page();
    const apps = new AppsPage(page);
    await page.getByRole('status', { name: 'Health' }).waitFor();
    await goTo(page, `#/apps/new/${kind}?world=live`);
    if (ticked !== null) await page.getByRole('checkbox', { name: ticked }).check();
    await chooseInDialogs(stage.desktop, `/srv/apps/chosen.${kind}`);
    const choose = apps.button(`Choose… ${label}`);
    await choose.press('Enter');
    await expect(apps.field(label)).toHaveValue(`/srv/apps/chosen.${kind}`);
    await expect(choose).toBeFocused();
    expect(await accessibilityViolations(page, 'form')).toEqual([]);

    await chooseInDialogs(stage.desktop, null);
    await choose.press('Enter');
    // Asked after it, answered after it: by now the page has heard that nothing was chosen.
    expect(await page.evaluate(() => window.desktop?.pickFile('csv'))).toBeNull();
    await expect(apps.field(label)).toHaveValue(`/srv/apps/chosen.${kind}`);
  });
}

test('the configuration is saved where the dialog says; what cannot be saved is said in words', async ({
  stage,
  folder,
}) => {
  const page = await stage.page();
  const apps = new AppsPage(page);
  await page.getByRole('status', { name: 'Health' }).waitFor();
  await goTo(page, '#/apps?world=live');
  const file = path.join(folder, 'mine.json');
  await chooseInDialogs(stage.desktop, file);
  await apps.button('Save configuration…').click();
  await expect(page.getByText(`Saved: ${file}`)).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe((await stage.client.call('config.export', {})).text);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['mine.json']);

  await chooseInDialogs(stage.desktop, path.join(folder, 'gone', 'mine.json'));
  await apps.button('Save configuration…').click();
  await expect(page.getByRole('alert')).toContainText('the folder is gone. Choose another place.');

  await chooseInDialogs(stage.desktop, null);
  await apps.button('Save configuration…').click();
  await expect(page.getByText('Nothing was saved.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the vendor’s page is opened in the system’s browser; where that fails, its address stands there', async ({
  stage,
}) => {
  const page = await stage.page();
  await page.getByRole('status', { name: 'Health' }).waitFor();
  const [source] = (await stage.client.call('source.list', {})).items;
  await goTo(page, `#/setup/source/${source?.id}?world=live`);
  const opened = await keepOpened(stage.desktop);
  const link = page.getByRole('link', { name: 'How Microsoft Entra ID describes it (opens in the browser)' });

  await link.press('Enter');
  await until('the address was opened', async () => (await opened()).length > 0);
  expect(await opened()).toEqual([await link.getAttribute('href')]);
  await expect(page.getByText('Your browser could not be opened here.')).toHaveCount(0);

  await stage.desktop.evaluate(({ shell }) => {
    shell.openExternal = () => Promise.reject(new Error('no browser here'));
  }, null);
  stage.expectComplaint(/A call from the window failed/);
  await link.press('Enter');
  await expect(page.getByText('Your browser could not be opened here.')).toBeVisible();
});

test('the icon counts what needs a person in the live world, also while the sandbox is shown', async ({ launch }) => {
  const stage = await launch({ args: ['--world', 'sandbox'] });
  const page = await stage.page();
  await expect(page).toHaveTitle(/^SANDBOX/);
  const badge = () => stage.desktop.evaluate(({ app }) => app.getBadgeCount(), null);
  expect(await badge()).toBe(0);

  // A source that is removed leaves one thing to decide, whomever it fed.
  const { id } = await stage.client.call('source.add', { name: 'Contoso', dialect: 'entra' });
  await stage.client.call('source.remove', { id });
  const { items } = await stage.client.call('work.list', {});
  expect(items).toHaveLength(1);
  await until('the icon counts one', async () => (await badge()) === 1);
  await expect(page).toHaveTitle(/^SANDBOX/);

  await page.getByRole('radio', { name: 'Live', exact: true }).click();
  await expect(page).toHaveTitle(/^\(1\) /);
  const [item] = items;
  await stage.client.call('work.decide', {
    id: item?.id ?? '',
    decision: item?.decisions[0] ?? 'dismiss',
    reason: 'the identity provider was replaced',
  });
  await until('the icon counts nothing', async () => (await badge()) === 0);
  await expect(page).toHaveTitle(/^[^(]/);
});

test('the icon counts on while no window is open', async ({ launch }) => {
  const stage = await launch();
  await (await stage.activity()).health.waitFor();
  await closeWindow(stage.desktop);
  await until('the window is gone', async () => (await windows(stage.desktop)).length === 0);
  const badge = () => stage.desktop.evaluate(({ app }) => app.getBadgeCount(), null);
  expect(await badge()).toBe(0);
  const { id } = await stage.client.call('source.add', { name: 'Contoso', dialect: 'entra' });
  await stage.client.call('source.remove', { id });
  await until('the icon counts one', async () => (await badge()) === 1);
});

test('the log is kept in the data folder, and the menu shows where', async ({ launch, folder }) => {
  const stage = await launch();
  const log = path.join(folder, 'footbridge.log');
  expect(await shownByMenu(stage.desktop, 'Show Log')).toEqual([log]);
  await stage.desktop.stop();
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages).toContain('Footbridge is running.');
  expect(messages.at(-1)).toBe('Footbridge ends.');
  if (process.platform !== 'win32') expect(statSync(log).mode & 0o777).toBe(0o600);
});
