import { until } from '../support/engine-until.ts';
import { ActivityPage } from './activity-page.ts';
import { DirectoryPage } from './directory-page.ts';
import { tabTo } from './going.ts';
import { expect, type Stage, test } from './stage.ts';

/** Ada edits Team Wiki since she is in Marketing; Bob reads it. */
async function hireBoth(stage: Stage): Promise<string> {
  const ada = await stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
  await stage.hire('bob@contoso.test', 'Sales', { displayName: 'Bob Ross' });
  await until('both are delivered', () => stage.wiki.account('bob@contoso.test')?.roles.length === 1);
  await until('Ada edits', () => stage.wiki.account('ada@contoso.test')?.roles.length === 2);
  return ada;
}

test('why somebody has a role: found by search, read with its reason and its proof, followed to the request', async ({
  stage,
  page,
}) => {
  await hireBoth(stage);
  const directory = new DirectoryPage(page);
  await directory.open(stage.host().ready.admin);
  await expect(directory.row(/./)).toHaveCount(2);
  await directory.search.fill('ada');
  await expect(directory.row(/./)).toHaveCount(1);
  await directory.row('Ada Lovelace').click();
  await expect(directory.title).toHaveText('Ada Lovelace');

  const wiki = directory.account('Team Wiki');
  await expect(wiki).toContainText('Access is wanted');
  const editor = wiki.getByRole('listitem').filter({ hasText: 'editor' });
  await expect(editor).toContainText('applied');
  await expect(editor).toContainText('department is Marketing');
  await wiki.getByText('proved', { exact: true }).click();
  await expect(wiki).toContainText('Asked');
  await expect(wiki).toContainText('Not covered');

  await directory.person.getByRole('link', { name: 'The request that set department' }).click();
  await expect(new ActivityPage(page).inspector.getByRole('heading', { level: 2 })).toHaveText('Create Ada Lovelace');
  await page.goBack();
  await expect(directory.title).toHaveText('Ada Lovelace');
  await expect(directory.search).toHaveValue('ada');
});

test('by keyboard alone: search, walk from person to person, read why, and come back to the list', async ({
  stage,
  page,
}) => {
  await hireBoth(stage);
  const directory = new DirectoryPage(page);
  await page.goto(stage.host().ready.admin);
  await page.getByRole('status', { name: 'Health' }).waitFor();
  await page.keyboard.press('Control+4');
  await expect(directory.people).toBeFocused();
  await expect(page).toHaveTitle('Directory · Footbridge');
  await page.keyboard.press('/');
  await expect(directory.search).toBeFocused();
  await page.keyboard.type('contoso');
  await page.keyboard.press('F6');
  await expect(directory.people).toBeFocused();
  await page.keyboard.press('b');
  await page.keyboard.press('Enter');
  await expect(directory.title).toHaveText('Bob Ross');
  await page.keyboard.press('ArrowUp');
  await expect(directory.title).toHaveText('Ada Lovelace');
  await expect(directory.people).toBeFocused();
  await page.keyboard.press('F6');
  const summary = directory.account('Team Wiki').locator('summary');
  await tabTo(page, summary);
  await page.keyboard.press('Enter');
  await expect(directory.account('Team Wiki')).toContainText('Not covered');
  await expect(directory.account('Team Wiki')).toContainText('department is Marketing');
  await page.keyboard.press('Escape');
  await expect(directory.person).toBeHidden();
  await expect(directory.people).toBeFocused();
});

test('a leaver’s page is evidence: received, proved, what no proof covers, and how it came', async ({
  stage,
  page,
}) => {
  const ada = await hireBoth(stage);
  const directory = new DirectoryPage(page);
  await directory.open(stage.host().ready.admin);
  await directory.row('Ada Lovelace').click();
  await expect(directory.person).toContainText('active');
  await stage.disable(ada);
  await expect(directory.person).toContainText('After leaving');
  await expect(directory.person).toContainText('Team Wiki was read back: closed.');
  await expect(directory.account('Team Wiki')).toContainText('disabled');
  await expect(directory.account('Team Wiki')).toContainText('No access is wanted');
  await expect(directory.account('Team Wiki')).toContainText('is disabled, no roles');
  await expect(directory.person).toContainText('not known: no source tells it');
  await expect(directory.person.getByRole('listitem').filter({ hasText: 'Disable ada@contoso.test' })).toContainText(
    'proved',
  );
  await directory.show('Left this week');
  await expect(directory.row(/./)).toHaveCount(1);
  await expect(directory.row('Ada Lovelace')).toContainText('inactive');
});

test('what needs a decision is on the page of the person it concerns, and is decided there', async ({
  stage,
  page,
}) => {
  const { wiki } = stage;
  wiki.execute(`INSERT INTO users (username, full_name, enabled) VALUES ('ada@contoso.test', 'Ada the contractor', 1)`);
  await stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
  const directory = new DirectoryPage(page);
  const activity = new ActivityPage(page);
  await directory.open(stage.host().ready.admin);
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  await expect(page.getByRole('link', { name: 'Directory, 1 needs you' })).toBeVisible();
  await directory.show('Needs you');
  await expect(directory.row('Ada Lovelace')).toBeVisible();

  await activity.needsYou.click();
  await activity.work.getByRole('link', { name: 'Ada Lovelace' }).click();
  await expect(activity.work).toBeHidden();
  await expect(directory.title).toHaveText('Ada Lovelace');
  await expect(directory.account('Team Wiki')).toContainText('conflict');

  wiki.execute(`UPDATE users SET username = 'ada.contractor' WHERE username = 'ada@contoso.test'`);
  const work = directory.person.locator('[data-work]');
  await work.getByRole('button', { name: 'Try again' }).click();
  await work.getByRole('textbox').fill('the contractor was renamed');
  await work.getByRole('button', { name: 'Try again' }).click();
  await expect(work).toHaveCount(0);
  await expect(directory.account('Team Wiki')).toContainText('active');
  await expect(activity.needsYou).toHaveText('Needs you: 0');
  await expect(page.getByRole('link', { name: 'Directory', exact: true })).toBeVisible();
  await expect(directory.person).toContainText('the contractor was renamed');
});

test('a group shows its members, and what being in it gives', async ({ stage, page }) => {
  const ada = await hireBoth(stage);
  const group = await stage.gather('Wiki Admins', [ada]);
  const rule = { name: 'Admins administrate', role: 'admin', when: `"${group}" in groups` };
  await stage.host().client.call('app.addRule', { id: stage.app.id, rule });
  const directory = new DirectoryPage(page);
  await directory.open(stage.host().ready.admin, '/groups');
  await directory.row('Wiki Admins', directory.groups).click();
  await expect(directory.group).toContainText('admin in Team Wiki, rule “Admins administrate”');
  await expect(directory.row('Ada Lovelace', directory.members)).toContainText('active');
  await directory.row('Ada Lovelace', directory.members).click();
  await expect(directory.title).toHaveText('Ada Lovelace');
  await directory.person.getByRole('link', { name: 'Wiki Admins' }).click();
  await expect(directory.group.getByRole('heading', { level: 2 })).toHaveText('Wiki Admins');
});
