import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { desktopVerbs, portMessage } from '../../shared/contract/desktop.ts';
import { closeOther, openAnother } from '../support/desktop/acts.ts';
import { openLure } from './lure.ts';
import { expect, test } from './stage.ts';

const clone = fileURLToPath(new URL('../..', import.meta.url));

test('the page has the agreed verbs, and nothing of Node or Electron', async ({ stage }) => {
  const page = await stage.page();
  const seen = await page.evaluate(() => ({
    verbs: Object.keys(window.desktop ?? {}).sort(),
    types: Object.fromEntries(Object.entries(window.desktop ?? {}).map(([name, verb]) => [name, typeof verb])),
    globals: ['require', 'process', 'module', 'exports', 'Buffer', 'ipcRenderer', 'electron', 'contextBridge'].filter(
      (name) => name in window,
    ),
    isSecure: window.isSecureContext,
  }));
  expect(seen.verbs).toEqual([...desktopVerbs]);
  expect(new Set(Object.values(seen.types))).toEqual(new Set(['function', 'string']));
  expect(seen).toMatchObject({ globals: [], isSecure: true });
});

test('the page cannot change what it was given', async ({ stage }) => {
  const page = await stage.page();
  const changed = await page.evaluate(() => {
    const { desktop } = window;
    Reflect.set(window, 'desktop', { port: () => 'mine' });
    Reflect.deleteProperty(window, 'desktop');
    if (desktop !== undefined) Reflect.set(desktop, 'port', () => 'mine');
    return [window.desktop === desktop, String(desktop?.port).includes('mine')];
  });
  expect(changed).toEqual([true, false]);
});

/** What a script that was smuggled into the page would try; each is given the origin of a server on this machine. */
const attempts = {
  'an inline script': [
    'script-src-elem',
    () => {
      const script = document.createElement('script');
      script.textContent = 'window.smuggled = true';
      document.body.append(script);
    },
  ],
  'an inline handler': [
    'script-src-attr',
    () => {
      document.body.insertAdjacentHTML('beforeend', '<button onclick="window.smuggled = true" id="handler">.</button>');
      document.querySelector<HTMLElement>('#handler')?.click();
    },
  ],
  eval: [
    'script-src',
    () => {
      // Later, by itself: what the test's own tool runs may evaluate.
      setTimeout(() => {
        try {
          // biome-ignore lint/security/noGlobalEval: that it is refused is what is tried.
          window.eval('window.smuggled = true');
        } catch {
          // An EvalError, as it should be; the policy reports it.
        }
      });
    },
  ],
  'a script from elsewhere': [
    'script-src-elem',
    (origin: string) => {
      document.body.append(Object.assign(document.createElement('script'), { src: `${origin}/script.js` }));
    },
  ],
  'an image from elsewhere': [
    'img-src',
    (origin: string) => {
      document.body.append(Object.assign(document.createElement('img'), { src: `${origin}/image.png` }));
    },
  ],
  'a style of one’s own': [
    'style-src-elem',
    () => {
      document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' }));
    },
  ],
  'telling somebody elsewhere': [
    'connect-src',
    (origin: string) => void fetch(`${origin}/told`).catch(() => undefined),
  ],
  'a form that is sent elsewhere': [
    'form-action',
    (origin: string) => {
      // Sent into a frame: to the tool of these tests a page that is to go somewhere is busy for ever.
      document.body.append(Object.assign(document.createElement('iframe'), { name: 'inside' }));
      const form = Object.assign(document.createElement('form'), {
        action: `${origin}/form`,
        method: 'post',
        target: 'inside',
      });
      document.body.append(form);
      form.submit();
    },
  ],
  'a frame of elsewhere': [
    'frame-src',
    (origin: string) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: `${origin}/frame` }));
    },
  ],
} as const satisfies Record<string, readonly [directive: string, act: (origin: string) => void]>;

test('what is smuggled into the page is refused by its policy', async ({ stage }) => {
  stage.expectComplaint(/Content Security Policy|Mixed Content|scheme=about:/i, /^blocked: http:\/\/127\.0\.0\.1/);
  const lure = await openLure();
  const page = await stage.page();
  try {
    for (const [name, [directive, act]] of Object.entries(attempts)) {
      await test.step(name, async () => {
        const refused = await refusedBy(page, act, lure.origin);
        expect(refused, name).toContain(directive);
      });
    }
    expect(await page.evaluate(() => Reflect.get(window, 'smuggled'))).toBeUndefined();
    expect(lure.hits).toEqual([]);
  } finally {
    await page.evaluate(() => {
      for (const left of document.querySelectorAll('#handler, iframe, form[action^="http"], img[src^="http"]'))
        left.remove();
    });
    await lure.close();
  }
});

