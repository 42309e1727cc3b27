import { ActivityPage } from '../browser/activity-page.ts';
import { goTo } from '../browser/going.ts';
import { layOutPackage } from '../package/packaged.ts';
import { expect, test } from './stage.ts';

// What is laid out is the package for Linux: its native part loads nowhere else.
if (process.platform === 'linux') {
  test('what is packaged runs, with nothing from outside the package', async ({ launch }) => {
    const packaged = await layOutPackage();
    try {
      const stage = await launch({ form: 'bundles', program: packaged.app, args: ['--demo', '--scim-port', '0'] });
      const activity = new ActivityPage(await stage.page());
      await activity.health.waitFor();
      await goTo(activity.page, '#/activity?world=sandbox');
      // The engine, the screens, and the databases of the pretend company's apps: all of it came along.
      await expect(activity.health).toContainText('3 apps');
      await expect(activity.row('200 ok').first()).toBeVisible();
    } finally {
      packaged.remove();
    }
  });
}
