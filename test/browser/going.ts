import { expect, type Locator, type Page } from '@playwright/test';

/** Goes to an address within the window, as a link does: `#/rehearse?world=sandbox`. */
export const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

/** Whether anything reaches beyond the window's width, or beyond that of a place that scrolls down only. */
export const overflows = (page: Page, place?: string): Promise<boolean> =>
  page.evaluate((selector) => {
    const scroller = selector === undefined ? null : document.querySelector(selector);
    const isTooWide = scroller !== null && scroller.scrollWidth > scroller.clientWidth;
    return isTooWide || document.documentElement.scrollWidth > window.innerWidth;
  }, place);

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Presses Tab until something has the focus, as somebody does who has no pointer. */
export async function tabTo(page: Page, target: Locator, presses = 80): Promise<void> {
  await target.waitFor();
  for (let press = 0; press < presses && !(await isFocused(target)); press += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}
