import { realMain, run } from '../support/command.ts';
import { windows } from '../support/desktop/acts.ts';
import { until } from '../support/engine-until.ts';
import { expect, test } from './stage.ts';

test('a leaver is proved gone, and the window shows it as it happens', async ({ stage }) => {
  const { wiki, hire, disable } = stage;
  const activity = await stage.activity();
  const ada = await hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
  await expect(activity.row('Create Ada Lovelace')).toContainText('proved');
  expect(wiki.account('ada@contoso.test')).toMatchObject({ enabled: true, roles: ['editor', 'reader'] });

  await disable(ada);
  await expect(activity.row('Update Ada Lovelace: active true → false')).toContainText('proved');
  expect(wiki.account('ada@contoso.test')).toMatchObject({ enabled: false, roles: [] });
  await activity.select('Update Ada Lovelace: active');
  await expect(activity.steps('Proof').first()).toContainText('Proved');
});

test('there is one window, which shows itself, at the address of the screens', async ({ stage }) => {
  await stage.activity();
  const shown = await until('the window is shown', async () => (await windows(stage.desktop)).filter((w) => w.visible));
  expect(shown).toMatchObject([{ url: expect.stringMatching(/^app:\/\/bundle\/(?:#|$)/), minimized: false }]);
  expect(await windows(stage.desktop)).toHaveLength(1);
});

test('the command line finds the app that runs, and asks it', async ({ stage }) => {
  const status = await stage.client.call('status.get', {});
  const asked = await run(realMain, ['status', '--data', stage.data, '--json']).ended;
  expect(asked).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(asked.stdout)).toMatchObject({ people: status.people, apps: 1, sources: 1 });
});
