import { quit } from '../support/desktop/acts.ts';
import { openCompany } from './company.ts';
import { expect, test } from './stage.ts';

test('what is delivered runs: live activity, a leaver proved gone, a rehearsal, quitting', async ({
  launch,
  folder,
}) => {
  const stage = await launch({ form: 'bundles', args: ['--demo', '--world', 'live'] });
  const { hire, disable, wiki, close } = await openCompany(stage.client, folder);
  const ada = await hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
  const activity = await stage.activity();
  await expect(activity.row('Create Ada Lovelace')).toContainText('proved');
  await disable(ada);
  await expect(activity.row('Update Ada Lovelace: active true → false')).toContainText('proved');
  expect(wiki.account('ada@contoso.test')).toMatchObject({ enabled: false, roles: [] });
  close();

  await activity.setWorld('Sandbox');
  await expect(activity.sandboxBand).toBeVisible();
  await quit(stage.desktop);
  expect(await stage.desktop.exited).toEqual({ code: 0, signal: null });
});
