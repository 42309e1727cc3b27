import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { createBuilder, loadConfigFromFile, mergeConfig } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundles } from '../../scripts/setup/bundle.mjs';
import { collect } from '../../scripts/setup/process.mjs';
import { clone, isNode, nodesIn } from '../architecture/sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * The desktop app's bundles, made by the configuration that `npm run build` uses. They lie in a folder of this clone, as
 * out/desktop does, so that what is not bundled is found in the same way.
 */
const folder = mkdtempSync(path.join(clone, 'out', 'desktop-tested-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, 'vite.desktop.config.ts', clone);
  const build = { outDir: folder };
  // Main starts engines by this module: with an entry of its own, plain Node can do what main does.
  const thread = { rolldownOptions: { input: { thread: 'electron/engine/thread.ts' } } };
  const tested = {
    root: clone,
    configFile: false as const,
    logLevel: 'warn' as const,
    environments: { main: { build: { ...build, ...thread } }, preload: { build } },
  };
  await (await createBuilder(mergeConfig(loaded?.config ?? {}, tested))).buildApp();
});

const code = () => readdirSync(folder).filter((name) => /\.(?:js|cjs)$/.test(name));

/** Every module that a bundle asks for by a name that is written out, in whatever way, besides its own parts. */
function modulesAskedFor(file: string): string[] {
  const { program } = parseSync(file, readFileSync(path.join(folder, file), 'utf8'));
  const named = nodesIn(program).flatMap((node) => {
    if (/^(?:Import|Export)/.test(node.type)) return [node.source];
    const callee = node.type === 'CallExpression' && isNode(node.callee) ? node.callee.name : null;
    return callee === 'require' || callee === '__require' ? (node.arguments as unknown[]).slice(0, 1) : [];
  });
  const names = named.flatMap((name) => (isNode(name) && name.type === 'Literal' ? [String(name.value)] : []));
  return [...new Set(names)].filter((name) => !name.startsWith('./'));
}

describe('the desktop app’s bundles', () => {
  test('are the agreed files beside each other, each with its source map', () => {
    const entries = readdirSync(folder, { withFileTypes: true });
    expect(entries.filter((entry) => entry.isDirectory())).toEqual([]);
    const agreed = ['main.js', 'preload.cjs', 'worker.js'];
    const wanted = agreed.flatMap((name) => [name, `${name}.map`]);
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted));
  });

  test('ask for nothing that is not bundled but Electron, the database and Node', () => {
    const builtin = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
    const asked = code().flatMap((file) => modulesAskedFor(file).map((name) => ({ file, name })));
    const known = (name: string) => builtin.has(name) || name.startsWith('node:');
    const packages = new Set(asked.filter(({ name }) => !known(name)).map(({ name }) => name));
    expect([...packages].sort()).toEqual(['better-sqlite3', 'electron']);
    const ofElectron = asked.filter(({ name }) => name === 'electron').map(({ file }) => file);
    expect(ofElectron.sort()).toEqual(['main.js', 'preload.cjs']);
  });

  test('are made of nothing whose change would leave them stale', () => {
    const mapped = readdirSync(folder).filter((name) => name.endsWith('.map'));
    const made = mapped.flatMap((name) => {
      const { sources } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { sources: string[] };
      return sources.map((source) => path.relative(clone, path.resolve(folder, source)).replaceAll('\\', '/'));
    });
    const ours = [...new Set(made)].filter((file) => /^(?:electron|shared|renderer|scripts)\//.test(file));
    expect(ours).toContain('electron/engine/worker.ts');
    const { sources } = bundles.desktop;
    expect(ours.filter((file) => !sources.some((source) => file.startsWith(`${source}/`)))).toEqual([]);
  });

  test('have a preload that asks for Electron alone', () => {
    expect(modulesAskedFor('preload.cjs')).toEqual(['electron']);
    expect(readFileSync(path.join(folder, 'preload.cjs'), 'utf8')).not.toMatch(/\bimport\b\s*[({*'"]|^export /m);
  });

  test('start an engine in a thread, in plain Node, with its database and its SCIM door', async () => {
    const program = path.join(folder, 'start.mjs');
    writeFileSync(
      program,
      `import { startEngine } from './thread.js';
       const data = process.argv[2];
       const engine = await startEngine({ world: 'sandbox', data, scimPort: 0, logLevel: 'error',
         sandbox: { resources: process.argv[3] } });
       const status = await engine.call('status.get', {});
       const started = await engine.call('sandbox.start', {});
       const stranger = await fetch(engine.scim + '/nobody/Users');
       await engine.stop();
       process.stdout.write(JSON.stringify({ status: status.ok, started: started.ok, stranger: stranger.status }));`,
    );
    const resources = path.join(clone, 'resources', 'demo');
    const { code: exit, output } = await collect(process.execPath, [program, temporaryFolder('bundle'), resources]);
    expect({ exit, output }).toEqual({
      exit: 0,
      output: JSON.stringify({ status: true, started: true, stranger: 401 }),
    });
  });
});
