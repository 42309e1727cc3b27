import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { openStage, type Program, preloadOf, type Stage } from './program.ts';

const preload = `
  const { contextBridge, ipcRenderer } = require('electron');
  let again = null;
  const tried = (act) => { try { return act(); } catch (error) { return error.message; } };
  contextBridge.exposeInMainWorld('probe', {
    plain: { list: [1, { deep: true }] },
    sum: (a, b) => a + b,
    later: async (value) => value * 2,
    refuse: async () => { throw new TypeError('not now'); },
    throwing: () => { throw new RangeError('too far'); },
    twice: (callback) => [callback(1), callback(2)],
    nested: (callback) => callback((value) => value + 1),
    catching: (callback) => tried(callback),
    given: () => new Map([['a', new Date(0)]]),
    symbol: () => Symbol('a'),
    invoke: (...given) => ipcRenderer.invoke(...given),
    send: (...given) => ipcRenderer.send(...given),
    hear: (callback) => void ipcRenderer.on('told', (event, ...given) => callback(given)),
    again: () => again,
    required: () => ['fs', 'node:fs', './other.cjs'].map((name) => tried(() => require(name))),
    unmodelled: () => tried(() => ipcRenderer.sendSync('a')),
    process: () => [process.type, process.sandboxed, typeof process.exit],
  });
  again = tried(() => contextBridge.exposeInMainWorld('probe', {}));
  ipcRenderer.on('port', (event) => window.postMessage('port', location.origin, event.ports));
`;

let stage: Stage;
let program: Program;
let redirecting: Server;

beforeAll(async () => {
  stage = await openStage();
  program = await stage.run();
  await program.evaluate(({ app, ipcMain }) => {
    app.on('window-all-closed', () => undefined);
    ipcMain.handle('echo', (_event, ...given) => given);
    ipcMain.handle('fail', () => {
      throw new RangeError('not here');
    });
    ipcMain.on('said', (event, ...given) => heard.push([event.senderFrame?.origin, ...given]));
    return app.whenReady();
  });
  redirecting = createServer((request, response) => {
    if (request.url === '/there') response.end('<title>There</title>');
    else response.writeHead(302, { location: '/there' }).end();
  }).listen(0, '127.0.0.1');
});
afterAll(async () => {
  redirecting.close();
  await stage.close();
});

beforeEach(async () => {
  await program.evaluate(
    async ({ BrowserWindow }, file) => {
      globalThis.heard = [];
      for (const window of BrowserWindow.getAllWindows()) window.destroy();
      const { webContents: contents } = new BrowserWindow({ webPreferences: { preload: file } });
      for (const name of ['will-frame-navigate', 'will-navigate', 'will-redirect'] as const) {
        contents.on(name as 'will-navigate', (event) => {
          heard.push([name, event.url]);
          event.preventDefault();
        });
      }
      contents.setWindowOpenHandler(({ url }) => {
        heard.push(['open', url]);
        return { action: 'deny' };
      });
      contents.on('render-process-gone', (_event, { reason }) => heard.push(['gone', reason]));
      contents.on('preload-error', (_event, _file, error) => heard.push(['preload-error', error.message]));
      await contents.loadURL('app://bundle/');
    },
    preloadOf(program, preload),
  );
});

