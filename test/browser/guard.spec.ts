import { until } from '../support/engine-until.ts';
import { expect, type Stage, test } from './stage.ts';

const people = Array.from({ length: 12 }, (_, index) => `person${index + 1}@contoso.test`);

/** Twelve people who edit because of a group, in an app whose guard is the default one. */
async function gatherEditors({ host, app, hire, gather, wiki }: Stage): Promise<{ group: string; ids: string[] }> {
  const ids: string[] = [];
  for (const userName of people) ids.push(await hire(userName, 'Sales'));
  const group = await gather('Wiki Editors', ids);
  const rule = { name: 'Editors edit', role: 'editor', when: `"${group}" in groups` };
  await host().client.call('app.addRule', { id: app.id, rule });
  await host().client.call('app.setGuard', { id: app.id, people: 5, percent: 10 });
  await until('everybody edits', () => people.every((userName) => isEditor(wiki, userName)));
  return { group, ids };
}

const isEditor = (wiki: Stage['wiki'], userName: string) => wiki.account(userName)?.roles.includes('editor') ?? false;

test('a group that is emptied at once is parked, named, and carried out only with a reason', async ({ stage }) => {
  const { activity, wiki, host } = stage;
  const { group, ids } = await gatherEditors(stage);
  await activity.open(host().ready.admin);
  await activity.stopReading();
  await stage.dismiss(group, ids);

  const row = activity.row('Update group Wiki Editors: −12 members');
  await expect(row).toContainText('parked');
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  expect(people.filter((userName) => !isEditor(wiki, userName))).toEqual([]);

  await activity.needsYou.click();
  await expect(activity.work).toContainText('12 people');
  await expect(activity.work).toContainText('Person person1');
  await activity.work.getByRole('button', { name: 'Show the request' }).click();
  await expect(activity.steps('Parked')).toHaveCount(12);
  await expect(activity.inspector).toContainText('12 members left');
  expect(people.filter((userName) => !isEditor(wiki, userName))).toEqual([]);

  await activity.decide('Approve', 'the project ended on Friday');
  await expect(activity.needsYou).toHaveText('Needs you: 0');
  await expect(row).toContainText('proved');
  await expect(row).toContainText('12 roles removed');
  await expect(activity.steps('Proof').first()).toContainText('Proved');
  expect(people.filter((userName) => isEditor(wiki, userName))).toEqual([]);
  for (const userName of people) expect(wiki.account(userName)).toMatchObject({ enabled: true, roles: ['reader'] });
});

test('what waits for a decision is found, read and decided by keyboard alone', async ({ stage, page }) => {
  const { activity, wiki, host } = stage;
  const { group, ids } = await gatherEditors(stage);
  await stage.dismiss(group, ids);
  await activity.open(host().ready.admin);
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  await activity.needsYou.focus();
  await page.keyboard.press('Enter');
  await expect(activity.work).toBeVisible();
  const approve = activity.work.getByRole('button', { name: 'Approve' });
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(approve).toBeFocused({ timeout: 50 });
  }).toPass();
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
  await until('nobody edits', () => people.every((userName) => !isEditor(wiki, userName)));
});
