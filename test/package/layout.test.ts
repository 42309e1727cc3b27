import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineOptions, FromEngine, ToEngine } from '../../electron/engine/thread.ts';
import { packageConfiguration } from '../../scripts/packaging/configuration.mjs';
import { readFuses, wantedFuses } from '../../scripts/packaging/fuses.mjs';
import { root } from '../../scripts/setup/places.mjs';
import { askedModules } from './asked-modules.ts';
import { layOutPackage, type Packaged } from './packaged.ts';

const megabyte = 1_000_000;
const native = `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`;
const scripts = /^out\/desktop\/.*\.c?js$/;
/** Vite names a part by what it holds, and a hash of it. */
const part = /^out\/desktop\/[\w-]+-[\w-]{8}\.js$/;

const named = [
  'LICENSE',
  'package.json',
  'out/desktop/licenses.md',
  'out/desktop/main.js',
  'out/desktop/preload.cjs',
  'out/desktop/worker.js',
  'out/renderer/assets/index-HASH.css',
  'out/renderer/assets/index-HASH.js',
  'out/renderer/icon.svg',
  'out/renderer/index.html',
  'out/renderer/licenses.md',
  'resources/demo/door-badges.db',
  'resources/demo/team-wiki.db',
  'resources/demo/ticket-desk.db',
  'node_modules/better-sqlite3/LICENSE',
  'node_modules/better-sqlite3/package.json',
  ...['binding', 'database', 'index', 'sqlite-error', 'util'].map(
    (name) => `node_modules/better-sqlite3/lib/${name}.js`,
  ),
  ...[
    'aggregate',
    'backup',
    'explain',
    'function',
    'inspect',
    'pragma',
    'serialize',
    'table',
    'transaction',
    'wrappers',
  ].map((name) => `node_modules/better-sqlite3/lib/methods/${name}.js`),
  native,
];

describe.runIf(process.platform === 'linux')('the package for Linux, around a stand-in for Electron,', () => {
  let packaged: Packaged;
  beforeAll(async () => {
    packaged = await layOutPackage();
  });
  afterAll(() => packaged?.remove());

  const paths = () => packaged.files.map(({ path }) => path);
  const textOf = (path: string) => readFileSync(join(packaged.app, path), 'utf8');

  test('has the files that are needed and no other', () => {
    const others = paths()
      .filter((path) => !part.test(path))
      .map((path) => path.replace(/-[\w-]{8}(?=\.(?:css|js)$)/, '-HASH'));
    expect(others.sort()).toEqual(named.toSorted());
    expect(paths().filter((path) => part.test(path)).length).toBeGreaterThan(2);
  });

  test('has beside its archive the native part and nothing else', () => {
    expect(packaged.files.filter(({ unpacked }) => unpacked).map(({ path }) => path)).toEqual([native]);
    const beside = readdirSync(`${packaged.archive}.unpacked`, { recursive: true, withFileTypes: true });
    const files = beside.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(files).toEqual([`linux-${process.arch}.node`]);
  });

  test('has beside Electron’s own files nothing but the archive', () => {
    expect(readdirSync(packaged.folder).sort()).toEqual(
      [
        'LICENSE.electron.txt',
        'LICENSES.chromium.html',
        'NOT-RUNNABLE.txt',
        'footbridge',
        'locales',
        'resources',
        'version',
      ].sort(),
    );
    expect(readdirSync(join(packaged.folder, 'resources')).sort()).toEqual(['app.asar', 'app.asar.unpacked']);
  });

  test('is small', () => {
    expect(statSync(packaged.archive).size).toBeLessThan(6 * megabyte);
    expect(statSync(join(`${packaged.archive}.unpacked`, native)).size).toBeLessThan(3 * megabyte);
  });

  test('has a manifest with what Electron reads of it, and nothing of how it is built', () => {
    const { name, version, description, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const main = 'out/desktop/main.js';
    expect(JSON.parse(textOf('package.json'))).toEqual({
      name,
      productName: 'Footbridge',
      version,
      description,
      license,
      type: 'module',
      main,
    });
  });

  test('has its fuses set, each of them', async () => {
    const fuses = await readFuses(join(packaged.folder, 'footbridge'));
    expect(fuses).toEqual(wantedFuses(packageConfiguration().electronFuses));
  });

  test('asks for no module that it does not have', () => {
    const brought = new Set([
      'electron',
      'better-sqlite3',
      ...builtinModules,
      ...builtinModules.map((name) => `node:${name}`),
    ]);
    const asked = paths()
      .filter((path) => scripts.test(path))
      .flatMap((path) => askedModules(path, textOf(path)).map((module) => ({ path, module })));
    const missing = asked.filter(({ path, module }) =>
      module.startsWith('.') ? !existsSync(join(packaged.app, posix.dirname(path), module)) : !brought.has(module),
    );
    expect(missing).toEqual([]);
    const modules = asked.map(({ module }) => module);
    expect(modules).toContain('better-sqlite3');
    expect(modules).toContain('electron');
    expect(askedModules('preload.cjs', textOf('out/desktop/preload.cjs'))).toEqual(['electron']);
  });

  test.each([
    ['out/desktop/licenses.md', ['fastify', 'pino', 'uuid', 'zod']],
    ['out/renderer/licenses.md', ['@mantine/core', 'react', 'zustand']],
  ])('says in %s whose code it holds', (path, packages) => {
    const named = [...textOf(path).matchAll(/^## (\S+) - /gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(packages));
  });

  test('names no folder of the machine it was built on', () => {
    const texts = paths().filter((path) => !/\.(?:node|db)$/.test(path));
    expect(texts.filter((path) => textOf(path).includes(root))).toEqual([]);
  });

  test('has an engine that runs, with the database of the package', async () => {
    const data = mkdtempSync(join(tmpdir(), 'footbridge-packaged-engine-'));
    try {
      const { ready, answer, modules } = await askEngine(packaged.app, data);
      expect(ready).toMatchObject({
        type: 'ready',
        scim: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/),
      });
      expect(answer).toMatchObject({ ok: true });
      expect(existsSync(join(data, 'footbridge.db'))).toBe(true);
      expect(modules).toEqual([join(packaged.app, native)]);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

/** Starts the packaged engine in a thread as its host would, asks it one thing, and ends it. */
async function askEngine(app: string, data: string) {
  const options: EngineOptions = { world: 'live', data, scimPort: 0, logLevel: 'silent' };
  const worker = new Worker(join(app, 'out', 'desktop', 'worker.js'), { execArgv: [] });
  worker.postMessage({ type: 'start', options });
  const post = (message: ToEngine) => worker.postMessage(message);
  const next = () =>
    new Promise<FromEngine>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The engine ended with ${code}.`)));
    });
  try {
    const ready = await next();
    post({ type: 'call', id: 1, name: 'status.get', input: {} });
    const answered = await next();
    return { ready, answer: answered.type === 'answer' ? answered.answer : answered, modules: nativePartsOf(app) };
  } finally {
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    post({ type: 'stop' });
    await ended;
  }
}

/** The native parts that this process has loaded from a folder, as the system tells. */
function nativePartsOf(folder: string): string[] {
  const maps = readFileSync('/proc/self/maps', 'utf8').split('\n');
  const files = maps.flatMap((line) => /\s(\/.*\.node)$/.exec(line)?.[1] ?? []);
  return [...new Set(files)].filter((file) => file.startsWith(folder));
}
