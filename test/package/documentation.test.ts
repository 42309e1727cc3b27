import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inRoot } from '../../scripts/setup/places.mjs';

const text = readFileSync(inRoot('docs', 'DESKTOP.md'), 'utf8');
const inQuotes = [...text.matchAll(/`([^`]+)`/g)].map(([, quoted]) => quoted ?? '');
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as { scripts: Record<string, string> };

describe('docs/DESKTOP.md', () => {
  test('names files and folders that there are', () => {
    const paths = inQuotes.flatMap((quoted) =>
      quoted.split(' ').filter((word) => /^(?:docs|electron|renderer|scripts|test)\/[\w./-]+$/.test(word)),
    );
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(inRoot(path)))).toEqual([]);
  });

  test('links to files that there are', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target ?? '');
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((target) => !existsSync(join(dirname(inRoot('docs', 'DESKTOP.md')), target)))).toEqual([]);
  });

  test('names scripts that there are', () => {
    const named = inQuotes.flatMap((quoted) =>
      [...quoted.matchAll(/\bnpm (?:run ([\w:]+)|(test))/g)].map(([, script, test]) => script ?? test ?? ''),
    );
    expect(named).toContain('package:prove');
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  test('says of every check where it stands', () => {
    const rows = text.split('\n').filter((line) => /^\| \d+ \|/.test(line));
    const cells = rows.map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
    expect(cells.map(([number]) => Number(number))).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
    const marks = cells.map((row) => row.slice(2, -1));
    expect(marks.map((row) => row.length)).toEqual(marks.map(() => 6));
    expect(marks.flat().filter((mark) => !['●', '○', '·', 'open'].includes(mark))).toEqual([]);
    // Nobody has had the binary: nothing may be claimed of it, or of a package that holds it.
    expect(marks.flatMap((row) => row.slice(-2)).filter((mark) => mark === '●')).toEqual([]);
  });
});
