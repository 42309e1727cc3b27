import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../support/engine-until.ts';
import { AppsPage } from './apps-page.ts';
import { tabTo } from './going.ts';
import { expect, type Stage, test } from './stage.ts';

const settling = { timeout: 30_000 };

/** The people of the journeys: one who eats, one who does not. */
async function hireTwo(stage: Stage): Promise<string> {
  await stage.hire('grace@contoso.test', 'Sales', { displayName: 'Grace Hopper' });
  return stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
}

test('a CSV app is added, mapped, given a rule and switched on by mouse; its accounts appear there and in the file', async ({
  stage,
  page,
}) => {
  const apps = new AppsPage(page);
  const file = path.join(stage.data, 'lunch.csv');
  const ada = await hireTwo(stage);
  await apps.open(stage.host().ready.admin);
  await expect(apps.row('Team Wiki')).toContainText('SQLite file');
  await page.getByRole('link', { name: 'Add an app', exact: true }).click();
  await page.getByRole('link', { name: 'Add an app with a CSV file' }).click();

  await apps.button('Try it').click();
  await expect(apps.field('Name of the app')).toBeFocused();
  await expect(apps.field('Name of the app')).toHaveAccessibleDescription(/Give the app a name\./);
  await apps.field('Name of the app').fill('Lunch Orders');
  await apps.field('CSV file').fill('lunch.csv');
  await expect(apps.field('CSV file')).toHaveAccessibleDescription(/whole path/);
  await apps.field('CSV file').fill(path.join(stage.data, 'nowhere', 'lunch.csv'));
  await apps.field(/^Roles that the app knows/).fill('eater\ncook');
  await apps.button('Try it').click();
  await expect(apps.tested).toContainText('nowhere');
  await expect(apps.button('Add the app')).toHaveAttribute('aria-disabled', 'true');
  await expect(apps.field('Name of the app')).toHaveValue('Lunch Orders');
  await apps.field('CSV file').fill(file);
  await expect(page.getByText('Changed since it was tried')).toBeVisible();
  await apps.button('Try it').click();
  await expect(page.getByText('Everything was found. Roles there: cook, eater.')).toBeVisible();
  await apps.button('Add the app').click();

  await expect(apps.steps).toContainText('1 of 3 attributes filled.');
  await apps.button('Change the mapping').click();
  await expect(apps.field(/^email/)).toHaveValue('primary(user.emails)');
  await apps.field(/^fullName/).fill('user.displayname');
  await apps.button('Save the mapping').click();
  await expect(apps.field(/^fullName/)).toHaveAccessibleDescription(/Did you mean displayName\?/);
  await expect(apps.field(/^fullName/)).toBeFocused();
  await apps.field(/^fullName/).fill('user.displayName');
  await apps.button('Save the mapping').click();
  await expect(apps.steps).toContainText('3 of 3 attributes filled.');

  await apps.button('Add a rule').click();
  await apps.button('Add this rule').click();
  await expect(apps.field('Department')).toHaveAccessibleDescription(/Write the department\./);
  await expect(apps.choice('Role')).toHaveAccessibleDescription(/Choose the role\./);
  await apps.choice('Role').selectOption('eater');
  await apps.field('Department').fill('Marketing');
  await apps.button('Add this rule').click();
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('department is Marketing → gets eater');

  await apps.showTab('Accounts');
  await expect(apps.account('Ada Lovelace')).toContainText('pending');
  await expect(apps.account('Grace Hopper')).toHaveCount(0);
  await apps.turn('On');
  await expect(page.getByText('1 delivery begins at once')).toBeVisible();
  await apps.button('Switch on').click();
  await expect(apps.account('Ada Lovelace')).toContainText('active', settling);
  await expect(apps.account('Ada Lovelace')).toContainText('handed over');
  await until('her role is there, too', () => readFileSync(file, 'utf8').includes('eater'));
  expect(readFileSync(file, 'utf8')).toBe(
    'username,email,name,status,roles\r\nada@contoso.test,ada@contoso.test,Ada Lovelace,active,eater\r\n',
  );

  await apps.showTab('Deliveries');
  await apps.delivery('eater').click();
  const delivery = page.getByRole('region', { name: 'The delivery' });
  await expect(delivery).toContainText('handed over');
  await stage.disable(ada);
  await until('the file says so', () => readFileSync(file, 'utf8').includes('Ada Lovelace,inactive'));
  await apps.showTab('Accounts');
  await expect(apps.account('Ada Lovelace')).toContainText('disabled', settling);
  await page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await expect(page.getByRole('heading', { name: 'Ada Lovelace', level: 2 })).toBeVisible();
});

