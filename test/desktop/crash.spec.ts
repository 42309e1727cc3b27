import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActivityPage } from '../browser/activity-page.ts';
import {
  crashRenderer,
  failPreload,
  keepErrorBoxes,
  killEngine,
  watchEngines,
  windows,
} from '../support/desktop/acts.ts';
import { until } from '../support/engine-until.ts';
import { openCompany } from './company.ts';
import { expect, type Stage, test } from './stage.ts';

/** The page's process dies. @returns the page that comes in its place */
async function crash(stage: Stage) {
  const before = await stage.page();
  await crashRenderer(stage.desktop);
  return until('another page stands in its place', async () => {
    const after = await stage.page();
    return after !== before && after;
  });
}

test('a page that crashes comes back where it was; if it crashes again, a page of its own says so', async ({
  launch,
  folder,
}) => {
  const stage = await launch();
  stage.expectComplaint(/The page of the window ended/);
  const { hire, wiki, close } = await openCompany(stage.client, folder);
  try {
    const ada = 'ada@contoso.test';
    await hire(ada, 'Marketing', { displayName: 'Ada Lovelace' });
    const activity = await stage.activity();
    await expect(activity.row('Create Ada Lovelace')).toContainText('proved');
    const id = await activity.select('Create Ada Lovelace');
    await expect(activity.steps('Proof').first()).toContainText('Proved');

    await crash(stage);
    await hire('bob@contoso.test', 'Sales', { displayName: 'Bob' });
    const again = new ActivityPage(await stage.page());
    await expect(again.page).toHaveURL(new RegExp(`#/activity/${id}`));
    await expect(again.steps('Proof').first()).toContainText('Proved');
    await expect(again.row('Create Bob')).toContainText('proved');

    const stopped = await crash(stage);
    await expect(stopped.getByRole('heading')).toHaveText('The window stopped twice within a minute');
    expect(await stopped.evaluate(() => document.scripts.length)).toBe(0);
    await hire('eve@contoso.test', 'Sales', { displayName: 'Eve' });
    await until('what is asked meanwhile is delivered', () => wiki.account('eve@contoso.test')?.enabled);

    await stopped.getByRole('link', { name: 'Show the window again' }).click();
    await expect((await stage.activity()).row('Create Eve')).toContainText('proved');
    expect(await windows(stage.desktop)).toHaveLength(1);
  } finally {
    close();
  }
});

test('a page without a connection gives way to one that says so, and leads back', async ({ launch }) => {
  const stage = await launch();
  stage.expectComplaint(/The window has no connection/);
  await (await stage.activity()).health.waitFor();
  expect(await failPreload(stage.desktop)).toBe(true);
  const page = await stage.page();
  await expect(page.getByRole('heading')).toHaveText('The window has no connection to Footbridge');
  expect(await page.evaluate(() => document.scripts.length)).toBe(0);

  expect(await failPreload(stage.desktop), 'the page that says so has no connection either').toBe(false);
  await page.getByRole('link', { name: 'Show the window again' }).click();
  await (await stage.activity()).health.waitFor();
});

test('an engine that dies is started again, where identity providers know it', async ({ launch, folder }) => {
  const stage = await launch();
  stage.expectComplaint(/An engine ended/, /console: /);
  const { hire, idp, close } = await openCompany(stage.client, folder);
  try {
    await hire('ada@contoso.test', 'Sales', { displayName: 'Ada Lovelace' });
    const activity = await stage.activity();
    await expect(activity.row('Create Ada Lovelace')).toContainText('proved');
    await watchEngines(stage.desktop);
    await stage.client.call('status.get', {});
    expect(await killEngine(stage.desktop)).toBe(true);

    await until(
      'the SCIM door is back at the same address',
      async () => (await idp.send('GET', '/Users')).status === 200,
    );
    await hire('bob@contoso.test', 'Sales', { displayName: 'Bob' });
    await expect(activity.row('Create Bob')).toContainText('proved');
    await expect(activity.row('Create Ada Lovelace')).toContainText('proved');
    expect(await readFile(join(folder, 'footbridge-errors.log'), 'utf8')).toContain(
      'The engine of the live world ended',
    );
  } finally {
    close();
  }
});

test('an engine that does not stay up ends the app, which says why', async ({ launch, folder }) => {
  const stage = await launch();
  stage.expectComplaint(/An engine ended/, /console: /);
  const told = await keepErrorBoxes(stage.desktop, join(folder, 'told.txt'));
  await watchEngines(stage.desktop);
  for (let death = 1; death <= 4; death += 1) {
    await until('the engine answers', () => stage.client.call('status.get', {}));
    expect(await killEngine(stage.desktop)).toBe(true);
  }
  expect(await stage.desktop.exited).toEqual({ code: 1, signal: null });
  expect(await told()).toContain('The engine stopped several times within ten minutes');
  expect(stage.desktop.output()).toContain('Start Footbridge again');
});