describe('the context bridge', () => {
  test.each<[string, string, unknown]>([
    ['plain data', 'probe.plain', { list: [1, { deep: true }] }],
    ['a result at once', 'probe.sum(1, 2)', 3],
    ['a promise', 'probe.later(4)', 8],
    [
      'a promise that is rejected',
      'probe.refuse().catch((error) => [error.name, error.message])',
      ['TypeError', 'not now'],
    ],
    ['an error', 'tried(() => probe.throwing())', 'RangeError: too far'],
    ['a callback', 'probe.twice((value) => value * 10)', [10, 20]],
    ['callbacks within callbacks', 'probe.nested((add) => add(add(1)))', 3],
    ['an error of a callback', 'probe.catching(() => { throw new Error("from the page"); })', 'from the page'],
    ['what is cloned', 'probe.given().get("a").getTime()', 0],
    ['no symbols', 'tried(() => probe.symbol())', 'TypeError: Cannot pass a symbol over the context bridge.'],
    ['frozen', '[probe, probe.plain, probe.plain.list, probe.plain.list[1]].every(Object.isFrozen)', true],
    [
      'for good',
      'Object.getOwnPropertyDescriptor(window, "probe").writable || !Reflect.deleteProperty(window, "probe")',
      true,
    ],
    [
      'one thing for one name',
      'probe.again()',
      'Cannot bind an API on top of an existing property on the window object',
    ],
    [
      'no prototype of the preload',
      'probe.plain.list.constructor === Array && probe.sum.constructor === Function',
      true,
    ],
    [
      'nothing else',
      '[typeof require, typeof process, typeof electronDoubleSend, typeof electronDoubleReceive]',
      Array(4).fill('undefined'),
    ],
    [
      'only electron to require',
      'probe.required()',
      ['fs', 'node:fs', './other.cjs'].map((name) => `module not found: ${name}`),
    ],
    ['by name what is not modelled', 'probe.unmodelled()', 'electron double: ipcRenderer.sendSync is not modelled'],
    ['the process of a sandbox', 'probe.process()', ['renderer', true, 'undefined']],
  ])('gives %s', async (_, code, expected) => {
    expect(
      await inPage(`{ const tried = (act) => { try { return act(); } catch (error) { return String(error); } }; ${''}
      return ${code}; }`),
    ).toEqual(expected);
  });

  test('is not seen by a page that listens in on every event', async () => {
    const code = `const seen = []; const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function (event) { seen.push(event.type); return dispatchEvent.call(this, event); };
      return [probe.sum(1, 2), await probe.invoke('echo', 5), seen.length];`;
    expect(await inPage(`{ ${code} }`)).toEqual([3, [5], 0]);
  });
});

describe('between preload and main', () => {
  test('values, errors and missing handlers', async () => {
    expect(
      await inPage(`{ const [value] = await probe.invoke('echo', new Map([['a', new Set([1n])]]));
      return String([...value.get('a')][0]); }`),
    ).toBe('1');
    expect(await inPage(`probe.invoke('fail').catch((error) => error.message)`)).toBe(
      "Error invoking remote method 'fail': RangeError: not here",
    );
    expect(await inPage(`probe.invoke('nobody').catch((error) => error.message)`)).toBe(
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    );
  });

  test('main knows the frame that speaks, and speaks to it', async () => {
    await inPage(`probe.send('said', 'hello')`);
    await until('main heard it', async () => (await happened()).length > 0 || null);
    expect(await happened()).toEqual([['app://bundle', 'hello']]);
    const told = inPage(`new Promise((resolve) => probe.hear(resolve))`);
    await inPage('1');
    await program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('told', 1, ['b']));
    expect(await told).toEqual([1, ['b']]);
  });
});

describe('a port', () => {
  const give = () =>
    program.evaluate(({ BrowserWindow, MessageChannelMain }) => {
      // This test's own: the ports of the one before may still be closing.
      const { heard } = globalThis;
      const { port1, port2 } = new MessageChannelMain();
      port1.on('message', ({ data }) => heard.push(data));
      port1.on('close', () => heard.push('closed'));
      port1.start();
      BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port', null, [port2]);
      port1.postMessage({ first: new Date(0) });
      port1.postMessage('second');
    });
  const receive = `{ window.got = []; window.port = await new Promise((resolve) =>
    addEventListener('message', (event) => event.data === 'port' && resolve(event.ports[0])));
    await new Promise((resolve) => { port.onmessage = ({ data }) => got.push(data) === 2 && resolve(); });
    return [got[0].first.getTime(), got[1], port.constructor === MessagePort]; }`;
  const given = async () => {
    const received = inPage(receive);
    await inPage('1');
    await give();
    expect(await received).toEqual([0, 'second', true]);
  };
  const said = (...expected: unknown[]) => expect.poll(happened, { timeout: 20_000, interval: 10 }).toEqual(expected);

  test('carries values both ways, in order', async () => {
    await given();
    await inPage(`{ for (let count = 1; count <= 100; count++) port.postMessage(count); }`);
    await said(...Array.from({ length: 100 }, (_, index) => index + 1));
  });

  test('closes in main when the page closes it', async () => {
    await given();
    await inPage('port.close()');
    await said('closed');
  });

  test('closes in main when the page is loaded again', async () => {
    await given();
    await reload();
    await said('closed');
  });

  test('closes in main when the page crashes', async () => {
    await given();
    await crash();
    expect((await happened()).toSorted()).toEqual([['gone', 'crashed'], 'closed'].toSorted());
  });

  test('that was handed over is good for nothing in main', async () => {
    const used = program.evaluate(({ BrowserWindow, MessageChannelMain }) => {
      const { port2 } = new MessageChannelMain();
      BrowserWindow.getAllWindows()[0]?.webContents.postMessage('port', null, [port2]);
      port2.postMessage(1);
    });
    await expect(used).rejects.toThrow('handed over');
  });
});

