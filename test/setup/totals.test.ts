import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judge, lastLine, none, playwrightTotals, sum } from '../../scripts/testing/totals.mjs';

const clone = join(import.meta.dirname, '..', '..');
const totals = (passed: number, failed: number, skipped: number) => ({ ...none(), passed, failed, skipped });

describe('a run is judged', () => {
  test.each([
    ['green', 0, totals(3, 0, 1), 0, null],
    ['red', 1, totals(3, 2, 0), 2, null],
    ['no report', 137, null, 1, /left no report/],
    ['no test', 0, totals(0, 0, 0), 1, /found no test/],
    ['failed beside its tests', 1, totals(3, 0, 0), 1, /though no test failed/],
  ])('%s', (_name, code, reported, failed, problem) => {
    const judged = judge('vitest', code, reported);
    expect(judged.totals.failed).toBe(failed);
    if (problem === null) expect(judged.problem).toBeNull();
    else expect(judged.problem).toMatch(problem);
  });

  test('and summed up in one line', () => {
    expect(lastLine(sum([totals(6, 0, 0), totals(120, 1, 2), totals(3, 0, 0)]))).toBe(
      '129 passed, 1 failed, 2 skipped',
    );
  });
});

describe('what the test tools report of a real run', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'footbridge-totals-'));
    symlinkSync(join(clone, 'node_modules'), join(folder, 'node_modules'), 'junction');
    mkdirSync(join(folder, 'in-node'));
    mkdirSync(join(folder, 'in-browser'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('vitest', () => {
    const cases = `import { expect, test } from 'vitest';
      test('holds', () => expect(1).toBe(1));
      test('does not', () => expect(1).toBe(2));
      let tries = 0;
      test('holds at the second try', { retry: 1 }, () => expect((tries += 1)).toBe(2));
      test('left out', (context) => context.skip());
      test.fails('known to fail', () => expect(1).toBe(2));`;
    writeFileSync(join(folder, 'in-node', 'one.test.ts'), cases);
    writeFileSync(join(folder, 'in-node', 'broken.test.ts'), "throw new Error('at the top');");
    const report = join(folder, 'vitest.json');
    const reporter = join(clone, 'scripts', 'testing', 'vitest-totals.mjs');
    const tool = join(clone, 'node_modules', 'vitest', 'vitest.mjs');
    const run = spawnSync(process.execPath, [tool, 'run', `--reporter=${reporter}`], {
      cwd: folder,
      env: { ...process.env, FOOTBRIDGE_TEST_TOTALS: report },
    });
    expect(run.status).toBe(1);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({
      passed: 2,
      failed: 2,
      skipped: 2,
      failures: ['in-node/broken.test.ts: at the top', 'in-node/one.test.ts > does not'],
      unsteady: ['in-node/one.test.ts > holds at the second try: expected 1 to be 2 // Object.is equality'],
      expectedFailures: ['in-node/one.test.ts > known to fail'],
    });
  });

  test('Playwright', () => {
    const cases = `import { expect, test } from '@playwright/test';
      test('holds', () => expect(1).toBe(1));
      test('does not', () => expect(1).toBe(2));
      test.describe('again', () => {
        test.describe.configure({ retries: 1 });
        test('holds at the second try', () => expect(test.info().retry).toBe(1));
      });
      test('left out', () => test.skip());
      test('known to fail', () => { test.fail(); expect(1).toBe(2); });`;
    writeFileSync(join(folder, 'in-browser', 'one.spec.ts'), cases);
    const tool = join(clone, 'node_modules', 'playwright', 'cli.js');
    const run = spawnSync(process.execPath, [tool, 'test', 'in-browser', '--reporter=json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.status).toBe(1);
    expect(playwrightTotals(JSON.parse(run.stdout))).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      failures: ['in-browser/one.spec.ts > does not'],
      unsteady: [expect.stringMatching(/^in-browser\/one\.spec\.ts > again > holds at the second try: Error: /)],
      expectedFailures: ['in-browser/one.spec.ts > known to fail'],
    });
  });
});
