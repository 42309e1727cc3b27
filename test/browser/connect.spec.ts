import { realMain, run } from '../headless/command.ts';
import { goTo } from './going.ts';
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
