import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerHeaders,
  assetHeaders,
  assetOf,
  carriesToken,
  pageHeaders,
  refusalOfOrigin,
} from '../../electron/host/admin/security.ts';

describe('Host and Origin', () => {
  const ours = '127.0.0.1:4711';
  it.each([
    [ours, undefined, undefined],
    ['localhost:4711', undefined, undefined],
    ['LOCALHOST:4711', undefined, undefined],
    [ours, 'http://127.0.0.1:4711', undefined],
    [ours, 'http://localhost:4711', undefined],
    [undefined, undefined, 403],
    ['', undefined, 403],
    ['127.0.0.1', undefined, 403],
    ['127.0.0.1:80', undefined, 403],
    ['127.0.0.1:47110', undefined, 403],
    ['127.0.0.1:4711.evil.test', undefined, 403],
    ['evil.test:4711', undefined, 403],
    ['localhost.evil.test:4711', undefined, 403],
    ['[::1]:4711', undefined, 403],
    ['0.0.0.0:4711', undefined, 403],
    ['2130706433:4711', undefined, 403],
    ['127.0.0.1:4711, evil.test', undefined, 403],
    [ours, '', 403],
    [ours, 'null', 403],
    [ours, 'https://127.0.0.1:4711', 403],
    [ours, 'http://127.0.0.1', 403],
    [ours, 'http://127.0.0.1:4712', 403],
    [ours, 'http://evil.test', 403],
    [ours, 'http://127.0.0.1:4711@evil.test', 403],
    [ours, 'http://127.0.0.1:4711/', 403],
    [ours, 'app://bundle', 403],
  ])('Host %j with Origin %j -> %j', (host, origin, status) => {
    expect(refusalOfOrigin(host, origin, 4711)?.status).toBe(status);
  });

  it('knows the port that browsers leave out', () => {
    expect(refusalOfOrigin('localhost', 'http://localhost', 80)).toBeNull();
  });
});

describe('the token', () => {
  const token = 'c2VjcmV0LXRva2Vu';
  it.each([
    [`Bearer ${token}`, true],
    [`bearer  ${token}`, true],
    [undefined, false],
    ['', false],
    ['Bearer ', false],
    [token, false],
    [`Basic ${token}`, false],
    [`Bearer ${token}x`, false],
    [`Bearer ${token.slice(1)}`, false],
    [`Bearer ${token.toUpperCase()}`, false],
    [`Bearer ${token} ${token}`, false],
  ])('%j -> %j', (authorization, carried) => {
    expect(carriesToken(authorization, token)).toBe(carried);
  });

  it('is carried by nothing else', () => {
    fc.assert(fc.property(fc.string(), (text) => !carriesToken(`Bearer ${text}`, token)));
  });
});

describe('files of the screens', () => {
  it.each([
    ['/icon.svg', 'icon.svg'],
    ['/assets/index-a1b2.js', 'assets/index-a1b2.js'],
    ['/', null],
    ['', null],
    ['icon.svg', null],
    ['/../package.json', null],
    ['/assets/../../package.json', null],
    ['/assets/./index.js', null],
    ['/%2e%2e/package.json', null],
    ['/..%2fpackage.json', null],
    ['/..\\package.json', null],
    ['/C:/windows/win.ini', null],
    ['//etc/passwd', null],
    ['/assets//x.js', null],
    ['/.env', null],
    ['/assets/.hidden.js', null],
    ['/icon.svg%00.js', null],
    ['/icon.svg\0', null],
    ['/a/b/c/d/e.js', null],
  ])('%j -> %j', (urlPath, file) => {
    expect(assetOf(urlPath)).toBe(file);
  });

  it('never leave their folder', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '%2e%2e', '\\', '/', '', 'a', 'assets', '\0', '~'), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const file = assetOf(`/${parts.join('/')}`);
        return file === null || file.split('/').every((name) => /^[\w-][\w.-]*$/.test(name));
      }),
    );
  });
});

it('gives the page a policy without any unsafe source', () => {
  const policy = pageHeaders('bm9uY2U=')['content-security-policy'];
  expect(policy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-bm9uY2U='; img-src 'self' data:; " +
      "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  );
  for (const headers of [pageHeaders('n'), answerHeaders, assetHeaders('icon.svg')]) {
    expect(headers['content-security-policy']).not.toContain('unsafe-');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});