test('the same by keyboard alone', async ({ stage, page }) => {
  const apps = new AppsPage(page);
  const file = path.join(stage.data, 'lunch.csv');
  const { keyboard } = page;
  await hireTwo(stage);
  await page.goto(stage.host().ready.admin);
  await apps.place.waitFor();
  await keyboard.press('Control+6');
  await expect(apps.row('Team Wiki')).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Add an app', exact: true }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Add an app with a CSV file' }));
  await keyboard.press('Enter');
  await tabTo(page, apps.field('Name of the app'));
  await keyboard.type('Lunch Orders');
  await keyboard.press('Tab');
  await keyboard.type(file);
  await keyboard.press('Escape');
  await tabTo(page, apps.field(/^Roles that the app knows/));
  await keyboard.type('eater');
  await tabTo(page, apps.button('Try it'));
  await keyboard.press('Enter');
  await expect(page.getByText('Everything was found. Roles there: eater.')).toBeVisible();
  await tabTo(page, apps.button('Add the app'));
  await keyboard.press('Enter');

  await tabTo(page, apps.button('Change the mapping'));
  await keyboard.press('Enter');
  await expect(apps.field('login')).toBeFocused();
  await tabTo(page, apps.button('Save the mapping'));
  await keyboard.press('Enter');
  await expect(apps.button('Change the mapping')).toBeFocused();
  await tabTo(page, apps.button('Add a rule'));
  await keyboard.press('Enter');
  await expect(apps.choice('Who')).toBeFocused();
  // Esc leaves the form, but not what was written in it.
  await keyboard.press('Escape');
  await expect(apps.button('Add a rule')).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await keyboard.type('Marketing');
  await keyboard.press('Escape');
  await expect(page.getByText('What you wrote is not saved yet')).toBeVisible();
  await expect(apps.field('Department')).toHaveValue('Marketing');
  await keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Rules' })).toContainText('department is Marketing');
  await expect(apps.button('Add a rule')).toBeFocused();
  await tabTo(page, page.getByRole('tab', { name: 'Mapping and rules' }));
  await keyboard.press('ArrowRight');
  await expect(apps.account('Ada Lovelace')).toContainText('pending');
  await tabTo(page, page.getByRole('radio', { name: 'Observe only' }));
  await keyboard.press('ArrowRight');
  await expect(page.getByRole('group', { name: /^Switch Lunch Orders on\?/ })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(apps.account('Ada Lovelace')).toContainText('handed over', settling);
  await until('the file says so', () => readFileSync(file, 'utf8').includes('Ada Lovelace,active,eater\r\n'));
  await tabTo(page, page.getByRole('grid', { name: 'Accounts in Lunch Orders' }));
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Ada Lovelace', level: 2 })).toBeVisible();
  await page.goBack();
  await expect(apps.account('Ada Lovelace')).toBeVisible();
  await tabTo(page, page.getByRole('tab', { name: 'Accounts' }));
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await expect(apps.delivery('ada@contoso.test').first()).toBeVisible();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  const delivery = page.getByRole('region', { name: 'The delivery' });
  await expect(delivery).toContainText('handed over');
  await keyboard.press('F6');
  await expect(delivery.getByRole('button', { name: 'Close (Esc)' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(delivery).toHaveCount(0);
  await expect(page.getByRole('grid', { name: /^Deliveries to / })).toBeFocused();
  await keyboard.press('Escape');
  await expect(apps.app('Lunch Orders')).toHaveCount(0);
});

/** An app in whose file stands somebody else's account with Ada's login. */
async function addConflict(stage: Stage) {
  const file = path.join(stage.data, 'lunch.csv');
  const header = 'username,status,email,name,roles\r\n';
  const stranger = 'ada@contoso.test,active,ada@elsewhere.test,Ada the contractor,\r\n';
  const before = `${header}${stranger}`;
  writeFileSync(file, before);
  const { client } = stage.host();
  const { id } = await client.call('app.add', {
    name: 'Lunch Orders',
    target: {
      kind: 'csv',
      file,
      users: {
        login: 'username',
        active: { column: 'status', on: 'active', off: 'inactive' },
        columns: { email: 'email', fullName: 'name' },
      },
      roles: { layout: 'column', column: 'roles' },
      knownRoles: ['eater'],
    },
  });
  await client.call('app.addRule', { id, rule: { name: 'All eat', role: 'eater', when: 'true' } });
  await client.call('app.setState', { id, state: 'on' });
  return {
    before,
    read: () => readFileSync(file, 'utf8'),
    /** Somebody gives the stranger another login, by hand. */
    rename: () => writeFileSync(file, before.replace('ada@contoso.test', 'ada.contractor')),
  };
}

test('an account that was there before is settled on the page of its app', async ({ stage, page }) => {
  const apps = new AppsPage(page);
  const file = await addConflict(stage);
  await apps.open(stage.host().ready.admin);
  await apps.show('Lunch Orders');
  await stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });

  await expect(apps.account('Ada Lovelace')).toContainText('conflict', settling);
  await expect(apps.needs).toContainText('ada@contoso.test');
  await expect(apps.row('Lunch Orders')).toContainText('1');
  expect(file.read()).toBe(file.before);

  file.rename();
  await apps.needs.getByRole('button', { name: 'Try again' }).click();
  await apps.needs.getByRole('textbox').fill('the contractor was renamed');
  await apps.needs.getByRole('button', { name: 'Try again' }).click();
  await expect(apps.account('Ada Lovelace')).toContainText('active', settling);
  await expect(apps.needs).toHaveCount(0);
  expect(file.read()).toMatch(/^ada@contoso\.test,active,/m);
});

