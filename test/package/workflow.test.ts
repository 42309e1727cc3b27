import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../scripts/packaging/configuration.mjs';
import { inRoot } from '../../scripts/setup/places.mjs';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly matrix: { readonly os?: readonly string[]; readonly include?: readonly { os: string }[] };
  };
  readonly steps: readonly Step[];
}

const file = inRoot('.github', 'workflows', 'ci.yml');
const text = readFileSync(file, 'utf8');
const workflow = readYaml(file) as { permissions: unknown; jobs: Record<string, Job> };
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The scripts of package.json that a command line runs: `npm test`, and what follows `npm run`. */
const scriptsIn = (command: string): string[] =>
  [...command.matchAll(/\bnpm (?:(test)\b|run ([\w:]+))/g)].map(([, short, long]) => short ?? long ?? '');

const run = steps.flatMap((step) => (step.run === undefined ? [] : [step.run]));
const systemsOf = ({ strategy, 'runs-on': fixed }: Job): string[] => {
  const systems = strategy?.matrix.os ?? strategy?.matrix.include?.map(({ os }) => os) ?? [fixed];
  return systems.map((system) => system.replace(/-.*$/, '')).sort();
};

describe('the workflow', () => {
  test('says at its top that nobody has run it', () => {
    expect(text.split('\n')[0]).toMatch(/^# NOBODY HAS RUN THIS YET\./);
  });

  test('runs only scripts that there are', () => {
    const named = run.flatMap(scriptsIn);
    expect(named).toEqual(
      expect.arrayContaining(['test', 'setup', 'test:desktop', 'test:mutants', 'package', 'package:prove']),
    );
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const programs = Object.values(scripts).flatMap((script) => /^node (\S+)/.exec(script)?.[1] ?? []);
    expect(programs.filter((program) => !existsSync(inRoot(program)))).toEqual([]);
  });

  test('runs only programs that the packages bring', () => {
    const programs = run.flatMap((command) => [...command.matchAll(/\bnpx --no (\S+)/g)].map(([, name]) => name ?? ''));
    expect(programs).toEqual(['install-electron']);
    const brought = JSON.parse(readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8'));
    expect(existsSync(join(inRoot('node_modules', 'electron'), brought.bin['install-electron']))).toBe(true);
  });

  test.each([
    ['test', ['npm test'], ['macos', 'ubuntu', 'windows']],
    ['offline', ['npm run setup', 'npm test'], ['ubuntu']],
    ['desktop', ['npm run setup', 'npm run test:desktop'], ['macos', 'ubuntu', 'windows']],
    ['package', ['npm run package', 'npm run package:prove'], ['macos', 'ubuntu', 'windows']],
    ['mutants', ['npm run test:mutants'], ['ubuntu']],
  ])('%s runs %j on %j', (name, commands, systems) => {
    const job = workflow.jobs[name];
    expect(job && systemsOf(job)).toEqual(systems);
    const ran = job?.steps.flatMap((step) => scriptsIn(step.run ?? '')) ?? [];
    expect([...new Set(ran)]).toEqual(commands.flatMap(scriptsIn));
  });

  test('counts an absent Electron as a failure where Electron is what is tested', () => {
    expect(workflow.jobs.desktop?.env).toEqual({ FOOTBRIDGE_REQUIRE_ELECTRON: '1' });
  });

  test('may read the code and nothing else', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(jobs.filter(([, job]) => job.permissions !== undefined)).toEqual([]);
    expect(text).not.toContain('secrets.');
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.map((step) => step.with?.['persist-credentials'])).toEqual(jobs.map(() => false));
  });

  test('uses actions of one exact version, and ends by itself', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^actions\/[\w-]+@v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
    expect(jobs.filter(([, job]) => job['timeout-minutes'] === undefined)).toEqual([]);
  });
});
