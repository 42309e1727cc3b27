import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Plant, plants } from './planted.ts';
import { places } from './planted-places.ts';
import { clone } from './sources.ts';

interface Findings {
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
  readonly unseen: readonly string[];
  readonly modules: number;
}

describe('the import check', () => {
  const trees: string[] = [];
  afterAll(() => {
    for (const tree of trees) rmSync(tree, { recursive: true, force: true });
  });

  /** Writes a tree with the planted files and the places they import, and looks at it as `npm run check` does. */
  const findingsOf = (planted: readonly Plant[]): Findings => {
    const tree = mkdtempSync(join(tmpdir(), 'footbridge-imports-'));
    trees.push(tree);
    const write = (file: string, text: string) => {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    };
    for (const place of new Set(
      places.flatMap(({ refused, allowed }) => (allowed === null ? [refused] : [refused, allowed])),
    )) {
      write(place, 'export const it = 1;\nexport type It = typeof it;\n');
    }
    for (const { file, text } of planted) write(file, text);
    symlinkSync(join(clone, 'node_modules'), join(tree, 'node_modules'), 'junction');
    const check = join(clone, 'scripts', 'imports', 'check.mjs');
    const { stdout } = spawnSync(process.execPath, [check, '--root', tree, '--json'], { encoding: 'utf8' });
    return JSON.parse(stdout) as Findings;
  };

  // A room that is one file (ports.ts, connector.ts …) can hold one plant at a time.
  const waves: Plant[][] = [];
  for (const plant of plants()) {
    const wave = waves.find((candidate) => candidate.every(({ file }) => file !== plant.file));
    if (wave) wave.push(plant);
    else waves.push([plant]);
  }
  const seen = waves.map((wave) => ({ wave, findings: findingsOf(wave) }));

  test.each(plants().flatMap(({ file, rule }) => (rule === null ? [] : [[rule, file]])))(
    '%s (planted in %s)',
    (rule, file) => {
      const found = seen.some(
        ({ wave, findings }) =>
          wave.some((plant) => plant.file === file && plant.rule === rule) &&
          findings.violations.some((violation) => violation.rule === rule && violation.from === file),
      );
      expect(found).toBe(true);
    },
  );

  test('lets every room have what the table gives it', () => {
    const allowed = new Set(plants().flatMap(({ file, rule }) => (rule === null ? [file] : [])));
    const complaints = seen
      .flatMap(({ findings }) => findings.violations)
      .filter(({ from, rule }) => allowed.has(from) && rule !== 'no source that nothing imports');
    expect(complaints).toEqual([]);
  });

  test('has no rule without a planted violation', () => {
    const configuration = createRequire(import.meta.url)(join(clone, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string }[];
    };
    const planted = new Set(plants().map(({ rule }) => rule));
    expect(configuration.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  test('looks at every source there is, and at more than a handful', () => {
    const output = spawnSync(process.execPath, [join(clone, 'scripts', 'imports', 'check.mjs'), '--json'], {
      encoding: 'utf8',
    });
    const { modules, unseen } = JSON.parse(output.stdout) as Findings;
    const tracked = execFileSync('git', ['ls-files', 'electron', 'shared', 'renderer'], {
      cwd: clone,
      encoding: 'utf8',
    });
    expect(unseen).toEqual([]);
    expect(modules).toBeGreaterThanOrEqual(tracked.split('\n').filter((file) => /\.tsx?$/.test(file)).length);
    expect(modules).toBeGreaterThan(15);
  });
});
