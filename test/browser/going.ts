import { expect, type Locator, type Page } from '@playwright/test';

/** Goes to an address within the window, as a link does: `#/rehearse?world=sandbox`. */
export const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

/** Whether anything but what scrolls by itself reaches beyond the window's width. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Presses Tab until something has the focus, as somebody does who has no pointer. */
export async function tabTo(page: Page, target: Locator, presses = 80): Promise<void> {
  await target.waitFor();
  for (let press = 0; press < presses && !(await isFocused(target)); press += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}
