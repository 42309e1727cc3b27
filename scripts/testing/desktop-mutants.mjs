/**
 * Defects of the desktop app, each of which must turn its tests red (`npm run test:mutants`).
 *
 * @typedef {object} Mutant
 * @property {string} name what is wrong with the app, as a clause
 * @property {string} file
 * @property {string} find stands in it exactly once
 * @property {string} replace what stands there instead
 * @property {string} test a part of the titles of those tests in test/desktop of which one must fail
 */

const guards = 'electron/main/guards.ts';
const security = 'electron/main/security.ts';
const desktop = 'electron/main/desktop.ts';
const preload = 'electron/preload/preload.ts';

const tests = Object.freeze({
  starts: 'there is one window',
  link: 'a link that is clicked leads nowhere else',
  redirect: 'a redirect leads nowhere else',
  opened: 'opens no window',
  verb: 'the verb opens what is allowed',
  verbs: 'the page has the agreed verbs',
  smuggled: 'what is smuggled into the page',
  permissions: 'permissions are denied',
  frame: 'a frame inside the page gets no port',
  window: 'another window’s page gets no port',
  crash: 'a page that crashes comes back',
  engine: 'an engine that dies is started again',
  second: 'a second start brings a window to the front',
  closing: 'closing the window keeps serving',
  power: 'a computer that sleeps delivers nothing',
  quit: 'quitting while changes wait',
  signal: 'SIGTERM ends it without asking',
});

/** @type {readonly Mutant[]} */
export const mutants = Object.freeze([
  {
    name: 'navigation is noticed, and not prevented',
    file: guards,
    find: '    details.preventDefault();\n',
    replace: '',
    test: tests.link,
  },
  {
    name: 'redirects are not looked at',
    file: guards,
    find: "  contents.on('will-redirect', stay);\n",
    replace: '',
    test: tests.redirect,
  },
  {
    name: 'any address may be navigated to',
    file: security,
    find: String.raw`/^app:\/\/bundle\/(?:[?#].*)?$/.test(url)`,
    replace: 'url.length > 0',
    test: tests.link,
  },
  {
    name: 'the open handler allows',
    file: guards,
    find: "return { action: 'deny' };",
    replace: "return { action: 'allow' };",
    test: tests.opened,
  },
  {
    name: 'an allowed address is not given to the system',
    file: guards,
    find: 'if (address !== null) openOutside(address);',
    replace: 'if (address !== null) void openOutside;',
    test: tests.opened,
  },
  {
    name: 'every https address is opened outside',
    file: security,
    find: ' && outsideHosts.has(url.hostname)',
    replace: ' && outsideHosts.size > 0',
    test: tests.verb,
  },
  {
    name: 'the policy allows inline script',
    file: 'electron/host/admin/security.ts',
    find: `"script-src 'self'",`,
    replace: `"script-src 'self' 'unsafe-inline'",`,
    test: tests.smuggled,
  },
  {
    name: 'the policy allows images from anywhere',
    file: 'electron/host/admin/security.ts',
    find: `"img-src 'self' data:",`,
    replace: `"img-src * data:",`,
    test: tests.smuggled,
  },
  {
    name: 'page and preload are not isolated',
    file: security,
    find: 'contextIsolation: true,',
    replace: 'contextIsolation: false,',
    test: tests.starts,
  },
  {
    name: 'the page is not sandboxed',
    file: security,
    find: '  sandbox: true,',
    replace: '  sandbox: false,',
    test: tests.starts,
  },
  {
    name: 'the scheme is not registered as standard and secure',
    file: 'electron/main/main.ts',
    find: '  protocol.registerSchemesAsPrivileged([{ scheme: screensScheme, privileges: schemePrivileges }]);\n',
    replace: '',
    test: tests.starts,
  },
  {
    name: 'the preload needs a module of Node',
    file: preload,
    find: "import { contextBridge, ipcRenderer } from 'electron';",
    replace:
      "import { existsSync } from 'node:fs';\nimport { contextBridge, ipcRenderer } from 'electron';\nexistsSync('.');",
    test: tests.verbs,
  },
  {
    name: 'the preload has one verb more',
    file: preload,
    find: '  platform: process.platform,',
    replace: '  platform: process.platform,\n  version: 1,',
    test: tests.verbs,
  },
  {
    name: 'the permission handlers allow everything',
    file: guards,
    find: 'answer(isPermitted(permission, requestingUrl, isMainFrame)),',
    replace: 'answer(true),',
    test: tests.permissions,
  },
  {
    name: 'the check of the frame is reversed',
    file: security,
    find: 'return isMain && !sender.detached && sender.origin === screensOrigin;',
    replace: 'return !(isMain && !sender.detached && sender.origin === screensOrigin);',
    test: tests.starts,
  },
  {
    name: 'every window of the app gets a port',
    file: desktop,
    find: 'ours !== null && ours === window.current() && isTrustedFrame',
    replace: 'ours !== null && isTrustedFrame',
    test: tests.window,
  },
  {
    name: 'the page takes a port from a frame inside it',
    file: 'renderer/data/port.ts',
    find: 'event.source !== window || ',
    replace: '',
    test: tests.frame,
  },
  {
    name: 'main does not hear that a page’s port closed',
    file: 'electron/main/port.ts',
    find: "onClose: (listener) => void port.once('close', listener),",
    replace: 'onClose: () => undefined,',
    test: tests.closing,
  },
  {
    name: 'something of Electron is used that the double lacks',
    file: desktop,
    find: "  app.on('activate', () => window.show());\n",
    replace: "  app.on('activate', () => window.show());\n  app.configureHostResolver({});\n",
    test: tests.starts,
  },
  {
    name: 'a page that crashed is not loaded again',
    file: 'electron/main/window.ts',
    find: "if (decision === 'reload') opened.webContents.reload();",
    replace: "if (decision === 'reload') return;",
    test: tests.crash,
  },
  {
    name: 'a page that crashes is loaded again and again',
    file: 'electron/main/crash.ts',
    find: 'const quietFor = 60_000;',
    replace: 'const quietFor = -1;',
    test: tests.crash,
  },
  {
    name: 'an engine that died stays dead',
    file: 'electron/main/engines.ts',
    find: 'if (again === 0) startAgain(world);',
    replace: 'if (again === 0) return;',
    test: tests.engine,
  },
  {
    name: 'a second start is not listened to',
    file: desktop,
    find: "  app.on('second-instance', (_event, argv, _folder, sent) => {\n",
    replace: "  app.on('second-instance', (_event, argv, _folder, sent) => {\n    if (argv.length >= 0) return;\n",
    test: tests.second,
  },
  {
    name: 'closing the window quits',
    file: desktop,
    find: "  app.on('window-all-closed', () => undefined);\n",
    replace: '',
    test: tests.closing,
  },
  {
    name: 'falling asleep is not passed on',
    file: desktop,
    find: "  powerMonitor.on('suspend', () => void eachEngine('suspend'));\n",
    replace: '',
    test: tests.power,
  },
  {
    name: 'waking up is not passed on',
    file: desktop,
    find: "  powerMonitor.on('resume', () => void eachEngine('resume'));\n",
    replace: '',
    test: tests.power,
  },
  {
    name: 'quitting does not ask',
    file: 'electron/main/quit.ts',
    find: 'const question = await whatWaits();',
    replace: 'const question = (await whatWaits()) && null;',
    test: tests.quit,
  },
  {
    name: 'the end of the session asks',
    file: desktop,
    find: "(const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => quit.now(exitCode.ok))",
    replace: "(const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void quit.wish())",
    test: tests.signal,
  },
]);
