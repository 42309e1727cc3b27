import { test as base, expect } from '@playwright/test';
import { ContractError } from '../../shared/contract/error.ts';
import { makePerson, makePersonRow, scriptDirectory } from '../renderer/directory-fixtures.ts';
import { readOnly } from '../renderer/scripted-engine.ts';
import { accessibilityViolations, expectAccessible, type Scene, watchPolicy } from './axe.ts';
import { DirectoryPage } from './directory-page.ts';
import { goTo, overflows } from './going.ts';
import { type PretendHost, startPretendHost } from './pretend-host.ts';

interface Stage extends PretendHost {
  readonly directory: DirectoryPage;
}

/** The Directory over an engine that answers as a test says: 300 people, 8 groups. */
const test = base.extend<{ stage: Stage }>({
  stage: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const host = await startPretendHost({ exchanges: 12, newestAt: Date.now(), pause: 900 });
    scriptDirectory(host.engine, { people: 300, groups: 8, timeline: 260 });
    await use({ ...host, directory: new DirectoryPage(page) });
    await host.close();
    expect(refusals()).toEqual([]);
  },
});

// axe says what is wrong and where; a recording of each of its steps takes longer than they do.
test.use({ trace: 'off' });

const refuse = () => {
  throw new ContractError(readOnly);
};

const detail = '[data-pane=detail]';

const scenes: readonly Scene<Stage>[] = [
  {
    name: 'the list of people',
    part: 'body',
    show: ({ directory }) => directory.row('Ada Lovelace').first().waitFor(),
  },
  {
    name: 'a leaver with a decision open, one app proved, one handed over, one that refuses',
    part: detail,
    async show({ directory }) {
      await directory.row('陳美玲').first().click();
      await expect(directory.account('Ticket desk')).toContainText('agents with open tickets');
      await expect(directory.account('Door badges')).toContainText('handed over');
      await expect(directory.person).toContainText('Ticket desk may still let them in.');
    },
  },
  {
    name: 'somebody with a held attribute and no account',
    part: detail,
    async show({ directory }) {
      await directory.row('أمل الحسيني').first().click();
      await expect(directory.person.locator('[data-attribute$=department]')).toContainText('held');
    },
  },
  {
    name: 'nobody who matches',
    part: 'main',
    async show({ directory }) {
      await directory.search.fill('nobody at all');
      await directory.page.getByRole('heading', { name: 'Nobody matches “nobody at all” here.' }).waitFor();
    },
  },
  {
    name: 'somebody who is not here',
    part: detail,
    async show({ directory }) {
      await goTo(directory.page, '#/directory/people/person-9999');
      await directory.page.getByRole('heading', { name: 'This person is not here.' }).waitFor();
    },
  },
  {
    name: 'a group with rules and members',
    part: 'main',
    async show({ directory }) {
      await goTo(directory.page, '#/directory/groups/group-0');
      await directory.row('Grace Hopper', directory.members).waitFor();
    },
  },
  {
    name: 'a list and a page that cannot be read',
    part: 'main',
    async show({ directory, engine }) {
      engine.answer('person.list', refuse);
      engine.answer('person.get', refuse);
      await goTo(directory.page, '#/directory/people/person-7');
      await expect(directory.page.getByRole('alert')).toHaveCount(2);
    },
  },
];

test('accessible to everybody, in light and in dark: every state of the Directory', async ({ stage, page }) => {
  // axe takes its time on a slow machine.
  test.slow();
  await stage.directory.open(stage.url);
  await expectAccessible(page, stage, scenes);
});

test('at 400 % zoom nothing is cut off sideways, and a person covers the list', async ({ stage, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await stage.directory.open(stage.url);
  await stage.directory.row('Ada Lovelace').first().waitFor();
  expect(await overflows(page)).toBe(false);
  expect(await accessibilityViolations(page)).toEqual([]);
  await stage.directory.row('陳美玲').first().click();
  await expect(stage.directory.account('Ticket desk')).toBeVisible();
  await expect(stage.directory.people).toBeHidden();
  expect(await overflows(page)).toBe(false);
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(stage.directory.people).toBeVisible();
});

test('an empty directory says what it is for and what to do next; then people come in', async ({ stage, page }) => {
  scriptDirectory(stage.engine, { people: 0, groups: 0, timeline: 0 });
  await stage.directory.open(stage.url);
  await expect(page.getByRole('heading', { level: 2 })).toContainText('stands here, with what they have and why');
  await expect(page.getByRole('link', { name: 'Connect my identity provider' })).toBeVisible();
  expect(await accessibilityViolations(page)).toEqual([]);
  scriptDirectory(stage.engine, { people: 1, groups: 0, timeline: 0 });
  stage.engine.tell('directory');
  await expect(stage.directory.row('Ada Lovelace')).toHaveCount(1);
});

test('a list of any length is loaded as it is scrolled, and walked by keyboard', async ({ stage, page }) => {
  const { directory } = stage;
  await directory.open(stage.url);
  await directory.row('Ada Lovelace').first().waitFor();
  await expect(directory.people).toHaveAttribute('aria-rowcount', '-1');
  await directory.people.focus();
  await page.keyboard.press('End');
  await expect(directory.people).toHaveAttribute('aria-rowcount', '301');
  await page.keyboard.press('End');
  const last = makePersonRow(299);
  await expect(directory.row(last.name)).toHaveAttribute('aria-rowindex', '301');
  expect(await directory.people.locator('[data-index]').count()).toBeLessThan(80);
  await page.keyboard.press('Enter');
  await expect(directory.title).toHaveText(last.name);
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowUp');
  await expect(directory.title).toHaveText(makePersonRow(287).name);
  await page.keyboard.press('Home');
  await page.keyboard.press('z');
  await expect(directory.title).toHaveText('Zoë O’Neill-Vandenberghe');
});

test('while somebody reads, no row moves: what changed waits behind a button', async ({ stage, page }) => {
  const { directory, engine } = stage;
  const rows = Array.from({ length: 10 }, (_, index) => makePersonRow(index));
  engine.answer('person.list', () => ({ items: rows, next: null }));
  await directory.open(stage.url);
  await directory.row('Björn').hover();
  const before = await directory.names();
  rows.unshift({ ...makePersonRow(40), name: 'Aaron', userName: 'aaron@fabrikam.test' });
  const bjorn = rows[3];
  rows[3] = { ...makePersonRow(2), department: 'Moved there' };
  expect(bjorn?.name).toBe('Björn Ångström');
  engine.tell('directory');
  await expect(directory.row('Björn')).toContainText('Moved there');
  expect(await directory.names()).toEqual(before);
  // By key: a pointer that is too long on its way to the button finds the rows let in and the button gone.
  await page.getByRole('button', { name: 'People: show what changed' }).press('Enter');
  await expect(directory.row('Aaron')).toHaveAttribute('aria-rowindex', '2');
});

test('while the engine does not answer, what is shown stays and says so, and comes right by itself', async ({
  stage,
  page,
}) => {
  const { directory, engine } = stage;
  await directory.open(stage.url, '/people/person-0');
  await expect(directory.title).toHaveText('Ada Lovelace');
  engine.answer('person.get', refuse);
  engine.tell('directory');
  await expect(directory.person.getByRole('status')).toContainText('The database is read-only.');
  await expect(directory.account('Team Wiki')).toBeVisible();
  engine.answer('person.get', () => ({ ...makePerson(0), name: 'Ada King' }));
  engine.tell('directory');
  await expect(directory.title).toHaveText('Ada King');
  await expect(directory.person.getByRole('status')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(directory.person).toBeHidden();
});
