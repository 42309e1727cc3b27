import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createBuilder, loadConfigFromFile, mergeConfig } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundles } from '../../scripts/setup/bundle.mjs';
import { clone } from '../architecture/sources.ts';
import { run, serve } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * The command's bundle, made by the configuration that set-up builds it with, as deep in this clone as out/headless is,
 * so that it finds what is not bundled in the same way.
 */
const folder = mkdtempSync(path.join(clone, 'out', 'headless-tested-'));
const main = path.join(folder, 'main.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, 'vite.headless.config.ts', clone);
  const tested = {
    root: clone,
    configFile: false as const,
    logLevel: 'warn' as const,
    environments: { headless: { build: { outDir: folder } } },
  };
  await (await createBuilder(mergeConfig(loaded?.config ?? {}, tested))).buildApp();
});

describe('the command’s bundle', () => {
  test('is the program and its thread beside each other, made of nothing whose change would leave it stale', () => {
    const names = readdirSync(folder);
    expect(names).toEqual(expect.arrayContaining(['main.js', 'main.js.map', 'worker.js', 'worker.js.map']));
    const made = names
      .filter((name) => name.endsWith('.map'))
      .flatMap((name) => (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { sources: string[] }).sources)
      .map((source) => path.relative(clone, path.resolve(folder, source)).replaceAll('\\', '/'));
    const ours = [...new Set(made)].filter((file) => /^(?:electron|shared|renderer|scripts)\//.test(file));
    expect(ours).toContain('electron/engine/worker.ts');
    expect(ours).toContain('electron/headless/serve.ts');
    // A stack trace names our functions.
    expect(readFileSync(path.join(folder, 'worker.js'), 'utf8')).toContain('async function createEngine(');
    // Nobody waits for a driver of an app that is not there.
    const begins = ['main.js', 'worker.js'].map((name) => readFileSync(path.join(folder, name), 'utf8')).join('');
    expect(begins).not.toContain('node_modules/pg');
    const { sources } = bundles.headless;
    expect(ours.filter((file) => !sources.some((source) => file.startsWith(`${source}/`)))).toEqual([]);
  });

  test('serves both worlds, SCIM, the screens and the command line, and gets no fetch of Node’s with its HTTP', async () => {
    const data = temporaryFolder('bundle');
    const host = await serve(main, ['--data', data, '--admin-port', '0', '--demo']);
    const { scim, sandbox, admin } = host.ready;
    const added = await run(main, ['source', 'add', '--name', 'B', '--dialect', 'entra', '--data', data, '--json'])
      .ended;
    const { baseUrl, token } = JSON.parse(added.stdout) as { baseUrl: string; token: string };
    const asked = await fetch(`${baseUrl}/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
    const page = await fetch(new URL('/', admin));
    const stranger = await fetch(`${scim}/nobody/Users`);
    host.child.kill('SIGTERM');
    const { code } = await host.ended;
    const text = await page.text();
    expect({ code, asked: asked.status, page: page.status, stranger: stranger.status }).toEqual({
      code: 0,
      asked: 200,
      page: 200,
      stranger: 401,
    });
    expect(sandbox).not.toBeNull();
    expect(text).toContain('<script');
    const imports = readdirSync(folder)
      .filter(
        (name) => name.endsWith('.js') && !name.startsWith('socket-transport') && !name.startsWith('world-client'),
      )
      .filter((name) => /^import .* from "(node:)?http/m.test(readFileSync(path.join(folder, name), 'utf8')));
    expect(imports).toEqual([]);
  });
});
