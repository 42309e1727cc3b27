import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Frame,
  isPermitted,
  isTrustedFrame,
  mayNavigate,
  outsideAddress,
  permissions,
  screensAddress,
  webPreferences,
} from '../../electron/main/security.ts';

describe('where the window may be led', () => {
  it.each([
    'app://bundle/',
    'app://bundle/#/',
    'app://bundle/#/directory/people/7?world=sandbox',
    'app://bundle/?again=1#/activity',
  ])('to its own beginning: %s', (url) => expect(mayNavigate(url)).toBe(true));

  it.each([
    '',
    'app:',
    'app://bundle',
    'app:/bundle/',
    'app://bundle.evil/',
    'app://bundle.evil.test/#/',
    'app://bundle:80/',
    'app://bundle@evil.test/',
    'app://evil.test@bundle/',
    'app://user:secret@bundle/',
    'app://evil.test/',
    'app://evil.test/app://bundle/',
    'app://bundle\\@evil.test/',
    'app://bundle/stopped',
    'app://bundle/index.html',
    'app://bundle/assets/index.js',
    'app://bundle//evil.test/',
    'app://bundle/..',
    'app://bundle/%2e%2e/',
    'APP://bundle/',
    'app://BUNDLE/',
    ' app://bundle/',
    'application://bundle/',
    'xapp://bundle/',
    'blob:app://bundle/7',
    'filesystem:app://bundle/temporary/7',
    'view-source:app://bundle/',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'about:blank',
    'http://127.0.0.1:4711/',
    'https://learn.microsoft.com/',
    'mailto:somebody@example.com',
  ])('nowhere else: %j', (url) => expect(mayNavigate(url)).toBe(false));
});

describe('what may be opened outside', () => {
  it.each([
    ['https://learn.microsoft.com', 'https://learn.microsoft.com/'],
    ['https://learn.microsoft.com/entra/identity?tabs=a#b', 'https://learn.microsoft.com/entra/identity?tabs=a#b'],
    ['HTTPS://Help.Okta.com/en-us/', 'https://help.okta.com/en-us/'],
    ['https://developer.okta.com:443/docs/', 'https://developer.okta.com/docs/'],
    ['https://entra.microsoft.com/a b', 'https://entra.microsoft.com/a%20b'],
    // The parser takes line ends away; what is opened is what was judged.
    ['https://entra.micro\nsoft.com/', 'https://entra.microsoft.com/'],
  ])('%j, as %s', (given, opened) => expect(outsideAddress(given)).toBe(opened));

  it.each([
    '',
    'learn.microsoft.com',
    '//learn.microsoft.com/',
    'http://learn.microsoft.com/',
    'https://learn.microsoft.com:8443/',
    'https://learn.microsoft.com.evil.test/',
    'https://learn.microsoft.com./',
    'https://evil.test/learn.microsoft.com',
    'https://evil.test/?https://learn.microsoft.com/',
    'https://learn.microsoft.com@evil.test/',
    'https://somebody@learn.microsoft.com/',
    'https://somebody:secret@learn.microsoft.com/',
    'https://microsoft.com/',
    'https://evil-learn.microsoft.com/',
    'https://xlearn.microsoft.com/',
    'https://lеarn.microsoft.com/', // a Cyrillic letter
    'https://tenant.okta.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'file:///etc/passwd',
    'file://learn.microsoft.com/share',
    'smb://learn.microsoft.com/share',
    '\\\\learn.microsoft.com\\share',
    'javascript:alert(1)//https://learn.microsoft.com/',
    'data:text/html,https://learn.microsoft.com/',
    'ms-msdt:/id PCWDiagnostic',
    'vscode://learn.microsoft.com/',
    'app://bundle/',
    `https://learn.microsoft.com/${'a'.repeat(2_000)}`,
  ])('never %j', (given) => expect(outsideAddress(given)).toBeNull());
});

describe('permissions', () => {
  /** The names in the types of Electron, wherever a permission is named. */
  const names = (): string[] => {
    const require = createRequire(import.meta.url);
    const declarations = path.join(path.dirname(require.resolve('electron/package.json')), 'electron.d.ts');
    const unions = readFileSync(declarations, 'utf8').matchAll(/\bpermission: ((?:'[A-Za-z-]+'(?: \| )?)+)/g);
    return [...unions].flatMap(([, union]) => [...(union ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name ?? ''));
  };

  it('are decided for every name that Electron knows, and for no other', () => {
    const known = new Set(names());
    expect(known.size).toBeGreaterThan(40);
    expect(Object.keys(permissions).sort()).toEqual([...known].sort());
  });

  it('are refused to everybody, but writing to the clipboard to our own page', () => {
    expect(Object.keys(permissions).filter((name) => isPermitted(name, screensAddress, true))).toEqual([
      'clipboard-sanitized-write',
    ]);
  });

  it.each([
    ['app://bundle', true, true],
    ['app://bundle/', true, true],
    ['app://bundle/#/setup', true, true],
    ['app://bundle/', false, false],
    [undefined, true, false],
    ['', true, false],
    ['null', true, false],
    ['app://bundle.evil/', true, false],
    ['app://bundle@evil.test/', true, false],
    ['https://app://bundle/', true, false],
    ['https://evil.test/', true, false],
  ] as const)('writing to the clipboard, asked by %j with a main frame %j: %j', (from, isMainFrame, given) => {
    expect(isPermitted('clipboard-sanitized-write', from, isMainFrame)).toBe(given);
  });

  it.each(['__proto__', 'constructor', 'toString', 'something-new', ''])('unknown: %j', (name) => {
    expect(isPermitted(name, screensAddress, true)).toBe(false);
  });
});

describe('the frame that sends', () => {
  const ours: Frame = { detached: false, frameTreeNodeId: 7, origin: 'app://bundle', parent: null };
  const parent = {} as NonNullable<Frame['parent']>;
  it.each([
    ['our main frame', ours, ours, true],
    ['our main frame, as another object', { ...ours }, ours, true],
    ['a frame that is gone', null, ours, false],
    ['a frame when there is no window', ours, null, false],
    ['a frame within our page', { ...ours, parent, frameTreeNodeId: 8 }, ours, false],
    ['a frame within our page that bears its number', { ...ours, parent }, ours, false],
    ['another main frame', { ...ours, frameTreeNodeId: 8 }, ours, false],
    ['our main frame, detached', { ...ours, detached: true }, ours, false],
    ...['', 'null', 'app://', 'app://bundle/', 'app://bundle.evil', 'APP://bundle', 'https://evil.test', 'file://'].map(
      (origin) => [`our main frame at ${JSON.stringify(origin)}`, { ...ours, origin }, ours, false] as const,
    ),
  ] as const)('%s', (_what, sender, main, trusted) => expect(isTrustedFrame(sender, main)).toBe(trusted));

  it('that was destroyed meanwhile is not trusted', () => {
    const destroyed = Object.defineProperty({ ...ours }, 'parent', {
      get(): null {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed');
      },
    });
    expect(isTrustedFrame(destroyed, ours)).toBe(false);
  });
});

it('the window’s page is as closed in as Electron can', () => {
  expect(webPreferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  });
});