describe('the content security policy', () => {
  test('keeps scripts within the page from running, and lets its own run', async () => {
    expect(await inPage('[typeof window.inlineRan, typeof refused]')).toEqual(['undefined', 'object']);
  });

  test('tells of what it refuses', async () => {
    const code = `{ const before = refused.length; const script = document.createElement('script');
      script.textContent = 'window.injected = true'; document.body.append(script);
      const image = await new Promise((resolve) => { const image = new Image(); image.onerror = () => resolve('refused');
        image.onload = () => resolve('loaded'); image.src = 'https://example.com/a.png'; });
      const text = await fetch('other').then((answer) => answer.status);
      await new Promise((resolve) => setTimeout(resolve));
      return [typeof injected, image, text, refused.slice(before)]; }`;
    expect(await inPage(code)).toEqual(['undefined', 'refused', 200, ['script-src-elem', 'img-src']]);
    expect(await program.blocked()).toEqual([]);
  });
});

describe('navigation', () => {
  test.each([
    ['#away', 'https://example.com/away'],
    ['#other', 'app://bundle/other'],
    ['#own', 'app://bundle/other#there'],
    ['#mail', 'mailto:a@b.example'],
  ])('by %s is asked about, and refused leaves the page where it is', async (link, url) => {
    await inPage(`{ window.still = true; document.querySelector('${link}').click(); }`);
    await expect.poll(happened, { timeout: 20_000, interval: 10 }).toEqual([['will-frame-navigate', url]]);
    expect(await inPage('still && document.title')).toBe('First');
    expect(await address()).toBe('app://bundle/');
  });

  test('that is allowed goes there, and has a new frame', async () => {
    const changed = await program.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return null;
      const before = contents.mainFrame;
      contents.removeAllListeners('will-navigate').removeAllListeners('will-frame-navigate');
      contents.on('will-navigate', (event) => heard.push(event.url));
      const done = new Promise((resolve) => contents.once('did-finish-load', () => resolve(null)));
      await contents.executeJavaScript('document.querySelector("#own").click()');
      await done;
      return [before.isDestroyed(), before === contents.mainFrame, contents.getURL()];
    });
    expect(changed).toEqual([true, false, 'app://bundle/other#there']);
    expect(await happened()).toEqual(['app://bundle/other#there']);
  });

  test('by a redirect is asked about', async () => {
    const { port } = redirecting.address() as AddressInfo;
    const loaded = program.evaluate(
      ({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]?.webContents.loadURL(url),
      `http://127.0.0.1:${port}/`,
    );
    await expect(loaded).rejects.toThrow('ERR_ABORTED (-3) loading');
    expect(await happened()).toEqual([['will-redirect', `http://127.0.0.1:${port}/there`]]);
    expect(await inPage('document.title')).toBe('First');
  });

  test('within the page is no new document', async () => {
    const moved = await program.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const frame = contents?.mainFrame;
      await contents?.loadURL('app://bundle/#/place');
      return [contents?.mainFrame === frame, contents?.getURL()];
    });
    expect(moved).toEqual([true, 'app://bundle/#/place']);
    await reload();
    expect(await address()).toBe('app://bundle/#/place');
  });

  test('of a scheme that nobody serves fails', async () => {
    const loaded = program.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.loadURL('https://example.com/'),
    );
    await expect(loaded).rejects.toThrow('ERR_ABORTED');
    expect((await program.blocked()).at(-1)).toBe('https://example.com/');
  });
});

describe('a new window', () => {
  test.each([
    ['window.open("https://example.com/new", "name")', 'https://example.com/new'],
    ['window.open("other")', 'app://bundle/other'],
    ['document.querySelector("#blank").click()', 'https://example.com/new'],
  ])('by %s is refused and never stays', async (code, url) => {
    expect(await inPage(`(${code}) ?? null`)).toBe(null);
    await expect.poll(happened, { timeout: 20_000, interval: 10 }).toEqual([['open', url]]);
    await expect.poll(pagesWithOpener, { timeout: 20_000, interval: 10 }).toEqual([]);
    expect(await program.violations()).toEqual([]);
  });

  test('that is allowed is a violation, and so is an address that cannot be refused', async () => {
    const allowing = await stage.run();
    await allowing.evaluate(async ({ app, BrowserWindow }) => {
      await app.whenReady();
      const { webContents } = new BrowserWindow();
      await webContents.loadURL('app://bundle/');
      webContents.setWindowOpenHandler(() => ({ action: 'allow' }));
      webContents.on('will-navigate', (event) => event.preventDefault());
      await webContents.executeJavaScript('window.open("other"); location.href = "about:blank"; 1');
    });
    const violations = [
      'a window for app://bundle/other was allowed, which is not modelled',
      'the page went to about:blank, which cannot be refused here',
    ];
    await expect
      .poll(async () => (await allowing.violations()).toSorted(), { timeout: 20_000, interval: 10 })
      .toEqual(violations);
  });
});

