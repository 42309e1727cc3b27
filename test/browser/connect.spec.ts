import type { Page } from '@playwright/test';
import { realMain, run } from '../support/command.ts';
import { goTo, tabTo } from './going.ts';
import { SetupPage } from './setup-page.ts';
import { expect, test } from './stage.ts';

// Two whole companies are told, on a machine that may be slow.
test.setTimeout(180_000);
const patient = { timeout: 60_000 };

/** Exit code of `footbridge sandbox run` when the token is refused. */
const TOKEN_REFUSED = 13;

/** Plays Okta: founds a company of its own, connects, imports it and lets a scenario happen. @returns the exit code */
async function playOkta(scenario: string, base: string, token: string, seed: number): Promise<number | null> {
  const flags = ['--base', base, '--dialect', 'okta-aiw', '--people', '25', '--seed', String(seed)];
  const { ended } = run(realMain, ['sandbox', 'run', scenario, ...flags], { FOOTBRIDGE_SANDBOX_TOKEN: token });
  return (await ended).code;
}

test('connect Okta: a wrong token is said, the checklist ticks itself, and only a proved deactivation makes it green', async ({
  page,
  stage,
}) => {
  const setup = new SetupPage(page);
  await page.goto(stage.host().ready.admin);
  await page.getByRole('status', { name: 'Health' }).waitFor();
  await goTo(page, '#/setup');
  await setup.link('Connect another one').click();
  await setup.link('Okta').click();
  await setup.name.fill('Okta of the firm');
  await setup.make.click();
  const { base, token } = await setup.readValues();
  await expect(setup.item('Token accepted')).toContainText('waiting');

  expect(await playOkta('joiner', base, `${token.slice(0, -4)}oops`, 7)).toBe(TOKEN_REFUSED);
  await expect(setup.item('Token accepted')).toContainText('failed', patient);
  await expect(setup.item('Token accepted')).toContainText('401');
  await expect(setup.item('Token accepted')).toContainText('SCIM connector base URL');

  expect(await playOkta('joiner', base, token, 7)).toBe(0);
  for (const name of ['Token accepted', 'Connection tested', 'First person', 'First group', 'First account'])
    await expect(setup.item(name), name).toContainText('done', patient);
  await expect(setup.item('Deactivation received')).toContainText('waiting');
  await expect(setup.connected).toHaveCount(0);

  expect(await playOkta('leaver', base, token, 8)).toBe(0);
  await expect(setup.connected).toBeVisible(patient);
  await expect(setup.item('Deactivation proved')).toContainText('cannot use Team Wiki any more');

  // Left and come back to: all of it is still known, but the token.
  await page.reload();
  await expect(setup.connected).toBeVisible(patient);
  await expect(page.getByText(`ends in ${token.slice(-4)}`)).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
  await setup.item('Deactivation proved').getByRole('link', { name: 'Show the person' }).click();
  await expect(page).toHaveURL(/#\/directory\/people\//);
});

test('by keyboard alone: address and token are copied, the checklist turns green, and leads to the one who left', async ({
  page,
  context,
  stage,
}) => {
  const setup = new SetupPage(page);
  const { keyboard } = page;
  const { client, ready } = stage.host();
  // Whoever leaves has an account to lose.
  await client.call('app.addRule', { id: stage.app.id, rule: { name: 'All read', role: 'reader', when: 'true' } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(ready.admin);
  await page.getByRole('status', { name: 'Health' }).waitFor();
  await keyboard.press('Control+1');
  await tabTo(page, setup.link('Connect another one'));
  await keyboard.press('Enter');
  await tabTo(page, setup.link('Okta'));
  await keyboard.press('Enter');
  await expect(setup.name).toBeFocused();
  await keyboard.press('Control+a');
  await keyboard.type('Okta of the firm');
  await keyboard.press('Enter');
  const base = await copyFocused(page, 'Copy SCIM connector base URL');
  await keyboard.press('Tab');
  const token = await copyFocused(page, 'Copy Authorization');
  expect({ base, token }).toEqual(await setup.readValues());

  expect(await playOkta('leaver', base, token, 9)).toBe(0);
  await expect(setup.connected).toBeVisible(patient);
  await tabTo(page, setup.item('Deactivation proved').getByRole('link', { name: 'Show the person' }));
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/directory\/people\//);
  await expect(page.getByRole('region', { name: 'Person' })).toBeFocused();

  // The way back, to what is still known of it.
  await keyboard.press('Control+1');
  await tabTo(page, setup.link('Okta of the firm'));
  await keyboard.press('Enter');
  await expect(setup.connected).toBeVisible(patient);
  await expect(page.getByText(`ends in ${token.slice(-4)}`)).toBeVisible();
  await keyboard.press('Escape');
  await expect(setup.link('Connect another one')).toBeVisible();
});

/** Presses the copy button that has the focus. @returns what is on the clipboard then */
async function copyFocused(page: Page, what: string): Promise<string> {
  const button = page.getByRole('button', { name: what, exact: true });
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button.getByRole('status')).toHaveText('copied');
  return page.evaluate(() => navigator.clipboard.readText());
}
