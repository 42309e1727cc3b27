import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oneWindow } from './one-window.ts';
import { preloadOf } from './program.ts';

const page = oneWindow('each test');
let redirecting: Server;

beforeAll(() => {
  redirecting = createServer((request, response) => {
    if (request.url === '/there') response.end('<title>There</title>');
    else response.writeHead(302, { location: '/there' }).end();
  }).listen(0, '127.0.0.1');
});
afterAll(() => redirecting.close());

describe('the content security policy', () => {
  test('keeps scripts within the page from running, and lets its own run', async () => {
    expect(await page.inPage('[typeof window.inlineRan, typeof refused]')).toEqual(['undefined', 'object']);
  });

  test('tells of what it refuses', async () => {
    const code = `{ const before = refused.length; const script = document.createElement('script');
      script.textContent = 'window.injected = true'; document.body.append(script);
      const image = await new Promise((resolve) => { const image = new Image(); image.onerror = () => resolve('refused');
        image.onload = () => resolve('loaded'); image.src = 'https://example.com/a.png'; });
      const text = await fetch('other').then((answer) => answer.status);
      await new Promise((resolve) => setTimeout(resolve));
      return [typeof injected, image, text, refused.slice(before)]; }`;
    expect(await page.inPage(code)).toEqual(['undefined', 'refused', 200, ['script-src-elem', 'img-src']]);
    expect(await page.program.blocked()).toEqual([]);
  });
});

describe('navigation', () => {
  test.each([
    ['#away', 'https://example.com/away'],
    ['#other', 'app://bundle/other'],
    ['#own', 'app://bundle/other#there'],
    ['#mail', 'mailto:a@b.example'],
  ])('by %s is asked about, and refused leaves the page where it is', async (link, url) => {
    await page.inPage(`{ window.still = true; document.querySelector('${link}').click(); }`);
    await expect.poll(page.happened, { timeout: 20_000, interval: 10 }).toEqual([['will-frame-navigate', url]]);
    expect(await page.inPage('still && document.title')).toBe('First');
    expect(await page.address()).toBe('app://bundle/');
  });

  test('that is allowed goes there, and has a new frame', async () => {
    const changed = await page.program.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      if (contents === undefined) return null;
      const before = contents.mainFrame;
      contents.removeAllListeners('will-navigate').removeAllListeners('will-frame-navigate');
      contents.on('will-navigate', (event) => heard.push(event.url));
      const done = new Promise((resolve) => contents.once('did-finish-load', () => resolve(null)));
      await contents.executeJavaScript('void setTimeout(() => document.querySelector("#own").click())');
      await done;
      return [before.isDestroyed(), before === contents.mainFrame, contents.getURL()];
    });
    expect(changed).toEqual([true, false, 'app://bundle/other#there']);
    expect(await page.happened()).toEqual(['app://bundle/other#there']);
  });

  test('by a redirect is asked about', async () => {
    const { port } = redirecting.address() as AddressInfo;
    const loaded = page.program.evaluate(
      ({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]?.webContents.loadURL(url),
      `http://127.0.0.1:${port}/`,
    );
    await expect(loaded).rejects.toThrow('ERR_ABORTED (-3) loading');
    expect(await page.happened()).toEqual([['will-redirect', `http://127.0.0.1:${port}/there`]]);
    expect(await page.inPage('document.title')).toBe('First');
  });

  test('within the page is no new document', async () => {
    const moved = await page.program.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const frame = contents?.mainFrame;
      await contents?.loadURL('app://bundle/#/place');
      return [contents?.mainFrame === frame, contents?.getURL()];
    });
    expect(moved).toEqual([true, 'app://bundle/#/place']);
    await page.reload();
    expect(await page.address()).toBe('app://bundle/#/place');
  });

  test('of a scheme that nobody serves fails', async () => {
    const loaded = page.program.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.loadURL('https://example.com/'),
    );
    await expect(loaded).rejects.toThrow('ERR_ABORTED');
    expect((await page.program.blocked()).at(-1)).toBe('https://example.com/');
  });
});

describe('a new window', () => {
  test.each([
    ['window.open("https://example.com/new", "name")', 'https://example.com/new'],
    ['window.open("other")', 'app://bundle/other'],
    ['document.querySelector("#blank").click()', 'https://example.com/new'],
    // It really makes a popup, which is asked about and closed.
    ['document.querySelector("form").submit()', 'https://example.com/sent?'],
  ])('by %s is refused and never stays', async (code, url) => {
    expect(await page.inPage(`(${code}) ?? null`)).toBe(null);
    await expect.poll(page.happened, { timeout: 20_000, interval: 10 }).toEqual([['open', url]]);
    await expect.poll(pagesWithOpener, { timeout: 20_000, interval: 10 }).toEqual([]);
    expect(await page.program.violations()).toEqual([]);
  });

  test('that is allowed is a violation, and so is an address that cannot be refused', async () => {
    const allowing = await page.stage.run();
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
    const before = await page.program.pageTarget();
    await page.crash();
    expect(await page.program.pageTarget()).toBe(null);
    await page.reload();
    expect(await page.program.pageTarget()).not.toBe(before);
    expect(await page.inPage('[document.title, probe.sum(1, 1)]')).toEqual(['First', 2]);
  }
  expect(await page.program.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await page.happened()).toEqual([
    ['gone', 'crashed'],
    ['gone', 'crashed'],
  ]);
});

test.each([
  ['throws', 'throw new Error("of its own")', 'of its own'],
  ['is no script', 'const const', "Unexpected token 'const'"],
  ['requires what a sandbox has not', 'require("fs")', 'module not found: fs'],
])('a preload that %s is told of, and the page stands', async (_, code, message) => {
  const title = await page.program.evaluate(
    async ({ BrowserWindow }, file) => {
      const { webContents } = new BrowserWindow({ webPreferences: { preload: file } });
      webContents.on('preload-error', (_event, path, error) => heard.push([path === file, error.message]));
      await webContents.loadURL('app://bundle/');
      return webContents.executeJavaScript('document.title');
    },
    preloadOf(page.program, code),
  );
  expect([title, await page.happened()]).toEqual(['First', [[true, message]]]);
});

test('what the permission handlers say is what the page is told; without them everything is granted', async () => {
  const states = await page.program.evaluate(async ({ BrowserWindow, session }) => {
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
  expect(await page.happened()).toEqual(['app://bundle/']);
});

test('the window is called what its page is called', async () => {
  const titles = await page.program.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    const changed = new Promise((resolve) => window?.once('page-title-updated', (_event, title) => resolve(title)));
    await window?.webContents.executeJavaScript('document.title = "Renamed"; 1');
    return [await changed, window?.getTitle()];
  });
  expect(titles).toEqual(['Renamed', 'Renamed']);
});

async function pagesWithOpener(): Promise<unknown[]> {
  const targets = (await (await fetch(new URL('/json/list', page.stage.chromium.endpoint))).json()) as {
    url: string;
  }[];
  return targets.filter(({ url }) => url.startsWith('https://example.com') || url.endsWith('/other'));
}
