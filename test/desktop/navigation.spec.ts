import type { Page } from '@playwright/test';
import { emitRedirect, keepOpened, windows } from '../support/desktop/acts.ts';
import { until } from '../support/engine-until.ts';
import { type Lure, openLure } from './lure.ts';
import { test as base, type CompanyStage, expect } from './stage.ts';

const test = base.extend<{ lure: Lure }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it that this needs no other fixture.
  lure: async ({}, use) => {
    const lure = await openLure();
    await use(lure);
    await lure.close();
  },
});

/** Puts a link on the page and clicks it as a person does. */
async function clickLink(page: Page, href: string, target = ''): Promise<void> {
  await page.evaluate(
    ([address, opens]) => {
      const link = Object.assign(document.createElement('a'), {
        href: address,
        target: opens,
        textContent: 'A way out',
      });
      link.id = 'way-out';
      Object.assign(link.style, { position: 'fixed', inset: '40% auto auto 40%', zIndex: '9999' });
      document.body.append(link);
    },
    [href, target] as const,
  );
  await page.locator('#way-out').click();
  await page.evaluate(() => document.querySelector('#way-out')?.remove());
}

/** By then a refusal is in the log, in milliseconds, on a slow machine too. */
const soon = 20_000;

/** The lines of the log that say that something was refused. */
const refusals = (stage: CompanyStage): readonly string[] =>
  stage.desktop
    .output()
    .split('\n')
    .filter((line) => /it stays|it was not/.test(line));

/** Does something that must be refused, and waits until the log says so. */
async function isRefused(stage: CompanyStage, act: () => Promise<unknown>): Promise<string> {
  const before = refusals(stage).length;
  await act();
  await until('the log says that it was refused', () => refusals(stage).length > before, soon);
  return refusals(stage).at(-1) ?? '';
}

/** Marks the document, so that another one would be noticed. */
const mark = (page: Page): Promise<void> => page.evaluate(() => void Reflect.set(window, 'marked', true));
const isMarked = (page: Page): Promise<boolean> => page.evaluate(() => Reflect.get(window, 'marked') === true);

test('a link that is clicked leads nowhere else', async ({ stage, lure }) => {
  stage.expectComplaint(/led elsewhere; it stays/, /blocked/i);
  const activity = await stage.activity();
  const { page } = activity;
  await mark(page);
  const before = page.url();
  for (const [address, scheme] of [
    [`${lure.origin}/clicked`, 'http:'],
    [`${lure.origin}/redirect`, 'http:'],
    ['https://contoso.example/', 'https:'],
    ['https://learn.microsoft.com/entra/', 'https:'],
  ] as const) {
    await test.step(address, async () => {
      expect(await isRefused(stage, () => clickLink(page, address))).toContain(`scheme=${scheme}`);
      expect(await isMarked(page)).toBe(true);
    });
  }
  // Not before all of it had its time is it known that the window stayed.
  await activity.health.waitFor();
  expect(page.url()).toBe(before);
  expect((await windows(stage.desktop)).map(({ url }) => url)).toEqual([expect.stringMatching(/^app:\/\/bundle\//)]);
  expect(lure.hits).toEqual([]);
});

test('a redirect leads nowhere else', async ({ stage, lure }) => {
  stage.expectComplaint(/led elsewhere; it stays/);
  const page = await stage.page();
  await mark(page);
  expect(await emitRedirect(stage.desktop, `${lure.origin}/landed`)).toBe('prevented');
  expect(await emitRedirect(stage.desktop, 'app://bundle.contoso.example/')).toBe('prevented');
  expect(await emitRedirect(stage.desktop, 'app://bundle/')).toBe('allowed');
  expect(await isMarked(page)).toBe(true);
  expect(lure.hits).toEqual([]);
});

for (const way of ['window.open', 'target=_blank'] as const) {
  test(`${way} opens no window; only allowed addresses are given to the system`, async ({ stage }) => {
    stage.expectComplaint(/not allowed was to be opened outside/);
    const opened = await keepOpened(stage.desktop);
    const page = await stage.page();
    const pages = page.context().pages().length;
    await mark(page);
    const open = (address: string) =>
      way === 'window.open'
        ? page.evaluate((url) => void window.open(url), address)
        : clickLink(page, address, '_blank');

    for (const address of [
      // A popup is closed at once, but the double lets it ask for its address first: this one is nowhere.
      'http://contoso.example/opened',
      'https://contoso.example/',
      'http://learn.microsoft.com/',
      'https://learn.microsoft.com.contoso.example/',
      'app://bundle/',
    ]) {
      await test.step(address, () => isRefused(stage, () => open(address)));
    }
    expect(await opened()).toEqual([]);

    await open('https://learn.microsoft.com/entra/');
    await expect.poll(opened).toEqual(['https://learn.microsoft.com/entra/']);
    expect(await windows(stage.desktop)).toHaveLength(1);
    await expect.poll(() => page.context().pages().length).toBe(pages);
    expect(await isMarked(page)).toBe(true);
  });
}

test('the verb opens what is allowed, says so, and nothing else', async ({ stage }) => {
  const opened = await keepOpened(stage.desktop);
  const page = await stage.page();
  const open = (address: string) => page.evaluate((url) => window.desktop?.openExternal(url), address);
  expect(await open('https://learn.microsoft.com/entra/')).toBe(true);
  for (const address of [
    'smb://contoso.example/share',
    'file:///etc/passwd',
    'ms-settings:',
    'https://contoso.example/',
  ]) {
    expect(await open(address), address).toBe(false);
  }
  expect(await opened()).toEqual(['https://learn.microsoft.com/entra/']);
});
