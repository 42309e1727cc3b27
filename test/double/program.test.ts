import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Program, type Stage } from './program.ts';

let stage: Stage;
let program: Program;

beforeAll(async () => {
  stage = await openStage();
  program = await stage.run();
  await program.evaluate(({ app }) => app.whenReady());
});
afterAll(() => stage.close());

describe('what is not modelled throws, by name', () => {
  test.each<[string, string]>([
    ['app.getGPUInfo', 'app.getGPUInfo("basic")'],
    ['session.fromPartition', 'session.fromPartition("x")'],
    ['BrowserWindow.clearPersistedState', 'BrowserWindow.clearPersistedState("x")'],
    ['BrowserWindow.setKiosk', 'new BrowserWindow().setKiosk(true)'],
    ['WebContents.printToPDF', 'new BrowserWindow().webContents.printToPDF({})'],
    ['app.noSuch', 'app.noSuch = 1'],
    ['nativeTheme.inForcedColorsMode', 'nativeTheme.inForcedColorsMode'],
  ])('%s', async (name, code) => {
    await expect(run(code)).rejects.toThrow(`electron double: ${name} is not modelled`);
  });

  test('an event that never comes', async () => {
    await expect(run('app.on("open-file", () => 1)')).rejects.toThrow('the event open-file is never emitted');
    await expect(run('powerMonitor.once("resumed", () => 1)')).rejects.toThrow('the event resumed is never emitted');
  });

  test('a name that the module does not have ends the program', async () => {
    const entry = new URL('./fixture/missing.ts', import.meta.url).pathname;
    const missing = await stage.run({ entry });
    expect((await missing.exited).code).toBe(1);
    expect(missing.output()).toContain("does not provide an export named 'globalShortcut'");
  });

  test('a member that is modelled may be replaced', async () => {
    expect(await run('(app.getLocale = () => "de", app.getLocale())')).toBe('de');
  });
});

test.each([
  ['contextIsolation', false],
  ['nodeIntegration', true],
  ['nodeIntegrationInSubFrames', true],
  ['sandbox', false],
  ['webSecurity', false],
  ['allowRunningInsecureContent', true],
  ['webviewTag', true],
  ['experimentalFeatures', true],
])('a window with %s: %s is refused', async (key, value) => {
  const opened = program.evaluate(({ BrowserWindow }, webPreferences) => void new BrowserWindow({ webPreferences }), {
    [key]: value,
  });
  await expect(opened).rejects.toThrow(`webPreferences.${key}: ${value} is refused`);
});

test('a scheme that was not registered cannot be served', async () => {
  const unregistered = await stage.run({ args: ['--unregistered'] });
  const served = unregistered.evaluate(async ({ app, protocol }) => {
    await app.whenReady();
    protocol.handle('app', () => new Response(''));
  });
  await expect(served).rejects.toThrow('app was not registered as standard and secure');
});

test('nothing is ready before the entry is evaluated to its end', async () => {
  const late = await stage.run({ args: ['--late'] });
  for (const code of ['new BrowserWindow()', 'session.defaultSession', 'screen.getPrimaryDisplay()', 'new Tray("")']) {
    await expect(run(code, late)).rejects.toThrow('before app is ready');
  }
  expect(await late.evaluate(({ app }) => app.isReady())).toBe(false);
  const ready = late.evaluate(({ app }) => app.whenReady().then(() => app.isReady()));
  await late.evaluate(() => globalThis.goOn());
  expect(await ready).toBe(true);
  await expect(run('app.enableSandbox()', late)).rejects.toThrow('before app is ready');
  await expect(run('protocol.registerSchemesAsPrivileged([])', late)).rejects.toThrow('before app is ready');
});

test('a dialog that nobody answers throws; a test can answer it', async () => {
  await expect(run('dialog.showMessageBox({ message: "?" })')).rejects.toThrow('nobody answers dialog.showMessageBox');
  await expect(run('dialog.showOpenDialog({})')).rejects.toThrow('nobody answers dialog.showOpenDialog');
  await expect(run('shell.openExternal("https://x.example")')).rejects.toThrow('nobody opens https://x.example');
  expect(await run('(dialog.showMessageBox = async () => ({ response: 1 }), dialog.showMessageBox({}))')).toEqual({
    response: 1,
  });
});

