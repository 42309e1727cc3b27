import { test as base, expect, type Page } from '@playwright/test';
import { ActivityPage } from './activity-page.ts';
import { watchPolicy } from './axe.ts';
import { type PretendHost, startPretendHost } from './pretend-host.ts';
import { test as staged } from './stage.ts';

const test = base.extend<{ pretend: PretendHost }>({
  pretend: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const pretend = await startPretendHost({ exchanges: 50, newestAt: Date.now(), pause: 1_000 });
    await use(pretend);
    await pretend.close();
    expect(refusals()).toEqual([]);
  },
});

/** Activity with nobody reading in it, so that its rows come in at once. */
async function openAt(page: Page, url: string): Promise<ActivityPage> {
  const activity = new ActivityPage(page);
  await activity.open(url);
  await activity.stopReading();
  return activity;
}

/** The seqs of the rows that are rendered, newest first. */
const sequence = async (activity: ActivityPage) =>
  (await activity.rows()).map(({ id }) => Number(id.slice('exchange-'.length)));

test('a lost stream is said with the time, moves nothing, and what came meanwhile is all there', async ({
  page,
  pretend: { url, engine },
}) => {
  const activity = await openAt(page, url);
  engine.arrive(3);
  await expect(activity.grid).toHaveAttribute('aria-rowcount', '54');
  const top = () => activity.grid.evaluate((grid) => grid.getBoundingClientRect().top);
  const before = await top();

  engine.cut();
  await expect(activity.connection).toHaveText(
    /^Reconnecting, last event \d\d:\d\d:\d\d\. Shown is what was last heard\.$/,
  );
  await expect(activity.health).toBeHidden();
  expect(await top()).toBe(before);
  engine.arrive(25);
  engine.settle('exchange-53', { state: 'contradicted', text: 'it is not so' });
  await page.waitForTimeout(300);
  await expect(activity.grid).toHaveAttribute('aria-rowcount', '54');

  engine.restore();
  await expect(activity.connection).toHaveText(
    /^Connected again at \d\d:\d\d:\d\d; 25 requests that came meanwhile are in the list\.$/,
  );
  await expect(activity.health).toBeVisible();
  await expect(activity.grid).toHaveAttribute('aria-rowcount', '79');
  const seen = await sequence(activity);
  expect(seen).toEqual(seen.map((_, index) => 78 - index));
  await expect(activity.row('it is not so')).toHaveCount(1);
  expect(await top()).toBe(before);
});

test('a stream that comes back to another run of the engine begins anew', async ({
  page,
  pretend: { url, engine },
}) => {
  const activity = await openAt(page, url);
  engine.arrive(1);
  await expect(activity.grid).toHaveAttribute('aria-rowcount', '52');
  engine.cut();
  await expect(activity.connection).toHaveText(/^Reconnecting/);
  engine.restart();
  engine.exchanges.length = 7;
  engine.restore();
  await expect(activity.grid).toHaveAttribute('aria-rowcount', '8');
  expect(await sequence(activity)).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

test('a window without the key, or with a wrong one, says what to do and keeps no token', async ({
  page,
  pretend: { url },
}) => {
  const { origin } = new URL(url);
  await page.goto(origin);
  await expect(page.getByRole('heading')).toHaveText('This window has no key to Footbridge.');
  await page.goto('about:blank');
  await page.goto(`${origin}/#token=wrong`);
  await expect(page.getByRole('heading')).toHaveText('Footbridge does not know this window’s key.');
  await expect(page.getByText('npx footbridge serve --open')).toBeVisible();
  expect(page.url()).not.toContain('wrong');
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('wrong');
});

staged('a host that is gone is said in words; started again, it shows all that was acknowledged', async ({ stage }) => {
  const { activity, hire, host } = stage;
  await hire('ada@contoso.test', 'Sales', { displayName: 'Ada Lovelace' });
  await activity.open(host().ready.admin);
  await expect(activity.row('Create Ada Lovelace')).toContainText('proved');
  await activity.stopReading();
  await hire('bob@contoso.test', 'Sales', { displayName: 'Bob' });
  await host().kill();
  await expect(activity.connection).toHaveText(/^Reconnecting, last event/);
  await activity.filterBy('ada');
  await expect(activity.page.getByRole('alert')).toContainText('Footbridge does not answer.');
  await expect(activity.page.getByRole('alert')).toContainText('start it again');
  await activity.page.getByRole('button', { name: 'Try again' }).click();
  await expect(activity.page.getByRole('alert')).toContainText('host-unreachable');

  await stage.restart();
  await activity.open(host().ready.admin);
  for (const name of ['Ada Lovelace', 'Bob']) await expect(activity.row(`Create ${name}`)).toContainText('proved');
});
