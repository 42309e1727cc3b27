import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { createLogFile, logFileOf } from '../../electron/host/log-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = temporaryFolder('log');
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The files of a log, oldest first. */
const keptIn = (folder: string): string[] =>
  readdirSync(folder)
    .map((name) => ({ name, age: Number(/^footbridge\.(\d+)\.log$/.exec(name)?.[1] ?? 0) }))
    .sort((left, right) => right.age - left.age)
    .map(({ name }) => readFileSync(path.join(folder, name), 'utf8'));

it('what is kept is the last of what was written, in whole lines and within its limits, across starts', () => {
  const line = fc.string({ minLength: 0, maxLength: 30, unit: 'grapheme' }).map((text) => `${JSON.stringify(text)}\n`);
  const starts = fc.array(fc.array(line, { maxLength: 12 }), { minLength: 1, maxLength: 4 });
  const limits = fc.record({ bytes: fc.integer({ min: 20, max: 200 }), files: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(starts, limits, (runs, limit) => {
      const folder = newFolder();
      for (const lines of runs) {
        const write = createLogFile(logFileOf(folder), limit);
        for (const text of lines) write(text);
      }
      const kept = keptIn(folder);
      const written = runs.flat();
      expect(kept.length).toBe(Math.min(limit.files, filesNeeded(written, limit.bytes)));
      expect(written.join('').endsWith(kept.join(''))).toBe(true);
      for (const text of kept) {
        expect(Buffer.byteLength(text) <= limit.bytes || text.indexOf('\n') === text.length - 1).toBe(true);
        expect(text.endsWith('\n')).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

/** How many files these lines fill when none of them is thrown away. */
function filesNeeded(written: readonly string[], bytes: number): number {
  let [files, size] = [0, Number.POSITIVE_INFINITY];
  for (const text of written) {
    const length = Buffer.byteLength(text);
    const begins = size + length > bytes;
    files += begins ? 1 : 0;
    size = begins ? length : size + length;
  }
  return files;
}

it('only its owner reads it, also after it was turned', () => {
  const folder = newFolder();
  const write = createLogFile(logFileOf(folder), { bytes: 10, files: 2 });
  for (let line = 0; line < 3; line += 1) write('a line\n');
  expect(readdirSync(folder).sort()).toEqual(['footbridge.1.log', 'footbridge.log']);
  if (process.platform === 'win32') return;
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
});

it('the last line before any end is kept', () => {
  const file = logFileOf(newFolder());
  const module = new URL('../../electron/host/log.ts', import.meta.url).href;
  const fileModule = new URL('../../electron/host/log-file.ts', import.meta.url).href;
  const program = `
    import { createLogger } from ${JSON.stringify(module)};
    import { createLogFile } from ${JSON.stringify(fileModule)};
    createLogger(false, createLogFile(${JSON.stringify(file)})).warn({ ms: 7 }, 'The last word.');
    process.kill(process.pid, 'SIGKILL');
  `;
  spawnSync(process.execPath, ['--input-type=module', '--eval', program]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ level: 'warn', ms: 7, msg: 'The last word.' });
});

it('what cannot be written is left out, and ends nothing', () => {
  const folder = path.join(newFolder(), 'not yet');
  const file = logFileOf(folder);
  const write = createLogFile(file, { bytes: 10, files: 2 });
  write('there is no folder\n');
  mkdirSync(folder);
  write('half a li');
  write('one\n');
  expect(readFileSync(file, 'utf8')).toBe('one\n');
  expect(readFileSync(path.join(folder, 'footbridge.1.log'), 'utf8')).toBe('half a li');

  // A file cannot be turned: nothing more is kept, rather than more than the limit.
  rmSync(path.join(folder, 'footbridge.1.log'));
  mkdirSync(path.join(folder, 'footbridge.1.log'));
  write('too much\n');
  expect(readFileSync(file, 'utf8')).toBe('one\n');
  rmSync(path.join(folder, 'footbridge.1.log'), { recursive: true });
  write('room again\n');
  expect(readFileSync(file, 'utf8')).toBe('room again\n');
});

it('a line that a full disk took half of stays one of its own', () => {
  const file = logFileOf(newFolder());
  writeFileSync(file, 'whole\nhalf');
  createLogFile(file)('next\n');
  expect(readFileSync(file, 'utf8')).toBe('whole\nhalf\nnext\n');
});

it.runIf(existsSync('/dev/full'))('a full disk ends nothing', () => {
  const write = createLogFile('/dev/full');
  for (let line = 0; line < 3; line += 1) expect(write('nowhere\n')).toBeUndefined();
});

it.skipIf(process.platform === 'win32')('a file that somebody removed is begun anew', () => {
  const file = logFileOf(newFolder());
  const write = createLogFile(file);
  write('one\n');
  rmSync(file);
  write('two\n');
  expect(readFileSync(file, 'utf8')).toBe('two\n');
});
