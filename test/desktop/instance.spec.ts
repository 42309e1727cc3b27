import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { socketOf } from '../../electron/host/folder-socket.ts';
import {
  answerDialogs,
  closeWindow,
  heardSecondStart,
  minimize,
  watchEngines,
  windows,
} from '../support/desktop/acts.ts';
import { listeningPorts } from '../support/desktop/ports.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openCompany } from './company.ts';
import { expect, test } from './stage.ts';

test('closing the window keeps serving; a second start opens it again and ends', async ({
  launch,
  folder,
  runtime,
}) => {
  const stage = await launch();
  const { hire, disable, wiki, close } = await openCompany(stage.client, folder);
  try {
    const ada = await hire('ada@contoso.test', 'Sales', { displayName: 'Ada Lovelace' });
    await stage.activity();
    const told = await watchEngines(stage.desktop);
    await closeWindow(stage.desktop);
    await until('the window is gone', async () => (await windows(stage.desktop)).length === 0);
    await until('what its page followed is let go', async () => (await told()).includes('unfollow'));
    await disable(ada);
    await until('the leaver is gone too', () => wiki.account('ada@contoso.test')?.enabled === false);

    const second = runtime.spawn({ data: folder });
    expect(await second.exited, second.output()).toEqual({ code: 0, signal: null });
    const activity = await stage.activity();
    await expect(activity.row('Update Ada Lovelace: active true → false')).toContainText('proved');
    expect(await windows(stage.desktop)).toHaveLength(1);
    expect(stage.desktop.output()).not.toContain('Footbridge ends.');
  } finally {
    close();
  }
});

test('a second start brings a window to the front that was maximized last, and says where it goes', async ({
  launch,
  folder,
  runtime,
}) => {
  const window = { x: 10, y: 40, width: 900, height: 600, maximized: true };
  await writeFile(join(folder, 'host.json'), JSON.stringify({ window }));
  const stage = await launch();
  await (await stage.activity()).health.waitFor();
  await until('it is shown', async () => (await windows(stage.desktop))[0]?.focused);
  await minimize(stage.desktop);
  expect(await windows(stage.desktop)).toMatchObject([{ minimized: true }]);

  const second = runtime.spawn({ data: folder, args: ['--world', 'sandbox'] });
  expect(await second.exited, second.output()).toEqual({ code: 0, signal: null });
  await until('the window is in front', async () => {
    const [shown] = await windows(stage.desktop);
    return shown?.visible && shown.focused && !shown.minimized;
  });
  const page = await stage.page();
  await expect(page.getByText('pretend people, nothing leaves this computer')).toBeVisible();
  expect(page.url()).toContain('world=sandbox');
  expect(await windows(stage.desktop)).toHaveLength(1);
});

test('a sandbox that is broken is told to who asked for it, and real people are served', async ({
  launch,
  folder,
  runtime,
}) => {
  await mkdir(join(folder, 'sandbox'));
  await writeFile(join(folder, 'sandbox', 'footbridge.db'), 'no database at all '.repeat(1_000));
  const stage = await launch({ args: ['--demo'] });
  stage.expectComplaint(/The sandbox could not be started/, /A dialog could not be shown/);
  const logged = /WARN The sandbox could not be started; the live world runs without it\. .* is damaged\./;
  await until('the log tells of it', async () => logged.test(stage.desktop.output()));
  const dialogs = await answerDialogs(stage.desktop, 'OK');
  const second = runtime.spawn({ data: folder, args: ['--world', 'sandbox'] });
  expect(await second.exited, second.output()).toEqual({ code: 0, signal: null });
  await until('whoever asked for it is told', async () => (await dialogs()).length > 0);
  expect(await dialogs()).toEqual([
    {
      message: 'The sandbox could not be started; the live world runs without it.',
      detail: expect.stringContaining('is damaged. Nothing was written to it. Move it aside'),
      buttons: ['OK'],
    },
  ]);
  expect(await stage.client.call('status.get', {})).toMatchObject({ sources: 0 });
  expect(stage.desktop.output()).not.toContain('Footbridge ends.');
});

// That it says so when nobody ends is held by test/main/second-start.test.ts, without five seconds of waiting.
test('a second start that hears nothing of the first takes its place when it ends', async ({
  launch,
  folder,
  runtime,
}, testInfo) => {
  if (process.platform === 'win32') testInfo.skip(true, 'a named pipe cannot be taken away from who listens on it');
  const stage = await launch();
  await rm(socketOf(folder));
  const heard = await heardSecondStart(stage.desktop);
  const second = runtime.spawn({ data: folder });
  try {
    await until('the first was told', heard);
    await stage.desktop.stop();
    await until('the second runs in its place', () => second.output().includes('Footbridge is running.'));
  } finally {
    expect(await second.stop()).toEqual({ code: 0, signal: null });
  }
});

test('another data folder has an app of its own', async ({ launch }) => {
  const data = temporaryFolder('desktop');
  const [first, second] = [await launch(), await launch({ data })];
  expect(await first.client.call('overview.get', {})).not.toEqual(await second.client.call('overview.get', {}));
});

test('no port is open but the one for identity providers', async ({ folder, runtime }, testInfo) => {
  if (process.platform !== 'linux') testInfo.skip(true, 'only Linux tells the ports of a process');
  const app = runtime.spawn({ data: folder, args: ['--scim-port', '0'] });
  try {
    const [, port] = await until('the app runs', () =>
      /Footbridge is running\..* scim=http:\/\/127\.0\.0\.1:(\d+)\//.exec(app.output()),
    );
    expect(listeningPorts(app.pid)).toEqual([Number(port)]);
  } finally {
    await app.stop();
  }
});
