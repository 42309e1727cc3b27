import { test as base, expect } from '@playwright/test';
import { ContractError } from '../../shared/contract/error.ts';
import type { Checklist } from '../../shared/model/checklist.ts';
import type { Source } from '../../shared/model/source.ts';
import { emptyCard, fullCard, someShapes } from '../renderer/dialect-fixtures.ts';
import { makeChecklist, makeSource, wrongToken } from '../renderer/setup-fixtures.ts';
import { expectAccessible, type Scene, watchPolicy } from './axe.ts';
import { goTo, overflows } from './going.ts';
import { type PretendHost, startPretendHost } from './pretend-host.ts';
import { SetupPage } from './setup-page.ts';

/** A live world of a pretend host in which nothing is connected yet. */
interface Stage {
  readonly setup: SetupPage;
  readonly host: PretendHost;
  readonly sources: Source[];
  /** Says what was seen of the source so far. */
  tick(checklist: Checklist): void;
}

const token = 'fb_Jq3v8sXk2mPz7RtWn5Ly9cAeBgHd4uVk3fd';

const test = base.extend<{ stage: Stage }>({
  stage: async ({ page }, use) => {
    const refusals = await watchPolicy(page);
    const host = await startPretendHost({ exchanges: 0, newestAt: Date.now(), pause: 900, sources: 0 });
    const { engine } = host;
    const sources: Source[] = [];
    let checklist = makeChecklist(0);
    engine.answer('source.list', () => ({ items: sources }));
    engine.answer('source.checklist', () => checklist);
    engine.answer('source.dialect', () => (checklist.connected ? fullCard('okta') : emptyCard('okta')));
    engine.answer('source.unrecognised', () => ({ items: [...someShapes], next: null }));
    engine.answer('source.add', ({ name, dialect }) => {
      const source = makeSource(dialect, name);
      sources.push(source);
      engine.tell('configuration');
      return { id: source.id, name, baseUrl: source.baseUrl, token };
    });
    engine.answer('source.remove', ({ id }) => {
      sources.splice(
        sources.findIndex((source) => source.id === id),
        1,
      );
      engine.tell('configuration');
      return {};
    });
    const tick = (now: Checklist) => {
      checklist = now;
      engine.tell('exchange');
    };
    await page.goto(host.url);
    // Until it stands, the window itself still chooses where to begin.
    await page.getByRole('status', { name: 'Health' }).waitFor();
    await use({ setup: new SetupPage(page), host, sources, tick });
    await host.close();
    expect(refusals()).toEqual([]);
  },
});

// axe says what is wrong and where; a recording of each of its steps takes longer than they do.
test.use({ trace: 'off' });

const longName = 'Contoso Ltd., the Dutch branch; 山本 さくら; محمد الخطيب; Andrianampoinimerinatompokoindrindra';

const scenes: readonly Scene<Stage>[] = [
  { name: 'the doors', show: ({ setup }) => setup.link('Connect my identity provider').waitFor() },
  {
    name: 'a company to be founded, with a wrong number',
    async show({ setup }) {
      await setup.link('Rehearse with a pretend company').click();
      await setup.page.getByRole('textbox', { name: 'People in the company' }).fill('5');
      await setup.button('Begin the rehearsal').click();
      await setup.page.getByText('Write a whole number from 25 to 500.').waitFor();
    },
  },
  {
    name: 'the choice of identity providers',
    async show({ setup }) {
      await setup.link('All ways to begin').click();
      await setup.link('Connect my identity provider').click();
      await setup.link('Okta').waitFor();
    },
  },
  {
    name: 'what it takes',
    async show({ setup }) {
      await setup.link('Okta').click();
      await setup.make.waitFor();
    },
  },
  {
    name: 'a source that was just made, and a token that was refused',
    async show({ setup, tick }) {
      await setup.name.fill(longName);
      await setup.make.click();
      await setup.readValues();
      tick(makeChecklist(0, wrongToken));
      await expect(setup.item('Token accepted')).toContainText('failed');
      await setup.button('Remove this source').click();
    },
  },
  {
    name: 'a connected source among others',
    async show({ setup, sources, host, tick }) {
      tick(makeChecklist(7));
      await setup.connected.waitFor();
      await setup.notUnderstood.getByText('shoeSize').first().waitFor();
      sources.push(makeSource('entra', 'Entra', { lastSeenAt: new Date(Date.now() - 60_000).toISOString() }));
      host.engine.tell('configuration');
    },
  },
];

