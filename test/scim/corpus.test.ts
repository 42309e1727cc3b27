import { describe, expect, test } from 'vitest';
import { bind, type Row, readCorpus, replay, stateAt } from './support/replay.ts';

const corpus = readCorpus('idp-corpus.jsonl');
const variants = [...readCorpus('entra-variants.jsonl'), ...readCorpus('other-variants.jsonl')];

/** Rows that need the HTTP door, the store or uniqueness; they are replayed over HTTP elsewhere. */
const needsMore = (row: Row) =>
  typeof row.request.body === 'string' ||
  row.request.headers !== undefined ||
  row.request.method === 'DELETE' ||
  row.given?.userName !== undefined ||
  !/^\/(Users|Groups)/.test(row.request.path) ||
  [row.expect.status].flat().some((status) => status === 409 || status === 412) ||
  // Who is no user or group of the source is known to the store alone.
  (row.expect.status === 400 && row.expect.members !== undefined) ||
  ([row.expect.status].flat().length === 1 && row.expect.status === 404);

function check(row: Row, rows: readonly Row[]): void {
  const answer = replay(row, rows);
  expect([row.expect.status].flat()).toContain(answer.status);
  for (const [path, sent] of Object.entries(row.expect.state ?? {})) {
    const value: unknown = JSON.parse(bind(JSON.stringify(sent)));
    const found = stateAt(answer.resource, path);
    if (path === 'id') continue;
    if (Array.isArray(value)) expect(found, path).toEqual(expect.arrayContaining(value));
    else expect(found, path).toEqual(value);
  }
  if (row.expect.members !== undefined) expect(new Set(answer.members)).toEqual(new Set(row.expect.members.map(bind)));
  if (row.expect.body?.scimType !== undefined) expect(answer.scimType).toBe(row.expect.body.scimType);
  if (row.expect.body?.totalResults !== undefined) expect(answer.totalResults).toBe(row.expect.body.totalResults);
}

describe('what identity providers send is understood', () => {
  test.each(corpus.filter((row) => !needsMore(row)).map((row) => [row.id, row] as const))('%s', (_id, row) =>
    check(row, corpus),
  );
});

describe('what identity providers might send tomorrow is understood', () => {
  test('there are at least 30 variants, none of them in the corpus', () => {
    const known = new Set(corpus.map((row) => JSON.stringify(row.request)));
    expect(variants.filter((row) => !known.has(JSON.stringify(row.request))).length).toBeGreaterThanOrEqual(30);
  });

  test.each(variants.filter((row) => !needsMore(row)).map((row) => [row.id, row] as const))('%s', (_id, row) =>
    check(row, variants),
  );
});
