import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The success criteria that the product promises: WCAG 2.2, levels A and AA. */
const promised = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Instead of axe's source where the page has it already; an empty one would be taken for none. */
const nothingMore = 'void 0';

/**
 * Looks for violations of WCAG 2.2 AA in what is on the page now.
 *
 * axe is brought into a document once, and looks there at all of it: the screens have no frames of other origins, for
 * which it would write what it found to a page of its own. What passes is not described.
 *
 * @param part a selector: only what is in there, where the rest was looked at before; absent, the whole page
 * @param rules only these rules of axe's; absent, all of them
 * @returns one line for each offending element: the rule, the element, what axe says; empty when there is none
 */
export async function accessibilityViolations(page: Page, part?: string, rules?: readonly string[]): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  const builder = new AxeBuilder(isThere ? { page, axeSource: nothingMore } : { page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const axe = rules === undefined ? builder.withTags(promised) : builder.withRules([...rules]);
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary ?? ''}`),
  );
}

/** One thing that a screen can look like. */
export interface Scene<S> {
  readonly name: string;
  /** What is new on the page, as a selector, where the rest was looked at before; absent, the whole page is looked at. */
  readonly part?: string;
  /** Leads on from the scene before. */
  show(stage: S): Promise<void>;
}

/** Shows one scene after the other, and expects each to be accessible to everybody, in light and in dark. */
export async function expectAccessible<S>(page: Page, stage: S, scenes: readonly Scene<S>[]): Promise<void> {
  for (const { name, part, show } of scenes) {
    await page.emulateMedia({ colorScheme: 'light' });
    await show(stage);
    expect(await accessibilityViolations(page, part), name).toEqual([]);
    // Colours are all that the dark theme changes.
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    expect(await accessibilityViolations(page, part, ['color-contrast']), `${name}, dark`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/**
 * Collects what the page's Content-Security-Policy refuses, from now on and for each page that is opened after this.
 *
 * @returns a function that gives the refusals so far, one line each
 */
export async function watchPolicy(page: Page): Promise<() => readonly string[]> {
  const refusals: string[] = [];
  await page.exposeFunction('footbridgeRefused', (line: string) => refusals.push(line));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report: unknown = Reflect.get(window, 'footbridgeRefused');
      if (typeof report === 'function') report(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  return () => refusals;
}
