import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rooms } from '../../scripts/imports/rooms.mjs';
import { contract } from '../../shared/contract/contract.ts';
import { clone, codeFiles, filesUnder, isNode, stringsIn, syntaxOf, textOf } from './sources.ts';

const code = codeFiles();
const sources = ['electron', 'shared', 'renderer'].flatMap(filesUnder).filter((path) => /\.tsx?$/.test(path));
const tests = filesUnder('test').filter((path) => /\.(?:test|spec)\.tsx?$/.test(path));
const documents = [...readdirSync(clone), ...filesUnder('docs')].filter((path) => path.endsWith('.md'));
const lines = (path: string) => textOf(path).split('\n').length - 1;

describe('files', () => {
  test('are at most 400 lines long', () => {
    const long = code.filter((path) => lines(path) > 300).map((path) => `${lines(path)} ${path}`);
    if (long.length > 0) console.info(`Over 300 lines, look again:\n  ${long.join('\n  ')}`);
    expect(code.filter((path) => lines(path) > 400)).toEqual([]);
  });

  test('export by name; a default export is for configurations that a tool asks for', () => {
    const tools = /\.config\.ts$|^scripts\/testing\/vitest-totals\.mjs$/;
    const offenders = code.filter(
      (path) => !tools.test(path) && syntaxOf(path).nodes.some(({ type }) => type === 'ExportDefaultDeclaration'),
    );
    expect(offenders).toEqual([]);
  });

  test('lie in a room of the table', () => {
    const isIn = (path: string) =>
      rooms.some(
        ({ files, not }) => new RegExp(files).test(path) && !(not !== undefined && new RegExp(not).test(path)),
      );
    expect(sources.filter((path) => !isIn(path))).toEqual([]);
  });

  test('lie in no folder of a name that says nothing', () => {
    const empty = /(?:^|\/)(?:utils?|helpers?|services?|managers?|common|misc|lib)\//;
    expect([...code, ...documents].filter((path) => empty.test(path))).toEqual([]);
  });

  test('carry no leftover markers', () => {
    const marker = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`);
    const inCode = code.filter((path) => syntaxOf(path).comments.some(({ value }) => marker.test(value)));
    expect([...inCode, ...documents.filter((path) => marker.test(textOf(path)))]).toEqual([]);
  });

  test('name no folder of the machine they were written on', () => {
    const machine = new RegExp(`(?:^|[\\s"'\`(=])/(?:${['work', 'tmp', 'root', 'home'].join('|')})/`);
    const inCode = code.filter(
      (path) =>
        stringsIn(path).some((text) => machine.test(text)) ||
        syntaxOf(path).comments.some(({ value }) => machine.test(value)),
    );
    expect([...inCode, ...documents.filter((path) => machine.test(textOf(path)))]).toEqual([]);
  });
});

describe('the lock file', () => {
  test('names no registry: each machine asks its own', () => {
    expect(textOf('package-lock.json')).not.toMatch(/"resolved"/);
  });

  test('pins every dependency exactly', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(textOf('package.json'));
    const wanted = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('the contract', () => {
  const names = Object.keys(contract);

  test('has procedures', () => expect(names.length).toBeGreaterThan(10));

  test('has a handler for each procedure', () => {
    const handled = new Set(filesUnder('electron/engine/api').flatMap(propertyNames));
    expect(names.filter((name) => !handled.has(name))).toEqual([]);
  });

  test('has a test that names each procedure', () => {
    const others = filesUnder('test').filter((path) => /\.tsx?$/.test(path) && !path.startsWith('test/architecture/'));
    const named = new Set(others.flatMap(stringsIn));
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });
});

/** Names of the properties that a file gives values to, in quotes or not. */
function propertyNames(path: string): string[] {
  return syntaxOf(path).nodes.flatMap((node) => {
    if (node.type !== 'Property' || !isNode(node.key)) return [];
    const name = node.key.type === 'Literal' ? node.key.value : node.key.name;
    return typeof name === 'string' ? [name] : [];
  });
}

describe('tests', () => {
  test('are there', () => expect(tests.length).toBeGreaterThan(1));

  test('are none of them switched off or singled out', () => {
    const runners = new Set(['test', 'it', 'describe', 'suite']);
    const switches = new Set(['skip', 'only', 'todo']);
    const offenders = tests.filter((path) =>
      syntaxOf(path).nodes.some(
        ({ type, object, property }) =>
          type === 'MemberExpression' &&
          runners.has(rootName(object)) &&
          isNode(property) &&
          switches.has(String(property.name)),
      ),
    );
    expect(offenders).toEqual([]);
  });
});

/** `test` of `test.concurrent.only`. */
function rootName(value: unknown): string {
  if (!isNode(value)) return '';
  return value.type === 'MemberExpression' ? rootName(value.object) : String(value.name ?? '');
}

describe('types', () => {
  const runtimes = ['pure', 'node', 'main', 'preload', 'dom'];
  const rootsOf = (runtime: string): string[] => {
    const tsc = join(clone, 'node_modules', 'typescript', 'bin', 'tsc');
    const output = execFileSync(process.execPath, [tsc, '-p', `tsconfig.${runtime}.json`, '--showConfig'], {
      cwd: clone,
      encoding: 'utf8',
    });
    const { files } = JSON.parse(output) as { files: string[] };
    return files.map((file) => file.replace(/^\.\//, ''));
  };

  test('of every source are checked for exactly one runtime', () => {
    const covered = runtimes.flatMap(rootsOf);
    const wrong = sources.filter((path) => covered.filter((candidate) => candidate === path).length !== 1);
    expect(wrong).toEqual([]);
  });
});
