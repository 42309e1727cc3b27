import { answerDialogs, quit, suspend, windows } from '../support/desktop/acts.ts';
import { until } from '../support/engine-until.ts';
import { openCompany } from './company.ts';
import { expect, test } from './stage.ts';

test('quitting while changes wait says what waits; what was acknowledged goes on at the next start', async ({
  launch,
  folder,
}) => {
  const stage = await launch();
  const { hire, disable, wiki, close } = await openCompany(stage.client, folder);
  const ada = await hire('ada@contoso.test', 'Sales', { displayName: 'Ada Lovelace' });
  await until('Ada is delivered', () => wiki.account('ada@contoso.test')?.enabled);
  await suspend(stage.desktop);
  await until('the log says so', () => stage.desktop.output().includes('goes to sleep'), 20_000);
  await disable(ada);
  await hire('bob@contoso.test', 'Sales', { displayName: 'Bob' });

  const asked = await answerDialogs(stage.desktop, 'Keep running');
  await quit(stage.desktop);
  expect(await until('it asks', async () => (await asked()).length > 0 && asked())).toEqual([
    {
      message: '2 changes are still on their way, 1 of them takes access away.',
      detail: expect.stringMatching(/go on when Footbridge starts again.*identity provider cannot reach it/),
      buttons: ['Quit', 'Keep running'],
    },
  ]);
  await hire('eve@contoso.test', 'Sales', { displayName: 'Eve' });
  expect(await windows(stage.desktop)).toHaveLength(1);

  await answerDialogs(stage.desktop, 'Quit');
  await quit(stage.desktop);
  expect(await stage.desktop.exited).toEqual({ code: 0, signal: null });
  expect(wiki.account('ada@contoso.test')?.enabled).toBe(true);
  close();

  const next = await launch();
  const activity = await next.activity();
  await expect(activity.row('Update Ada Lovelace: active true → false')).toContainText('proved');
  for (const name of ['Bob', 'Eve']) await expect(activity.row(`Create ${name}`)).toContainText('proved');
  expect(wiki.account('ada@contoso.test')).toMatchObject({ enabled: false, roles: [] });

  // Nothing waits any more: nothing is asked, and a dialog would throw.
  await quit(next.desktop);
  expect(await next.desktop.exited).toEqual({ code: 0, signal: null });
});

test('an engine that does not say what waits is asked about; a system that shuts down asks nobody, and waits', async ({
  launch,
}) => {
  const { desktop } = await launch();
  await desktop.evaluate(() => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...given: Parameters<typeof postMessage>) {
      if ((given[0] as { name?: string }).name === 'status.get') throw new Error('It has no time.');
      return postMessage.apply(this, given);
    };
  }, null);
  const asked = await answerDialogs(desktop, 'Keep running');
  await quit(desktop);
  expect(await until('it asks', async () => (await asked()).length > 0 && asked())).toMatchObject([
    { message: 'The engine does not say whether changes are still on their way.' },
  ]);

  const waits = await desktop.evaluate(({ powerMonitor }) => {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    powerMonitor.emit('shutdown', { preventDefault });
    return prevented;
  }, null);
  expect(waits).toBe(true);
  expect(await desktop.exited).toEqual({ code: 0, signal: null });
});

test('SIGTERM ends it without asking, whatever waits', async ({ launch, folder }) => {
  const { desktop, client } = await launch();
  const { hire, close } = await openCompany(client, folder);
  await suspend(desktop);
  await until('the log says so', () => desktop.output().includes('goes to sleep'), 20_000);
  await hire('ada@contoso.test', 'Sales');
  expect(await client.call('status.get', {})).toMatchObject({ outstanding: 1 });
  const asked = await answerDialogs(desktop, 'Keep running');
  expect(await asked()).toEqual([]);
  desktop.signal('SIGTERM');
  expect(await desktop.exited).toEqual({ code: 0, signal: null });
  expect(desktop.output()).toContain('Footbridge ends.');
  close();
});
