import { test as base, expect } from '@playwright/test';
import { ContractError } from '../../shared/contract/error.ts';
import type { Sandbox, SandboxPerson } from '../../shared/model/sandbox.ts';
import { makeAppDetail, makePeople, makeRun, makeSandbox } from '../renderer/rehearse-fixtures.ts';
import { readOnly } from '../renderer/scripted-engine.ts';
import { expectAccessible, type Scene, watchPolicy } from './axe.ts';
import { goTo, overflows } from './going.ts';
import { type PretendHost, startPretendHost } from './pretend-host.ts';
import { RehearsePage } from './rehearse-page.ts';

/** The sandbox world of a pretend host, which shows whatever company a test wants to look at. */
interface Stage {
  readonly rehearse: RehearsePage;
  readonly host: PretendHost;
  readonly people: SandboxPerson[];
  /** Shows the company as it is now. */
  show(sandbox: Sandbox): void;
}

const test = base.extend<{ stage: Stage }>({
  stage: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const host = await startPretendHost({ exchanges: 0, newestAt: Date.now(), pause: 900 }, 'out/renderer', [
      'live',
      'sandbox',
    ]);
    const { sandbox: engine } = host;
    const people = makePeople(12);
    let current = makeSandbox();
    engine.answer('sandbox.get', () => current);
    engine.answer('sandbox.people', ({ text }) => ({
      items: people.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase())),
      next: null,
    }));
    engine.answer('app.get', ({ id }) => makeAppDetail(id));
    const show = (sandbox: Sandbox) => {
      current = sandbox;
      engine.tell('sandbox');
    };
    await page.goto(host.url);
    await page.getByRole('status', { name: 'Health' }).waitFor();
    await goTo(page, '#/rehearse?world=sandbox');
    await use({ rehearse: new RehearsePage(page), host, people, show });
    await host.close();
    expect(refusals()).toEqual([]);
  },
});

// axe says what is wrong and where; a recording of each of its steps takes longer than they do.
test.use({ trace: 'off' });

const stopped = 'Asked POST /Users, and was answered 401: the token is not known. A 201 was needed.';

const scenes: readonly Scene<Stage>[] = [
  {
    name: 'a company at rest',
    part: 'main',
    async show({ rehearse }) {
      await rehearse.person('Ada Thorne').waitFor();
      await expect(rehearse.app('Door Badges')).toContainText('refuses');
      await expect(rehearse.app('Team Wiki')).toContainText('proved');
    },
  },
  {
    name: 'somebody chosen',
    part: '[data-pane=person]',
    show: ({ rehearse }) => rehearse.person('محمد الخطيب').click(),
  },
  {
    name: 'runs of every outcome, while the identity provider is busy',
    part: '[data-pane=scenarios]',
    async show({ rehearse, show }) {
      const open = { text: 'Ada Thorne is reader in Team Wiki', met: null, detail: '' };
      const unmet = { text: 'Ada Thorne is no editor', met: false, detail: 'still has the role editor' };
      show(
        makeSandbox({
          busy: 'Telling: 3 of 9 changes',
          runs: [
            makeRun('mover', { finishedAt: null, expectations: [open, unmet] }),
            makeRun('leaver'),
            makeRun('joiner', { failure: stopped }),
          ],
        }),
      );
      await rehearse.page.getByText('Telling: 3 of 9 changes').waitFor();
      await expect(rehearse.expectations).toHaveCount(2);
    },
  },
  {
    name: 'an identity provider that stopped',
    part: 'main header',
    async show({ rehearse, show }) {
      show(makeSandbox({ failure: stopped }));
      await expect(rehearse.page.getByRole('alert')).toContainText(stopped);
    },
  },
  {
    name: 'no company',
    part: 'main',
    async show({ rehearse, show }) {
      show(makeSandbox({ company: null, apps: [], episodes: [] }));
      await rehearse.begin.waitFor();
    },
  },
];

test('accessible to everybody, in light and in dark: every state of the screen', async ({ stage, page }) => {
  // axe takes its time on a slow machine.
  test.slow();
  await expectAccessible(page, stage, scenes);
});

