import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { patchSchema, replacing } from '../support/scim.ts';
import { goTo, overflows, tabTo } from './going.ts';
import { SetupPage } from './setup-page.ts';
import { expect, type Stage, test } from './stage.ts';

/** Opens the page of the one source. */
async function openSource(stage: Stage): Promise<SetupPage> {
  const { activity, host } = stage;
  await activity.open(host().ready.admin);
  const { items } = await host().client.call('source.list', {});
  await goTo(activity.page, `#/setup/source/${items[0]?.id}`);
  return new SetupPage(activity.page);
}

/** What an Entra tenant sends that is understood, and three things that are not. */
async function speak(stage: Stage): Promise<void> {
  const { idp } = stage;
  const id = await stage.hire('ada.lovelace@contoso.test', 'Sales', { shoeSize: 'forty-six' });
  await stage.disable(id);
  const keyed = { schemas: [patchSchema], Operations: [{ op: 'replace', value: { 'name.givenName': 'Ada' } }] };
  await idp.send('PATCH', `/Users/${id}?aadOptscim062020`, { body: keyed });
  await idp.send('PATCH', `/Users/${id}`, { body: replacing({ 'badges[kind eq "visitor"].number': 'B-4711' }) });
  for (const name of ['ada', 'grace']) await idp.send('GET', `/Users?filter=userName%20like%20"${name}"`);
}

test('a source that sent nothing yet says so, and how its dialect speaks', async ({ stage }) => {
  const setup = await openSource(stage);
  await expect(setup.card).toContainText('No request yet');
  await expect(setup.card).toContainText('Entra looks a user up by a filter');
  await expect(setup.understood).toHaveCount(0);
  // What arrives while somebody looks is told without being asked for.
  await speak(stage);
  await expect(setup.card).toContainText('6 requests');
  await expect(setup.card).toContainText('4 requests were not understood in full');
});

test('the card counts what was understood, and its examples open in Activity', async ({ stage, page }) => {
  await speak(stage);
  const setup = await openSource(stage);
  await expect(setup.understood.getByRole('row', { name: /boolean as text/ })).toContainText('1');
  await expect(setup.card).toContainText('Microsoft Entra ID, with the flag aadOptscim062020');
  await expect(setup.card).toContainText('Microsoft Entra ID, without the flag aadOptscim062020');
  await expect(setup.card).toContainText('Users are changed by PATCH only');
  const filter = setup.notUnderstood.getByRole('row', { name: /invalidFilter/ });
  await expect(filter).toContainText('filter userName like "…"');
  await expect(filter.getByRole('cell').nth(1)).toHaveText('2');
  await tabTo(page, filter.getByRole('link', { name: 'Show a request: GET /Users' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/activity\//);
  await expect(page.getByText('GET /Users?filter=userName%20like').first()).toBeVisible();
});

test('what was not understood is saved without anybody’s data', async ({ stage, page }) => {
  await speak(stage);
  const setup = await openSource(stage);
  const download = page.waitForEvent('download');
  await setup.button('Save anonymised export…').press('Enter');
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('footbridge-not-understood.json');
  const text = readFileSync(await saved.path(), 'utf8');
  const { shapes } = JSON.parse(text) as { shapes: unknown[] };
  expect(shapes).toHaveLength(3);
  const theirs = ['ada', 'lovelace', 'contoso', 'grace', 'forty', 'visitor', '4711', stage.idp.token];
  expect(theirs.filter((word) => text.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
  await expect(setup.card.getByText('Your browser saves it as footbridge-not-understood.json.')).toBeVisible();
});

test('nothing is cut off sideways, however narrow the window', async ({ stage, page }) => {
  await speak(stage);
  const setup = await openSource(stage);
  await setup.notUnderstood.waitFor();
  for (const width of [320, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflows(page, '[data-pane=setup]'), String(width)).toBe(false);
  }
});

test('when it could not reach Footbridge is told, with what arrived after, and what its identity provider does', async ({
  stage,
  page,
}) => {
  await openSource(stage);
  const away = page.getByRole('region', { name: 'When it could not reach Footbridge' });
  await expect(away).toContainText('It always could, as far as is known');
  const to = Date.now() + 60_000;
  const database = new Database(path.join(stage.data, 'footbridge.db'));
  database
    .prepare("INSERT INTO absence (id, kind, began_at, ended_at, after_exchange) VALUES ('a1', 'asleep', ?, ?, 0)")
    .run(to - 9 * 3_600_000, to);
  database.close();
  await stage.hire('ada@contoso.test', 'Sales');
  await expect(away).toContainText(
    /: This computer was asleep for 9 hours\. 1 change arrived in the two hours after\./,
  );
  await expect(away).toContainText('Entra tries again by itself what failed');
});
