import { expect, test } from '@playwright/test';
import { accessibilityViolations } from './axe.ts';

/** A page with one fault in each of its parts, and one without. */
const page = `<!doctype html><html lang="en"><title>Faults</title>
<main><h1>Faults</h1><p id="pale" style="color: #bbb; background: #fff">Too pale to read</p></main>
<form><input id="nameless"></form><footer>Nothing wrong here</footer></html>`;

test('what is not accessible is found: on the whole page, in a part, by one rule, again and again', async ({
  page: window,
}) => {
  await window.setContent(page);
  const pale = expect.stringMatching(/^color-contrast: #pale: /);
  const nameless = expect.stringMatching(/^label: #nameless: /);
  expect((await accessibilityViolations(window)).toSorted()).toEqual([pale, nameless]);
  expect(await accessibilityViolations(window, 'form')).toEqual([nameless]);
  expect(await accessibilityViolations(window, undefined, ['color-contrast'])).toEqual([pale]);
  expect(await accessibilityViolations(window, 'footer')).toEqual([]);
  await window.locator('#pale').evaluate((element) => element.remove());
  expect(await accessibilityViolations(window)).toEqual([nameless]);
});
