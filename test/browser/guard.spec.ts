import { until } from '../support/engine-until.ts';
import { accessibilityViolations } from './axe.ts';
import { editors, gatherEditors, isEditor } from './editors.ts';
import { tabTo } from './going.ts';
import { expect, test } from './stage.ts';

test('a group that is emptied at once is parked, named, and carried out only with a reason', async ({ stage }) => {
  const { activity, wiki, host } = stage;
  const { group, ids } = await gatherEditors(stage);
  await activity.open(host().ready.admin);
  await activity.stopReading();
  await stage.dismiss(group, ids);

  const row = activity.row('Update group Wiki Editors: −12 members');
  await expect(row).toContainText('parked');
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  expect(editors.filter((userName) => !isEditor(stage, userName))).toEqual([]);

  await activity.needsYou.click();
  await expect(activity.work).toContainText('12 people');
  await expect(activity.work).toContainText('Ada Lovelace');
  await activity.work.getByRole('link', { name: 'Show the request' }).click();
  await expect(activity.steps('Parked')).toHaveCount(1);
  await expect(activity.inspector.locator('[data-account]')).toHaveCount(12);
  await expect(activity.inspector).toContainText('12 members left');
  expect(editors.filter((userName) => !isEditor(stage, userName))).toEqual([]);

  await activity.decide('Approve', 'the project ended on Friday');
  await expect(activity.needsYou).toHaveText('Needs you: 0');
  await expect(row).toContainText('proved');
  await expect(row).toContainText('12 roles removed');
  await expect(activity.steps('Proof').first()).toContainText('Proved');
  expect(editors.filter((userName) => isEditor(stage, userName))).toEqual([]);
  for (const userName of editors) expect(wiki.account(userName)).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('some of them go and the others keep what they have, chosen by keyboard alone', async ({ stage, page }) => {
  const { activity, host } = stage;
  const { group, ids } = await gatherEditors(stage);
  await stage.dismiss(group, ids);
  await activity.open(host().ready.admin);
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  await tabTo(page, activity.needsYou);
  await page.keyboard.press('Enter');
  await tabTo(page, activity.work.locator('summary', { hasText: 'Decide for some of them' }));
  await page.keyboard.press('Enter');
  const people = activity.work.getByRole('group').getByRole('checkbox');
  await expect(people).toHaveCount(12);
  for (const name of ['Ada Lovelace', 'Grace Hopper']) {
    await tabTo(page, activity.work.getByRole('checkbox', { name }));
    await page.keyboard.press('Space');
  }
  await tabTo(page, activity.work.getByRole('button', { name: 'Approve (2 of 12 people)' }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('these two moved');
  await page.keyboard.press('Enter');
  await expect(activity.work).toContainText('10 people');
  await until('two do not edit', () => editors.filter((userName) => !isEditor(stage, userName)).length === 2);
  expect(
    ['ada.lovelace', 'grace.hopper'].filter((name) =>
      editors.some((one) => one.startsWith(name) && isEditor(stage, one)),
    ),
  ).toEqual([]);

  await tabTo(page, activity.work.getByRole('button', { name: 'Reject: they keep it' }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('the rest was a mistake');
  await page.keyboard.press('Enter');
  await expect(activity.work).toContainText('Nothing needs you');
  expect(editors.filter((userName) => isEditor(stage, userName))).toHaveLength(10);
  await expect(activity.row('Update group Wiki Editors: −12 members')).toContainText('parked');
});

test('whoever still has what should be gone is named with its age, and one of them is released by keyboard alone', async ({
  stage,
  page,
}) => {
  const { activity, host } = stage;
  const { group, ids } = await gatherEditors(stage);
  await stage.dismiss(group, ids);
  await activity.open(host().ready.admin);
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  await activity.needsYou.click();
  const held = activity.work.getByRole('region', { name: 'Still have access that should be gone' });
  await expect(held.getByRole('article')).toHaveCount(12);
  await expect(held.getByRole('article').filter({ hasText: 'Ada Lovelace' })).toContainText(
    'still has editor in Team Wiki, since',
  );
  expect(await accessibilityViolations(page)).toEqual([]);
  await tabTo(page, held.getByRole('button', { name: 'Release now: Ada Lovelace' }));
  await page.keyboard.press('Enter');
  await expect(held.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('she works for a competitor now');
  // Esc leaves the form, and the drawer stays.
  await page.keyboard.press('Escape');
  await expect(held.getByRole('button', { name: 'Release now: Ada Lovelace' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('she works for a competitor now');
  await page.keyboard.press('Enter');
  await expect(held.getByRole('article')).toHaveCount(11);
  await until('she does not edit', () => !isEditor(stage, editors[0] ?? ''));
  expect(editors.filter((userName) => isEditor(stage, userName))).toHaveLength(11);
  await expect(activity.work).toContainText('11 people');
});

test('what waits for a decision is found, read and decided by keyboard alone', async ({ stage, page }) => {
  const { activity, host } = stage;
  const { group, ids } = await gatherEditors(stage);
  await stage.dismiss(group, ids);
  await activity.open(host().ready.admin);
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  await tabTo(page, activity.needsYou);
  await page.keyboard.press('Enter');
  await expect(activity.work).toBeVisible();
  await tabTo(page, activity.work.getByRole('button', { name: 'Approve' }));
  await page.keyboard.press('Enter');
  await expect(activity.work.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('ok');
  await page.keyboard.press('Enter');
  expect(await host().client.call('status.get', {})).toMatchObject({ needsYou: 1 });
  await page.keyboard.type(', they moved to another project');
  await page.keyboard.press('Enter');
  await expect(activity.work).toContainText('Nothing needs you');
  await page.keyboard.press('Escape');
  await expect(activity.work).toBeHidden();
  await expect(activity.needsYou).toBeFocused();
  await until('nobody edits', () => editors.every((userName) => !isEditor(stage, userName)));
});