test('at 400 % zoom the whole company stays usable', async ({ stage: { rehearse }, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await rehearse.person('Ada Thorne').click();
  await expect(rehearse.action('Disable')).toBeVisible();
  await rehearse.runButton.scrollIntoViewIfNeeded();
  await expect(rehearse.runButton).toBeInViewport();
  expect(await overflows(page)).toBe(false);
});

test('an engine that says no is heard, with what to do', async ({ stage: { rehearse, host } }) => {
  host.sandbox.answer('sandbox.act', () => {
    throw new ContractError({
      code: 'refused',
      message: 'Ada Thorne has left; only somebody who works here can be disabled.',
      affects: 'Nothing was changed.',
      fix: 'Choose what applies to them.',
      id: 'sandbox-refused',
    });
  });
  await rehearse.action('Disable Ada Thorne').click();
  await expect(rehearse.page.getByRole('alert')).toContainText('Choose what applies to them.');
  await expect(rehearse.outcome).toHaveCount(0);
});

test('a company that cannot be asked for says so, and comes when it can', async ({
  stage: { rehearse, host },
  page,
}) => {
  await rehearse.person('Ada Thorne').waitFor();
  host.sandbox.answer('sandbox.get', () => {
    throw new ContractError(readOnly);
  });
  await goTo(page, '#/activity?world=sandbox');
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await goTo(page, '#/rehearse?world=sandbox');
  await expect(page.getByRole('alert')).toContainText('Make the folder writable again.');
  host.sandbox.answer('sandbox.get', () => makeSandbox());
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rehearse.person('Ada Thorne')).toBeVisible();
});

test('a search that nobody matches says so', async ({ stage: { rehearse }, page }) => {
  await rehearse.person('Ada Thorne').waitFor();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('thórkatla nobody');
  await expect(page.getByText('Nobody matches these words.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rehearse.person('Ada Thorne')).toBeVisible();
});

test('what was done takes the focus, and Enter goes to the page of the person', async ({ stage, page }) => {
  const { rehearse, host } = stage;
  const text = 'Ada Thorne is disabled';
  host.sandbox.answer('sandbox.act', ({ id, action }) => {
    expect({ id, action }).toEqual({ id: 'object-1', action: 'disable' });
    return makeSandbox({ episodes: [{ at: new Date().toISOString(), text, personId: 'person-1' }] });
  });
  await rehearse.action('Disable Ada Thorne').click();
  await expect(page.getByText(`${text}.`)).toBeVisible();
  await expect(rehearse.outcome).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/directory\/people\/person-1/);
});

test('Ctrl+Enter runs the chosen scenario from anywhere, once', async ({ stage: { rehearse, host }, page }) => {
  host.sandbox.answer('sandbox.run', ({ scenario }) => makeSandbox({ runs: [makeRun(scenario)] }));
  await rehearse.scenario('Somebody moves').check();
  await rehearse.search.click();
  await page.keyboard.press('Control+Enter');
  await expect
    .poll(() => host.sandbox.calls.filter(({ name }) => name === 'sandbox.run').map(({ input }) => input))
    .toEqual([{ scenario: 'mover' }]);
});

test('nothing moves under the pointer: neither people nor the story', async ({ stage, page }) => {
  const { rehearse, people, show } = stage;
  const story = rehearse.story.getByRole('listitem');
  await expect(story).toHaveCount(3);
  await rehearse.story.hover();
  const added = { at: new Date().toISOString(), text: 'Þórkatla is hired', personId: null };
  show(makeSandbox({ busy: 'Telling: 1 of 1 change', episodes: [added, ...makeSandbox().episodes] }));
  await page.getByText('Telling: 1 of 1 change').waitFor();
  await expect(story).toHaveCount(3);

  await rehearse.person('Ada Thorne').hover();
  await expect(story).toHaveCount(4);
  people.unshift(...makePeople(1).map((one) => ({ ...one, id: 'object-0', name: 'Aaron First' })));
  const where = () => rehearse.person('Ada Thorne').evaluate((row) => row.getBoundingClientRect().top);
  const before = await where();
  show(makeSandbox({ busy: 'Telling: 2 of 2 changes' }));
  await page.getByRole('button', { name: /show what changed/ }).waitFor();
  expect(await where()).toBe(before);
});
