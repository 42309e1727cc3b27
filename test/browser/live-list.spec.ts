import { rmSync } from 'node:fs';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { createClient } from '../../shared/contract/client.ts';
import { realMain, serve } from '../support/command.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ActivityPage } from './activity-page.ts';
import { goTo } from './going.ts';
import { expect, test } from './stage.ts';

const rowTops = (activity: ActivityPage) =>
  activity.grid
    .locator('[data-exchange]')
    .evaluateAll((rows) =>
      Object.fromEntries(rows.map((row) => [row.getAttribute('data-exchange'), row.getBoundingClientRect().top])),
    );

test('while somebody reads, no row moves: new ones collect behind a button, and Pause keeps them there', async ({
  stage,
  page,
}) => {
  const { activity, hire, host } = stage;
  for (let index = 1; index <= 5; index += 1) await hire(`early${index}@contoso.test`, 'Sales');
  await activity.open(host().ready.admin);
  await expect(activity.row('Create Person early')).toHaveCount(5);
  await activity.row('Create Person early3').hover();
  const before = await rowTops(activity);

  for (let index = 1; index <= 3; index += 1) await hire(`late${index}@contoso.test`, 'Sales');
  await expect(activity.newRows).toHaveText('↑ 3 new');
  await expect(activity.row('Create Person late')).toHaveCount(0);
  expect(await rowTops(activity)).toEqual(before);
  // By key: a pointer that is too long on its way to the button finds the rows let in and the button gone.
  await activity.newRows.press('Enter');
  await expect(activity.row('Create Person late')).toHaveCount(3);
  await expect(activity.newRows).toHaveCount(0);

  await activity.pause.click();
  await activity.stopReading();
  await hire('later@contoso.test', 'Sales');
  await expect(activity.newRows).toHaveText('↑ 1 new');
  await expect(activity.row('Create Person later')).toHaveCount(0);
  await activity.pause.click();
  await expect(activity.row('Create Person later')).toHaveCount(1);
  await page.keyboard.press('F6');
  await expect(activity.grid).toBeFocused();
  await page.keyboard.press(' ');
  await expect(activity.pause).toHaveText('Resume');
});

test('a link to a request survives a reload, and Alt+Left leads back to the list', async ({ stage, page }) => {
  const { activity, hire, host } = stage;
  for (const name of ['ada', 'bob']) await hire(`${name}@contoso.test`, 'Sales');
  await activity.open(host().ready.admin);
  const id = await activity.select('Create Person bob');
  expect(page.url()).toContain(`#/activity/${id}`);
  const heading = activity.inspector.getByRole('heading', { level: 2 });
  await expect(heading).toHaveText('Create Person bob');
  await page.reload();
  await expect(heading).toHaveText('Create Person bob');
  await expect(activity.grid.locator('[aria-selected="true"]')).toContainText('Create Person bob');
  await page.goBack();
  await expect(activity.inspector).toBeHidden();
});

test('a stretch of time is chosen by dragging, by a click or by keys, and all times come back', async ({
  stage,
  page,
}) => {
  const { activity, hire, host } = stage;
  await hire('early@contoso.test', 'Sales');
  await page.waitForTimeout(2_100);
  for (const name of ['late1', 'late2']) await hire(`${name}@contoso.test`, 'Sales');
  // The window's clock stands still: the strip shows the same minute however long a slow machine takes for the rest.
  await page.clock.setFixedTime(Date.now());
  await activity.open(host().ready.admin);
  await expect(activity.row('Create Person')).toHaveCount(3);

  // How long a stretch is depends on how wide the strip is, which is known when its bars are drawn.
  await expect(activity.strip.locator('rect[class*="ok"]').first()).toBeVisible();
  await activity.strip.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(activity.row('Create Person late2')).toHaveCount(1);
  await expect(activity.row('Create Person early')).toHaveCount(0);
  await expect(activity.strip).toHaveAttribute('aria-valuetext', /: [12] requests?$/);
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowLeft');
  await expect(activity.row('Create Person')).toHaveCount(1);
  await expect(activity.row('Create Person early')).toHaveCount(1);

  await hire('meanwhile@contoso.test', 'Sales');
  await expect(activity.newRows).toHaveText('↑ 1 new');
  await page.keyboard.press('Escape');
  await expect(activity.row('Create Person')).toHaveCount(4);
  await expect(activity.allTimes).toHaveCount(0);

  const box = await activity.strip.boundingBox();
  if (!box) throw new Error('The strip is not on the page.');
  const height = box.y + 10;
  await page.mouse.move(box.x + 2, height);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3, height, { steps: 3 });
  await page.mouse.up();
  await expect(page.getByRole('heading', { name: 'No request arrived in this stretch of time.' })).toBeVisible();
  await activity.allTimes.first().click();
  await expect(activity.row('Create Person')).toHaveCount(4);
  await activity.strip.locator('rect[class*="ok"]').first().click();
  await expect(activity.row('Create Person')).toHaveCount(1);
  await activity.filterBy('late');
  await expect(activity.row('Create Person late')).toHaveCount(2);
  await expect(activity.allTimes).toHaveCount(0);
});

test('what is copied is what was asked: JSON, a link, and a curl command without the token', async ({
  stage,
  page,
  context,
}) => {
  const { activity, hire, host, idp } = stage;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await hire('ada@contoso.test', 'Sales');
  await activity.open(host().ready.admin);
  const id = await activity.select('Create Person ada');
  const copied = async (name: string) => {
    const button = activity.inspector.getByRole('button', { name });
    await button.click();
    await expect(button).toContainText('copied');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const curl = await copied('Copy as curl');
  expect(curl).toContain(`curl -X POST '${idp.baseUrl}/Users'`);
  expect(curl).toContain('Bearer <token>');
  expect(curl).toContain('"userName":"ada@contoso.test"');
  expect(JSON.parse(await copied('Copy as JSON'))).toMatchObject({ id, method: 'POST', trace: { exchange: { id } } });
  const link = await copied('Copy link');
  expect(`${curl}${link}`).not.toContain(idp.token);
  await page.goto('about:blank');
  await page.goto(link);
  await expect(activity.inspector.getByRole('heading', { level: 2 })).toHaveText('Create Person ada');
});

test('a running sandbox is looked at under its band, and no list mixes the worlds', async ({ page }) => {
  const data = temporaryFolder('browser-demo');
  const running = await serve(realMain, ['--data', data, '--demo']);
  try {
    const live = createClient(createSocketTransport(socketOf(data), 'live'));
    const sandbox = createClient(createSocketTransport(socketOf(data), 'sandbox'));
    const activity = new ActivityPage(page);
    await activity.open(running.ready.admin);
    await goTo(page, '#/activity');
    await live.call('source.add', { name: 'Fabrikam', dialect: 'entra' });
    await activity.setWorld('Sandbox');
    await expect(activity.sandboxBand).toBeVisible();
    await expect(activity.row(/Contoso/).first()).toBeVisible();
    await activity.setWorld('Live');
    await expect(activity.sandboxBand).toBeHidden();
    await expect(activity.row(/./)).toHaveCount(0);
    await activity.setWorld('Sandbox');
    await expect(activity.sandboxBand).toBeVisible();
    await page.reload();
    await expect(activity.sandboxBand).toBeVisible();
    await until('people arrive', async () => (await sandbox.call('status.get', {})).people > 0);
    expect(await live.call('status.get', {})).toMatchObject({ people: 0 });
  } finally {
    running.child.kill('SIGTERM');
    await running.ended;
    rmSync(data, { recursive: true, force: true });
  }
});
