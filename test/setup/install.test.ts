import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCode } from '../../scripts/setup/exit-codes.mjs';
import { createTree, type Tree } from './tree.ts';

const install = `
  const { ensureInstalled } = await import('./scripts/setup/install.mjs');
  process.stdout.write(await ensureInstalled() ? 'installed' : 'nothing to do');
  return 0;`;

describe('dependencies', () => {
  let tree: Tree;
  beforeAll(() => {
    tree = createTree();
  });
  afterAll(() => tree.remove());
  const within = (...parts: string[]) => join(tree.folder, ...parts);

  test('come when absent, and are left alone when they are there', async () => {
    const first = await tree.run(install);
    expect(first).toMatchObject({ code: 0, output: expect.stringMatching(/not here yet.*\n.*done in .*s\ninstalled/) });
    expect(existsSync(within('node_modules', 'thing', 'package.json'))).toBe(true);
    expect(await tree.run(install)).toEqual({ code: 0, output: 'nothing to do' });
  });

  test.each([
    ['a package is gone', () => rmSync(within('node_modules', 'thing'), { recursive: true })],
    [
      'the installation was killed before its end',
      () => {
        rmSync(within('node_modules', '.footbridge-installed'));
        rmSync(within('node_modules', '.package-lock.json'));
      },
    ],
    [
      'the lock file is another one',
      () => {
        writeFileSync(within('package-lock.json'), `${readFileSync(within('package-lock.json'), 'utf8')}\n`);
        rmSync(within('node_modules', '.package-lock.json'));
      },
    ],
  ])('come anew when %s', async (_what, harm) => {
    await tree.run(install);
    harm();
    const mended = await tree.run(install);
    expect(mended).toMatchObject({ code: 0, output: expect.stringMatching(/come anew.*installed/s) });
    expect(existsSync(within('node_modules', 'thing', 'package.json'))).toBe(true);
  });

  test('that npm installed by hand count', async () => {
    await tree.run(install);
    rmSync(within('node_modules', '.footbridge-installed'));
    expect(await tree.run(install)).toEqual({ code: 0, output: 'nothing to do' });
    expect(existsSync(within('node_modules', '.footbridge-installed'))).toBe(true);
  });

  test('come once when two commands need them at the same time', async () => {
    rmSync(within('node_modules'), { recursive: true });
    const runs = await Promise.all([tree.run(install), tree.run(install)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.filter(({ output }) => output.endsWith('installed'))).toHaveLength(1);
    expect(runs.filter(({ output }) => output.endsWith('nothing to do'))).toHaveLength(1);
  });

  test('wait, and say so, while another process sets up', async () => {
    const claim = within('out', 'set-up-under-way');
    rmSync(within('node_modules'), { recursive: true });
    writeFileSync(claim, String(process.pid));
    let whileClaimed = '';
    const run = await tree.run(install, {}, undefined, (output) => {
      if (whileClaimed !== '') return;
      whileClaimed = output;
      rmSync(claim);
    });
    expect(whileClaimed).toMatch(new RegExp(`Another set-up is under way in this folder \\(process ${process.pid}\\)`));
    expect(run).toMatchObject({ code: 0, output: expect.stringMatching(/installed$/) });
  });

  test('come though a set-up that was killed left its claim behind', async () => {
    rmSync(within('node_modules'), { recursive: true });
    writeFileSync(within('out', 'set-up-under-way'), '4194300');
    expect((await tree.run(install)).output).toMatch(/installed$/);
    expect(existsSync(within('out', 'set-up-under-way'))).toBe(false);
  });

  test('that cannot be fetched end in one sentence', async () => {
    const package_ = JSON.parse(readFileSync(within('package.json'), 'utf8'));
    const lock = JSON.parse(readFileSync(within('package-lock.json'), 'utf8'));
    const other = tree.copy();
    try {
      package_.dependencies = { thing: '1.0.0' };
      lock.packages[''].dependencies = package_.dependencies;
      lock.packages['node_modules/thing'] = { version: '1.0.0' };
      writeFileSync(join(other.folder, 'package.json'), JSON.stringify(package_));
      writeFileSync(join(other.folder, 'package-lock.json'), JSON.stringify(lock));
      const run = await other.run(install, {
        npm_config_registry: 'http://127.0.0.1:9/',
        npm_config_cache: join(other.folder, 'cache'),
      });
      expect(run.code).toBe(exitCode.installFailed);
      expect(run.output).toMatch(/registry could not be reached \(ECONNREFUSED\).* run the same command again/);
      expect(run.output).not.toMatch(/^\s+at /m);
      expect(existsSync(join(other.folder, 'node_modules', '.footbridge-installed'))).toBe(false);
    } finally {
      other.remove();
    }
  });

  test('in a folder that this user may not write end in one sentence', async () => {
    const other = tree.copy();
    try {
      // The superuser may write anywhere: it becomes nobody for this.
      const root = process.getuid?.() === 0;
      chmodSync(other.folder, 0o755);
      await other.run('return 0;');
      if (!root) chmodSync(other.folder, 0o555);
      const node = root ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath] : undefined;
      const run = await other.run(install, {}, node);
      expect(run.code).toBe(exitCode.folderUnwritable);
      expect(run.output).toMatch(/may not write in .*\(EACCES\)\. Give yourself the right/);
    } finally {
      chmodSync(other.folder, 0o755);
      other.remove();
    }
  });
});