test('what safeStorage seals holds no plain text, and only what was sealed can be opened', async () => {
  const sealed = await program.evaluate(async ({ safeStorage }) => {
    const bytes = await safeStorage.encryptStringAsync('a secret of äöü');
    const opened = await safeStorage.decryptStringAsync(bytes);
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    const refused = await safeStorage.decryptStringAsync(damaged).catch(() => 'refused');
    return { text: bytes.toString('latin1'), opened, refused };
  });
  expect(sealed).toMatchObject({ opened: { result: 'a secret of äöü', shouldReEncrypt: false }, refused: 'refused' });
  expect(sealed.text).not.toContain('secret');
});

test('a second instance tells the first what it was started with, and knows that it is the second', async () => {
  const second = await stage.run({ folder: program.folder, args: ['--world', 'sandbox'] });
  expect(await second.exited).toEqual({ code: 0, signal: null });
  expect(second.output()).toContain('second');
  expect(await program.evaluate(() => globalThis.heard)).toEqual([
    { argv: ['--world', 'sandbox'], cwd: process.cwd(), data: { pid: second.pid } },
  ]);
});

test('a first instance that was killed is in nobody’s way', async () => {
  const first = await stage.run();
  await first.evaluate(({ app }) => app.whenReady());
  first.signal('SIGKILL');
  await first.exited;
  const next = await stage.run({ folder: first.folder });
  expect(await next.evaluate(({ app }) => app.hasSingleInstanceLock())).toBe(true);
});

describe('how it ends', () => {
  const ended = async (act: (electron: typeof import('electron')) => void, signal?: NodeJS.Signals) => {
    const ending = await stage.run();
    await ending.evaluate(({ app }) => app.whenReady());
    // The process may be gone before it answers.
    ending.evaluate(act).catch(() => undefined);
    if (signal !== undefined) ending.signal(signal);
    const { code } = await ending.exited;
    return { code, said: ending.output().trim().split('\n') };
  };
  const inOrder = ['before-quit', 'will-quit', 'quit'];

  test('a quit asks, closes and ends', async () => {
    expect(await ended(({ app }) => app.quit())).toEqual({ code: 0, said: inOrder });
  });

  test('a quit closes the windows in between', async () => {
    const quit = ({ app, BrowserWindow }: typeof import('electron')) => {
      app.on('window-all-closed', () => console.log('window-all-closed'));
      const window = new BrowserWindow();
      window.on('close', () => console.log('close'));
      window.on('closed', () => console.log('closed'));
      app.quit();
    };
    expect(await ended(quit)).toEqual({ code: 0, said: ['before-quit', 'close', 'closed', 'will-quit', 'quit'] });
  });

  test('an exit asks nobody, and has its code', async () => {
    expect(await ended(({ app }) => app.exit(7))).toEqual({ code: 7, said: ['quit'] });
  });

  test('who does not listen ends with the last window', async () => {
    expect(await ended(({ BrowserWindow }) => new BrowserWindow().close())).toEqual({ code: 0, said: inOrder });
  });

  test('a signal quits', async () => {
    expect(await ended(() => undefined, 'SIGTERM')).toEqual({ code: 0, said: inOrder });
  });

  test('whoever refuses keeps it running, and can be asked again', async () => {
    const refusing = ({ app, BrowserWindow }: typeof import('electron')) => {
      const window = new BrowserWindow();
      app.once('before-quit', (event) => event.preventDefault());
      window.once('close', (event) => event.preventDefault());
      app.once('will-quit', (event) => event.preventDefault());
      app.quit(); // refused by before-quit
      app.quit(); // refused by the window
      app.quit(); // the window closes; refused by will-quit
      setImmediate(() => setImmediate(() => app.quit()));
    };
    const asked = ['before-quit', 'before-quit', 'before-quit', 'will-quit', 'before-quit', 'will-quit', 'quit'];
    expect(await ended(refusing)).toEqual({ code: 0, said: asked });
  });
});

test('no process of the double is left when whoever started it goes', async () => {
  const program = await stage.run();
  await program.evaluate(({ app }) => app.whenReady());
  await program.evaluate(() => void setImmediate(() => process.disconnect()));
  expect((await program.exited).code).toBe(1);
});

function run(code: string, on = program): Promise<unknown> {
  return on.evaluate((electron, text) => {
    const names = Object.keys(electron);
    return new Function(...names, `return (${text})`)(...names.map((name) => Reflect.get(electron, name)));
  }, code);
}