test('accessible to everybody, in light and in dark: every step of the way', async ({ stage, page }) => {
  // axe takes its time on a slow machine.
  test.slow();
  await expectAccessible(page, stage, scenes);
});

test('at 400 % zoom nothing is cut off sideways on any step of the way', async ({ stage, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const { name, show } of scenes) {
    await show(stage);
    expect(await overflows(page, '[data-pane=setup]'), name).toBe(false);
  }
});

test('Enter goes on from step to step, and the fields are called what Okta calls them', async ({ stage, page }) => {
  const { setup, host } = stage;
  await setup.link('Connect my identity provider').focus();
  await page.keyboard.press('Enter');
  await expect(setup.link('Microsoft Entra ID')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(setup.name).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(setup.page.getByRole('button', { name: /^Copy / }).first()).toBeFocused();
  expect(await setup.readValues()).toEqual({ base: makeSource('okta', 'Okta').baseUrl, token });
  for (const label of [
    'SCIM connector base URL',
    'Unique identifier field for users',
    'Authentication Mode',
    'Authorization',
  ])
    await expect(page.getByRole('term').filter({ hasText: new RegExp(`^${label}$`) })).toBeVisible();
  expect(host.engine.calls.filter(({ name }) => name === 'source.add').map(({ input }) => input)).toEqual([
    { name: 'Okta', dialect: 'okta' },
  ]);
});

test('the address to copy is made with the address of a proxy', async ({ stage: { setup }, page }) => {
  await goTo(page, '#/setup/connect/entra');
  await setup.make.click();
  const { base } = await setup.readValues();
  const outside = page.getByRole('textbox', { name: /^Your address for it from outside/ });
  await outside.fill('http://scim.contoso.test');
  await expect(page.getByText('Write an address that begins with https://')).toBeVisible();
  expect((await setup.readValues()).base).toBe(base);
  await outside.fill('https://scim.contoso.test/');
  await expect(setup.values.first()).toHaveText(`https://scim.contoso.test${new URL(base).pathname}`);
});

test('a token is shown once: a source that is come back to shows its last four characters', async ({
  stage: { setup },
  page,
}) => {
  await goTo(page, '#/setup/connect/okta');
  await setup.make.click();
  await expect(page.getByText('Shown this once')).toBeVisible();
  await goTo(page, '#/activity');
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await goTo(page, '#/setup');
  await setup.link('Okta').click();
  await expect(page.getByText('ends in k3fd')).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
});

test('only a proved deactivation makes it green', async ({ stage: { setup, tick }, page }) => {
  await goTo(page, '#/setup/connect/okta');
  await setup.make.click();
  for (let done = 0; done < 7; done += 1) {
    tick(makeChecklist(done));
    await expect(page.getByText(`${done} of 7 done`)).toBeVisible();
    await expect(setup.connected).toHaveCount(0);
  }
  tick(makeChecklist(7));
  await expect(setup.connected).toBeVisible();
});

test('removing a source says what it means first', async ({ stage: { setup }, page }) => {
  await goTo(page, '#/setup/connect/okta');
  await setup.make.click();
  await setup.button('Remove this source').click();
  await expect(page.getByRole('group', { name: /Nobody loses anything by it/ })).toBeFocused();
  await setup.button('Keep it').click();
  await setup.button('Remove this source').click();
  await setup.button('Remove it').click();
  await expect(page.getByText('None yet.')).toBeVisible();
});

test('an engine that says no is heard, and a source that is gone is a sentence', async ({
  stage: { setup, host },
  page,
}) => {
  host.engine.answer('source.add', () => {
    throw new ContractError({
      code: 'conflict',
      message: 'There is a source of this name.',
      affects: 'Nothing was changed.',
      fix: 'Choose another name.',
      id: 'source-name',
    });
  });
  await goTo(page, '#/setup/connect/okta');
  await setup.make.click();
  await expect(page.getByRole('alert')).toContainText('Choose another name.');
  await goTo(page, '#/setup/source/nowhere');
  await expect(page.getByRole('heading', { name: 'There is no such source in this world.' })).toBeVisible();
});
