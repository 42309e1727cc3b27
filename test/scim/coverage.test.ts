import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testTitlesIn } from '../support/test-titles.ts';
import { type HeldBy, inWords, readCoverage, renderCoverage } from './support/coverage.ts';

const rows = readCoverage();
const page = new URL('../../docs/SCIM.md', import.meta.url);
const heading = '\n## RFC coverage\n';

/** Why this names no test; null when it does. */
function whyNot([file, titles, ofTable]: HeldBy): string | null {
  const { paths, texts } = testTitlesIn(file);
  if (!paths.some((path) => path.join(' › ') === titles)) return 'no such test';
  if (ofTable === undefined) return titles.endsWith('› %s') ? 'a whole table' : null;
  if (!titles.includes('%')) return 'a case of no table';
  return texts.has(ofTable) ? null : 'no such case';
}

describe('the coverage of the RFCs', () => {
  test('is in the order of the RFCs, each statement once', () => {
    const inOrder = [...rows].sort(
      (one, other) => one.rfc - other.rfc || one.section.localeCompare(other.section, 'en', { numeric: true }),
    );
    expect(rows).toEqual(inOrder);
    const statements = rows.map(({ rfc, section, what }) => `${rfc} §${section} ${what}`);
    expect(statements.filter((statement, index) => statements.indexOf(statement) !== index)).toEqual([]);
  });

  test('names tests and cases that are there', () => {
    const named = rows.flatMap((row) => ('held' in row ? row.held : []));
    const wrong = named.flatMap((one) => {
      const why = whyNot(one);
      return why === null ? [] : [`${why}: ${one.join(' | ')}`];
    });
    expect(wrong).toEqual([]);
    expect(named.length).toBeGreaterThan(rows.length);
  });

  test('notices a test that is renamed, or loses a case', () => {
    const file = 'test/scim/filter.test.ts';
    const titles = 'a filter means what RFC 7644 §3.4.2.2 says › %s is %s';
    expect(whyNot([file, titles, 'id eq "a-1"'])).toBeNull();
    expect(whyNot([file, titles.replace('means', 'meant'), 'id eq "a-1"'])).toBe('no such test');
    expect(whyNot([file, titles, 'id eq "a-2"'])).toBe('no such case');
    expect(inWords([file, titles, 'id eq "a-1"'])).toBe(
      'scim/filter “a filter means what RFC 7644 §3.4.2.2 says › id eq "a-1" is …”',
    );
  });

  test('is the last section of docs/SCIM.md (FOOTBRIDGE_UPDATE=1 writes it)', () => {
    const [before = ''] = readFileSync(page, 'utf8').split(heading);
    const whole = `${before}\n${renderCoverage(rows)}`;
    if (process.env.FOOTBRIDGE_UPDATE === '1') writeFileSync(page, whole);
    expect(readFileSync(page, 'utf8')).toBe(whole);
  });
});
