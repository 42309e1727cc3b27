import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { normalisers } from '../../electron/engine/scim/dialect/catalogue.ts';

test('docs/SCIM.md names every deviation that is understood, with its explanation and dialects', () => {
  const page = readFileSync(new URL('../../docs/SCIM.md', import.meta.url), 'utf8');
  const rows = normalisers.map(
    ({ name, explanation, dialects }) => `| ${name} | ${explanation} | ${dialects?.join(', ') ?? 'any'} |`,
  );
  expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  expect(page.split('\n').filter((line) => / \| (any|entra[a-z, ]*) \|$/.test(line))).toHaveLength(rows.length);
});
