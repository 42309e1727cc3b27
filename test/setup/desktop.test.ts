import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktopRuntime } from '../../scripts/testing/desktop.mjs';
import { mutants } from '../../scripts/testing/desktop-mutants.mjs';
import { faultsOf, outcomeIn } from '../../scripts/testing/mutation.mjs';
import { filesUnder, textOf } from '../architecture/sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('the desktop tests run', () => {
  const folder = temporaryFolder('electron');
  const [fetched, absent] = [join(folder, 'fetched'), join(folder, 'absent')];
  const program = join(fetched, 'dist', 'electron');
  beforeAll(() => {
    mkdirSync(join(fetched, 'dist'), { recursive: true });
    writeFileSync(join(fetched, 'path.txt'), 'electron\n');
    writeFileSync(program, '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['in Electron that was fetched', {}, 'fetched', 'electron', 'In Electron itself'],
    ['on the double without it', {}, 'absent', 'double', 'On the double of Electron, not in Electron'],
    ['nowhere when it is required and absent', { FOOTBRIDGE_REQUIRE_ELECTRON: '1' }, 'absent', 'none', 'npx install'],
    ['in Electron when it is required', { FOOTBRIDGE_REQUIRE_ELECTRON: '1' }, 'fetched', 'electron', 'Electron itself'],
    ['in the program that is named', { FOOTBRIDGE_ELECTRON: process.execPath }, 'absent', 'electron', process.execPath],
    [
      'nowhere when the one that is named is not there',
      { FOOTBRIDGE_ELECTRON: '/nowhere', FOOTBRIDGE_REQUIRE_ELECTRON: '1' },
      'fetched',
      'none',
      '/nowhere',
    ],
  ] as const)('%s', (_where, environment, which, kind, words) => {
    const choice = desktopRuntime(environment, which === 'fetched' ? fetched : absent);
    expect(choice).toMatchObject({ kind, sentence: expect.stringContaining(words) });
  });
});

describe('the list of defects', () => {
  test('fits the sources: each is planted in one place, under a name of its own', () => {
    expect(mutants.length).toBeGreaterThan(20);
    expect(faultsOf(mutants, textOf)).toEqual([]);
  });

  test('names tests that are there', () => {
    const specs = filesUnder('test/desktop')
      .filter((path) => path.endsWith('.spec.ts'))
      .map(textOf)
      .join('\n');
    expect(mutants.filter((mutant) => !specs.includes(mutant.test)).map(({ name }) => name)).toEqual([]);
  });

  const sound = { name: 'a', file: 'file.ts', find: 'once', replace: 'never', test: 'it works' };
  test.each([
    ['stands nowhere', [{ ...sound, find: 'absent' }], /stands 0 times/],
    ['stands twice', [{ ...sound, find: 'twice' }], /stands 2 times/],
    ['changes nothing', [{ ...sound, replace: 'once' }], /changes nothing/],
    ['has a name twice', [sound, sound], /two called “a”/],
  ] as const)('is at fault when what it replaces %s', (_what, list, words) => {
    expect(faultsOf(list, () => 'once twice twice').join(' ')).toMatch(words);
  });
});

describe('what a run with a defect says', () => {
  const report = (...statuses: readonly string[]) => ({
    suites: [
      {
        specs: [],
        suites: [
          { specs: statuses.map((status) => ({ tests: [{ status, results: [{ error: { message: 'why' } }] }] })) },
        ],
      },
    ],
    errors: [],
  });
  test.each([
    ['passed when every test did', report('expected', 'expected'), 2, 'passed'],
    ['failed when one did', report('expected', 'unexpected', 'skipped'), 2, 'failed'],
    ['broken when too few tests were found', report('expected'), 2, 'broken'],
    ['broken when no test was found', { suites: [], errors: [] }, 1, 'broken'],
    ['broken when the run failed beside its tests', { ...report('expected'), errors: [{}] }, 1, 'broken'],
  ] as const)('is %s', (_what, given, least, kind) => {
    expect(outcomeIn(given, least, 'the output').kind).toBe(kind);
  });
});
