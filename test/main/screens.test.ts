import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageHeaders } from '../../electron/host/admin/security.ts';
import { createScreensHandler, isStandIn, type ScreensHandler, standInAddress } from '../../electron/main/screens.ts';

const secret = 'not for the page';
let folder: string;
let answer: ScreensHandler;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'footbridge-screens-'));
  const screens = path.join(folder, 'screens');
  mkdirSync(path.join(screens, 'assets'), { recursive: true });
  writeFileSync(path.join(screens, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__" />');
  writeFileSync(path.join(screens, 'assets', 'index-abc.js'), 'run()');
  writeFileSync(path.join(screens, 'icon.svg'), '<svg/>');
  writeFileSync(path.join(screens, 'private.key'), secret);
  writeFileSync(path.join(screens, '.env.json'), secret);
  writeFileSync(path.join(folder, 'secret.json'), secret);
  answer = createScreensHandler(screens);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (url: string, method = 'GET') => answer({ url, method } as Request);

describe('the screens', () => {
  it('are a page with a nonce of its own for each load', async () => {
    const nonces = new Set<string>();
    for (const url of ['app://bundle/', 'app://bundle/?again=1', 'app://bundle/#/setup']) {
      const response = await ask(url);
      const body = await response.text();
      const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? '';
      nonces.add(nonce);
      expect(response.status).toBe(200);
      expect(Buffer.from(nonce, 'base64').length).toBe(16);
      expect(Object.fromEntries(response.headers)).toEqual({
        ...pageHeaders(nonce),
        'content-type': 'text/html; charset=utf-8',
      });
    }
    expect(nonces.size).toBe(3);
  });

  it.each([
    ['app://bundle/assets/index-abc.js', 'text/javascript; charset=utf-8', 'run()'],
    ['app://bundle/assets/index-abc.js?v=1#x', 'text/javascript; charset=utf-8', 'run()'],
    ['app://bundle/icon.svg', 'image/svg+xml', '<svg/>'],
  ])('%s is a file beside the page', async (url, type, body) => {
    const response = await ask(url);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(await response.text()).toBe(body);
  });

  it('can be asked for their headers alone', async () => {
    const response = await ask('app://bundle/icon.svg', 'HEAD');
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('are not asked with %s', async (method) => {
    const response = await ask('app://bundle/', method);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    'app://bundle',
    'app://evil.test/',
    'app://bundle.evil/',
    'app://bundle@evil.test/',
    'https://bundle/',
    'app://bundle/index.html/',
    'app://bundle/assets',
    'app://bundle/assets/',
    'app://bundle//icon.svg',
    'app://bundle/missing.js',
    'app://bundle/private.key',
    'app://bundle/.env.json',
    'app://bundle/../secret.json',
    'app://bundle/assets/../../secret.json',
    'app://bundle/%2e%2e/secret.json',
    'app://bundle/..%2fsecret.json',
    'app://bundle/..\\secret.json',
    'app://bundle/icon.svg%00.js',
    'app://bundle//etc/passwd',
    'app://bundle/C:/secret.json',
    `app://bundle/${'a'.repeat(5_000)}.js`,
  ])('hold nothing at %s', async (url) => {
    const response = await ask(url);
    expect([response.status, await response.text()]).toEqual([404, 'There is nothing at this address.\n']);
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it('never give away what is not theirs, however it is spelled', async () => {
    const step = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '..%2f',
      '..%5c',
      '\\',
      '\\..',
      '',
      'assets',
      '\0',
      '%00',
    );
    const name = fc.constantFrom('secret.json', 'private.key', '.env.json', 'index-abc.js', 'screens');
    const ending = fc.constantFrom('', '/', '?', '#', '?/icon.svg', '%00.svg', ';.svg', '::$DATA');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), name, ending, async (steps, last, end) => {
        const response = await ask(`app://bundle/${[...steps, last].join('/')}${end}`);
        expect(await response.text()).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it('that were never built say so', async () => {
    const response = await createScreensHandler(path.join(folder, 'nowhere'))({
      url: 'app://bundle/',
      method: 'GET',
    } as Request);
    expect([response.status, await response.text()]).toEqual([
      404,
      'The screens are not built yet: run "npm run build".\n',
    ]);
  });
});

it.each([
  ['stopped', 'The window stopped twice within a minute'],
  ['unconnected', 'The window has no connection to Footbridge'],
] as const)(
  'the page that stands in for screens that are %s runs nothing, and leads back to them',
  async (why, title) => {
    const response = await ask(standInAddress(why));
    const body = await response.text();
    const nonce = /<style nonce="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(response.headers.get('content-security-policy')).toBe(pageHeaders(nonce)['content-security-policy']);
    expect(body).not.toMatch(/<script|\son[a-z]+=|style="/);
    expect(body).toContain(`<h1>${title}</h1>`);
    expect(body).toContain('<a href="/">Show the window again</a>');
    expect(body).toContain('goes on serving');
  },
);

it.each([
  [standInAddress('stopped'), true],
  [standInAddress('unconnected'), true],
  ['app://bundle/', false],
  ['app://bundle/stopped/', false],
  ['app://bundle/#/stopped', false],
  ['app://bundle/constructor', false],
  ['', false],
])('%j stands in for the screens: %s', (address, stands) => expect(isStandIn(address)).toBe(stands));