test('by keyboard alone: the conflict is read where it is announced, and settled on the page of its app', async ({
  stage,
  page,
}) => {
  const apps = new AppsPage(page);
  const { keyboard } = page;
  const needsYou = page.getByRole('button', { name: 'Needs you: 1' });
  const drawer = page.getByRole('dialog', { name: 'What needs you' });
  const file = await addConflict(stage);
  await stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
  await page.goto(stage.host().ready.admin);
  await expect(needsYou).toBeVisible(settling);

  // From any place it is one pane away. What was written is not lost by Esc, nor by closing the drawer.
  await keyboard.press('Control+6');
  await expect(apps.list).toBeFocused();
  await keyboard.press('Shift+F6');
  await expect(needsYou).toBeFocused();
  await keyboard.press('Enter');
  await tabTo(page, drawer.getByRole('button', { name: 'Try again' }));
  await keyboard.press('Enter');
  await expect(drawer.getByRole('textbox')).toBeFocused();
  await keyboard.type('the contractor was');
  await keyboard.press('Escape');
  await expect(drawer.getByRole('button', { name: 'Try again' })).toBeFocused();
  await tabTo(page, drawer.getByRole('link', { name: 'Lunch Orders' }));
  await keyboard.press('Enter');
  await expect(drawer).toBeHidden();
  await expect(apps.app('Lunch Orders')).toBeFocused();

  file.rename();
  await tabTo(page, apps.needs.getByRole('button', { name: 'Try again' }));
  await keyboard.press('Enter');
  await expect(apps.needs.getByRole('textbox')).toBeFocused();
  await keyboard.press('End');
  await keyboard.type(' renamed');
  await keyboard.press('Enter');
  await expect(apps.needs).toHaveCount(0);
  await expect(apps.app('Lunch Orders')).toBeFocused();
  await expect(apps.account('Ada Lovelace')).toContainText('active', settling);
  expect(file.read()).toMatch(/^ada@contoso\.test,active,/m);
  const { client } = stage.host();
  const { items } = await client.call('person.list', { text: 'ada@contoso.test' });
  const timeline = await client.call('person.timeline', { id: items[0]?.id ?? '' });
  expect(JSON.stringify(timeline)).toContain('the contractor was renamed');
  await keyboard.press('Escape');
  await expect(apps.list).toBeFocused();
});

test('a rule for a group is named by it, and rule and app go only after their consequence was read', async ({
  stage,
  page,
}) => {
  const apps = new AppsPage(page);
  const ada = await stage.hire('ada@contoso.test', 'Legal', { displayName: 'Ada Lovelace' });
  await stage.gather('ויקי Editors', [ada]);
  await apps.open(stage.host().ready.admin);
  await apps.show('Team Wiki');
  await apps.showTab('Mapping and rules');
  await apps.button('Add a rule').click();
  await apps.choice('Who').selectOption('Member of group …');
  await apps.choice('Group').selectOption({ label: 'ויקי Editors (1 member, Contoso)' });
  await apps.choice('Role').selectOption('editor');
  await apps.button('Add this rule').click();
  const rules = page.getByRole('list', { name: 'Rules' });
  await expect(rules.getByRole('link', { name: 'ויקי Editors' })).toBeVisible();
  await until('Ada edits', () => stage.wiki.account('ada@contoso.test')?.roles.includes('editor'));

  await page.getByRole('button', { name: 'Remove the rule ויקי Editors: editor' }).click();
  await expect(rules).toContainText('loses it at once');
  await apps.button('Remove the rule').click();
  await expect(rules.getByRole('link', { name: 'ויקי Editors' })).toHaveCount(0);
  await until('Ada edits no more', () => stage.wiki.account('ada@contoso.test')?.enabled === false);

  await apps.showTab('Connection');
  await apps.button('Test the connection').click();
  await expect(apps.tested).toContainText('admin, editor, reader');
  await apps.button('Read the roles again').click();
  await expect(apps.tested).toContainText('Open the file');
  await apps.field('People').fill('3 or so');
  await apps.button('Save the guard').click();
  await expect(apps.field('People')).toHaveAccessibleDescription(/whole number/);
  await apps.field('People').fill('3');
  await apps.field(/^Percent/).fill('2');
  await apps.button('Save the guard').click();
  await expect(page.getByText('At most 3 people or 2 %.')).toBeVisible();
  await apps.button('Remove this app').click();
  await expect(apps.button('Remove the app')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await apps.button('Remove this app').click();
  await apps.field('Write “Team Wiki” to confirm').fill('Team Wiki');
  await apps.button('Remove the app').click();
  await expect(page.getByRole('heading', { name: /^Apps are where people have accounts/ })).toBeVisible();
  expect(await stage.host().client.call('app.list', {})).toEqual({ items: [] });
});
