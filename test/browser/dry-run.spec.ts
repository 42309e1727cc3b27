import { until } from '../support/engine-until.ts';
import { replacing } from '../support/scim.ts';
import { AppsPage } from './apps-page.ts';
import { accessibilityViolations } from './axe.ts';
import { tabTo } from './going.ts';
import { expect, test } from './stage.ts';

const ada = 'ada@contoso.test';

test('before an app is switched on its dry run says what that would come to, in the list and where one is asked', async ({
  stage,
  page,
}) => {
  const { client } = stage.host();
  const [app] = (await client.call('app.list', {})).items;
  await client.call('app.setState', { id: app?.id ?? '', state: 'observing' });
  await stage.hire(ada, 'Marketing', { displayName: 'Ada Lovelace' });
  await stage.hire('grace@contoso.test', 'Sales', { displayName: 'Grace Hopper' });
  const apps = new AppsPage(page);
  await apps.open(stage.host().ready.admin);
  await apps.show('Team Wiki');
  await apps.showTab('Dry run');
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText('Create 2 accounts, give 3 roles.');
  const row = panel.getByRole('row', { name: /Ada Lovelace/ });
  await expect(row).toContainText(`Create ${ada}; Give ${ada} the role editor`);
  await expect(row).toContainText('only observed');
  expect(await accessibilityViolations(page)).toEqual([]);

  await apps.turn('On');
  const asking = page.getByRole('group', { name: /^Switch Team Wiki on\?/ });
  await expect(asking).toContainText('Create 2 accounts, give 3 roles.');
  await asking.getByRole('button', { name: 'Switch on' }).click();
  await until('Ada is in', () => stage.wiki.account(ada)?.enabled);
  await expect(panel).toContainText('Nothing would be done.');
});

test('by keyboard alone: what a request would come to now is asked from its page, changed, and nothing of it is done', async ({
  stage,
  page,
}) => {
  const { activity, host } = stage;
  const id = await stage.hire(ada, 'Marketing', { displayName: 'Ada Lovelace' });
  await until('Ada is in', () => stage.wiki.account(ada)?.roles.length === 2);
  await stage.idp.send('PATCH', `/Users/${id}`, { body: replacing({ displayName: 'Ada King' }) });
  await activity.open(host().ready.admin);
  await activity.row('displayName').click();
  await page.getByRole('tab', { name: 'Request' }).click();
  await tabTo(page, page.locator('summary', { hasText: 'Dry run' }));
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: /^Dry run/ });
  await tabTo(page, form.getByLabel('Body'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(
    JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
    }),
  );
  await tabTo(page, form.getByRole('button', { name: 'Try it' }));
  await page.keyboard.press('Enter');
  await expect(activity.inspector).toContainText('200 ok');
  await expect(activity.inspector).toContainText('Take 2 roles, disable 1 account.');
  await expect(activity.inspector).toContainText(`Disable ${ada}`);
  expect(await accessibilityViolations(page)).toEqual([]);
  expect(stage.wiki.account(ada)).toMatchObject({ enabled: true, roles: ['editor', 'reader'] });

  await form.getByLabel('Body').fill('{"schemas": ');
  await form.getByRole('button', { name: 'Try it' }).click();
  await expect(activity.inspector).toContainText('The body is not JSON');
  await expect(activity.inspector).toContainText('Nothing would be done.');
});
