import { until } from '../support/engine-until.ts';
import { expect, test } from './stage.ts';

test('an account that was there before is a conflict in words, never taken over, and settled by renaming it', async ({
  stage,
}) => {
  const { activity, wiki, host } = stage;
  wiki.execute(`INSERT INTO users (username, full_name, enabled) VALUES ('ada@contoso.test', 'Ada the contractor', 1)`);
  const strangers = wiki.account('ada@contoso.test');
  await activity.open(host().ready.admin);
  const ada = await stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });

  const row = activity.row('Create Ada Lovelace');
  await expect(row).toContainText('failed');
  await expect(row).toContainText('the login is there already');
  await expect(activity.needsYou).toHaveText('Needs you: 1');
  await activity.select('Create Ada Lovelace');
  await expect(activity.inspector).toContainText(/“ada@contoso\.test” .*already/);
  await expect(activity.inspector).toContainText('now conflict');
  await expect(activity.inspector).toContainText('never taken over in silence');

  const comesToBe = (state: 'deleted' | 'conflict') =>
    until(`the account is ${state}`, async () => {
      const { accounts } = await host().client.call('app.get', { id: stage.app.id });
      return accounts[state] === 1;
    });
  await stage.disable(ada);
  await activity.stopReading();
  await expect(activity.row('Update Ada Lovelace: active true → false')).toBeVisible();
  await comesToBe('deleted');
  expect(wiki.account('ada@contoso.test')).toEqual(strangers);
  await stage.idp.send('PATCH', `/Users/${ada}`, {
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'Replace', path: 'active', value: 'True' }],
    },
  });
  // Only now is it the question about whoever came back: the stranger's name must not change before it was asked.
  await comesToBe('conflict');
  await expect(activity.needsYou).toHaveText('Needs you: 1');

  wiki.execute(`UPDATE users SET username = 'ada.contractor' WHERE id = ${strangers?.id}`);
  await activity.needsYou.click();
  await activity.work.getByRole('button', { name: 'Try again' }).click();
  await activity.work.getByRole('textbox').fill('the contractor was renamed');
  await activity.work.getByRole('button', { name: 'Try again' }).click();
  await expect(activity.work).toContainText('Nothing needs you');
  await until('Ada has an account of her own', () => wiki.account('ada@contoso.test')?.roles.length === 2);
  expect(wiki.account('ada@contoso.test')?.id).not.toBe(strangers?.id);
  expect(wiki.account('ada.contractor')).toEqual({ ...strangers, username: 'ada.contractor' });
});