test('a page that crashed comes back in the same webContents, again and again', async () => {
  for (let round = 0; round < 2; round += 1) {
    const before = await program.pageTarget();
    await crash();
    expect(await program.pageTarget()).toBe(null);
    await reload();
    expect(await program.pageTarget()).not.toBe(before);
    expect(await inPage('[document.title, probe.sum(1, 1)]')).toEqual(['First', 2]);
  }
  expect(await program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await happened()).toEqual([
    ['gone', 'crashed'],
    ['gone', 'crashed'],
  ]);
});

test.each([
  ['throws', 'throw new Error("of its own")', 'of its own'],
  ['is no script', 'const const', "Unexpected token 'const'"],
  ['requires what a sandbox has not', 'require("fs")', 'module not found: fs'],
])('a preload that %s is told of, and the page stands', async (_, code, message) => {
  const title = await program.evaluate(
    async ({ BrowserWindow }, file) => {
      const { webContents } = new BrowserWindow({ webPreferences: { preload: file } });
      webContents.on('preload-error', (_event, path, error) => heard.push([path === file, error.message]));
      await webContents.loadURL('app://bundle/');
      return webContents.executeJavaScript('document.title');
    },
    preloadOf(program, code),
  );
  expect([title, await happened()]).toEqual(['First', [[true, message]]]);
});

test('what the permission handlers say is what the page is told; without them everything is granted', async () => {
  const states = await program.evaluate(async ({ BrowserWindow, session }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const ask = async () => {
      await contents?.loadURL('app://bundle/other');
      return contents?.executeJavaScript(
        `Promise.all(['geolocation', 'notifications'].map(async (name) => (await navigator.permissions.query({ name })).state))`,
      );
    };
    const { defaultSession } = session;
    const without = await ask();
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
    defaultSession.setPermissionCheckHandler((_contents, permission, origin) => {
      if (permission === 'geolocation') heard.push(origin);
      return permission === 'geolocation';
    });
    const checked = await ask();
    defaultSession.setPermissionCheckHandler(() => false);
    return [without, checked, await ask()];
  });
  expect(states).toEqual([
    ['granted', 'granted'],
    ['granted', 'denied'],
    ['denied', 'denied'],
  ]);
  expect(await happened()).toEqual(['app://bundle/']);
});

test('the window is called what its page is called', async () => {
  const titles = await program.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const changed = new Promise((resolve) => window?.once('page-title-updated', (_event, title) => resolve(title)));
    await window?.webContents.executeJavaScript('document.title = "Renamed"; 1');
    return [await changed, window?.getTitle()];
  });
  expect(titles).toEqual(['Renamed', 'Renamed']);
});

/** @param code an expression, or a block that returns; run in the page's own world */
function inPage(code: string): Promise<unknown> {
  const body = code.startsWith('{') ? code : `{ return (${code}); }`;
  return program.evaluate(
    ({ BrowserWindow }, text) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text),
    `(async () => ${body})()`,
  );
}

function happened(): Promise<unknown[]> {
  return program.evaluate(() => globalThis.heard);
}

function address(): Promise<string | undefined> {
  return program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL());
}

async function reload(): Promise<void> {
  await program.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(null)));
    contents?.reload();
    await loaded;
  });
}

async function crash(): Promise<void> {
  await program.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const gone = new Promise((resolve) => contents?.once('render-process-gone', () => resolve(null)));
    contents?.forcefullyCrashRenderer();
    await gone;
    await new Promise((resolve) => setImmediate(resolve));
  });
}

async function pagesWithOpener(): Promise<unknown[]> {
  const targets = (await (await fetch(new URL('/json/list', stage.chromium.endpoint))).json()) as { url: string }[];
  return targets.filter(({ url }) => url.startsWith('https://example.com') || url.endsWith('/other'));
}
