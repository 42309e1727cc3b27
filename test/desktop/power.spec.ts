import { resume, suspend } from '../support/desktop/acts.ts';
import { until } from '../support/engine-until.ts';
import { expect, test } from './stage.ts';

test('a computer that sleeps delivers nothing; when it wakes up, what waits is delivered', async ({ stage }) => {
  const { desktop, client, wiki, hire } = stage;
  await suspend(desktop);
  await until('the log says so', () => desktop.output().includes('goes to sleep'), 20_000);
  await hire('barbara@contoso.test', 'Sales', { displayName: 'Barbara Liskov' });
  const activity = await stage.activity();
  await expect(activity.row('Create Barbara Liskov')).toBeVisible();
  expect(await client.call('status.get', {})).toMatchObject({ outstanding: 1 });
  expect(wiki.account('barbara@contoso.test')).toBeUndefined();

  await resume(desktop);
  await expect(activity.row('Create Barbara Liskov')).toContainText('proved');
  expect(wiki.account('barbara@contoso.test')).toMatchObject({ enabled: true });
  expect(desktop.output()).toContain('woke up');
});