/** Does something in the page. @returns the directives of its policy that refused it, once one did */
async function refusedBy(page: Page, act: (origin: string) => void, origin: string): Promise<unknown> {
  await page.evaluate(() => {
    const refused = new Promise<string[]>((resolve) => {
      const directives: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        directives.push(effectiveDirective);
        resolve(directives);
      });
      // What the policy lets pass is never told of.
      setTimeout(() => resolve(directives), 10_000);
    });
    Reflect.set(window, 'refused', refused);
  });
  await page.evaluate(act, origin);
  return page.evaluate(() => Reflect.get(window, 'refused'));
}

test('no file and no other origin can be read from the page', async ({ stage }) => {
  stage.expectComplaint(/local resource|Content Security Policy|scheme "file"|status of 404/);
  const page = await stage.page();
  const read = (address: string) =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          (answer) => `answered ${answer.status}`,
          () => 'rejected',
        ),
      address,
    );
  expect(await read('file:///etc/passwd')).toBe('rejected');
  expect(await read('https://contoso.example/')).toBe('rejected');
  for (const path of [
    '../package.json',
    '%2e%2e/package.json',
    '..%5cpackage.json',
    'assets/../../package.json',
    '.',
  ]) {
    expect(await read(`./${path}`), path).toMatch(path === '.' ? 'answered 200' : 'answered 404');
  }
});

test('permissions are denied, but to copy a text for our own page', async ({ stage }) => {
  const page = await stage.page();
  const stateOf = (name: string) =>
    page.evaluate(async (asked) => (await navigator.permissions.query({ name: asked as PermissionName })).state, name);
  for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read']) {
    expect(await stateOf(name), name).toBe('denied');
  }
  expect(await stateOf('clipboard-write')).toBe('granted');
});

test('a frame inside the page gets no port, and cannot hand one over', async ({ stage }) => {
  stage.expectComplaint(/led elsewhere; it stays\. scheme=about:/);
  const activity = await stage.activity();
  const { page } = activity;
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('iframe'), { id: 'inside' }));
  });
  const frame = await (await page.locator('#inside').elementHandle())?.contentFrame();
  if (!frame) throw new Error('The page has no frame inside.');
  expect(await frame.evaluate(() => 'desktop' in window)).toBe(false);

  // It says what brings the port, again and again, with an end of a channel of its own.
  await frame.evaluate((words) => {
    const heard: unknown[] = [];
    const ports: MessagePort[] = [];
    Object.assign(window, { heard, ports });
    window.addEventListener('message', (event) => ports.push(...event.ports));
    const say = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => heard.push(data);
      window.parent.postMessage(words, '*', [port2]);
      setTimeout(say, 20);
    };
    say();
  }, portMessage);
  // A port that is asked for anew replaces the one that the screens have: they must find their way back to main.
  for (let time = 0; time < 3; time += 1) await page.evaluate(() => window.desktop?.port());
  await stage.hire('grace@contoso.test', 'Sales', { displayName: 'Grace Hopper' });
  await expect(activity.row('Create Grace Hopper')).toContainText('proved');
  expect(await frame.evaluate(() => [Reflect.get(window, 'heard'), Reflect.get(window, 'ports')])).toEqual([[], []]);
  await page.evaluate(() => document.querySelector('#inside')?.remove());
});

test('another window’s page gets no port, though it has the same preload and address', async ({ stage }) => {
  stage.expectComplaint(/A call from a window was refused/);
  const preload = join(clone, 'out', 'desktop', 'preload.cjs');
  await openAnother(stage.desktop, preload, 'app://bundle/');
  const other = await stage.desktop.page(1);
  const answer = await other.evaluate(async () => {
    const ports: unknown[] = [];
    window.addEventListener('message', (event) => ports.push(...event.ports));
    const said = await window.desktop?.port().then(
      () => 'given',
      (error: Error) => error.message,
    );
    return { said, ports: ports.length };
  });
  expect(answer).toEqual({ said: expect.stringContaining('Footbridge refused this'), ports: 0 });
  await closeOther(stage.desktop);
  await (await stage.activity()).health.waitFor();
});
