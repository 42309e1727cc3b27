import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const clone = join(import.meta.dirname, '..', '..');

export interface Run {
  readonly code: number;
  readonly output: string;
}

/** A small clone: our set-up scripts over a project with one dependency that lies beside it, so no network is asked. */
export interface Tree {
  readonly folder: string;
  /**
   * Runs a module that may import the set-up scripts as `./scripts/…`; a failure is reported as by every command.
   *
   * @param heard gets all of the output so far whenever there is more of it
   */
  run(
    module: string,
    environment?: Record<string, string>,
    node?: readonly string[],
    heard?: (output: string) => void,
  ): Promise<Run>;
  /** Another tree like this one as it was made: nothing is installed there. */
  copy(): Tree;
  remove(): void;
}

export function createTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-setup-'));
  cpSync(join(clone, 'scripts'), join(folder, 'scripts'), { recursive: true });
  const thing = join(folder, 'thing');
  mkdirSync(thing);
  writeFileSync(join(thing, 'package.json'), JSON.stringify({ name: 'thing', version: '1.0.0' }));
  const npm = (...parameters: string[]) =>
    execFileSync('npm', parameters, { cwd: folder, stdio: 'pipe', shell: process.platform === 'win32' });
  npm('pack', './thing');
  const project = { name: 'tree', version: '1.0.0', type: 'module', dependencies: { thing: 'file:thing-1.0.0.tgz' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  npm('install', '--package-lock-only', '--offline', '--no-audit', '--no-fund');
  return treeIn(folder);
}

function treeIn(folder: string): Tree {
  return {
    folder,
    run(module, environment = {}, node = [process.execPath], heard = () => undefined) {
      const file = join(folder, 'main.mjs');
      writeFileSync(
        file,
        `import { runMain } from './scripts/setup/failure.mjs';\nawait runMain(async () => {${module}});\n`,
      );
      const [command = process.execPath, ...parameters] = [...node, file];
      return new Promise((resolve) => {
        // Not as a script of the npm that runs these tests: npm is found by its name.
        const { npm_execpath: _npm, npm_lifecycle_event: _event, ...inherited } = process.env;
        const child = spawn(command, parameters, { cwd: folder, env: { ...inherited, ...environment } });
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (part) => {
            output += part;
            heard(output);
          });
        child.on('close', (code) => resolve({ code: code ?? -1, output }));
      });
    },
    copy() {
      const other = mkdtempSync(join(tmpdir(), 'footbridge-setup-'));
      for (const part of ['scripts', 'package.json', 'package-lock.json', 'thing-1.0.0.tgz'])
        cpSync(join(folder, part), join(other, part), { recursive: true });
      return treeIn(other);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
