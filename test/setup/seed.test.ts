import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { propertyFiles } from '../../scripts/commands/test-nightly.mjs';
import { seedOfRun } from '../support/run-seed.ts';
import { runsOf } from '../support/runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function folder(): string {
  const made = temporaryFolder('seed');
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const git = (where: string, ...parameters: string[]) => {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  execFileSync('git', [...identity, ...parameters], { cwd: where, stdio: 'ignore' });
};

describe('where random tests begin', () => {
  test.each([
    ['4711', 4711],
    ['0', 0],
    ['-3', -3],
  ])('at what was asked for: %s', (wish, seed) => expect(seedOfRun(wish)).toBe(seed));

  test.each(['', ' ', 'some', '1.5', '1e99'])('not at %j', (wish) => {
    expect(() => seedOfRun(wish)).toThrow('is a whole number or "any"');
  });

  test('at the commit: each at a place of its own, and always at the same', () => {
    const repository = folder();
    git(repository, 'init', '-q');
    const seeds = ['one', 'two'].map((message) => {
      git(repository, 'commit', '-q', '--allow-empty', '-m', message);
      return [seedOfRun(undefined, repository), seedOfRun(undefined, repository)] as const;
    });
    for (const [first, again] of seeds) expect([Number.isSafeInteger(first), again]).toEqual([true, first]);
    expect(seeds[0]).not.toEqual(seeds[1]);
  });

  test('at the usual place where there is no repository', () => {
    expect(seedOfRun(undefined, folder())).toBe(2026);
  });
});

describe('how often a property is tried', () => {
  test.each<[string | undefined, number]>([
    [undefined, 300],
    ['10000', 10_000],
    ['7', 300],
  ])('%s asked for: %d', (wish, runs) => expect(runsOf(wish, 300)).toBe(runs));

  test.each(['', '0', '-1', '1.5', 'many'])('not %j times', (wish) => {
    expect(() => runsOf(wish, 300)).toThrow('is a whole number from 1 on');
  });

  test('the nightly run knows the properties of filter and patch', () => {
    expect(propertyFiles()).toEqual(
      expect.arrayContaining(['test/scim/filter-sql.test.ts', 'test/scim/patch-properties.test.ts']),
    );
  });
});
