import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { stateAt } from '../scim/support/replay.ts';
import { startEngine, type TestEngine } from '../support/engine.ts';
import { luck, shuffled } from '../support/engine-random.ts';
import { errorSchema, type ScimAnswer, type ScimClient } from '../support/scim.ts';
import { ask, type Bindings, bind, everything, give, type Row, readRows } from './rows.ts';
import { assertions } from './words.ts';

const rows = [
  ...readRows('idp-corpus.jsonl'),
  ...readRows('entra-variants.jsonl'),
  ...readRows('other-variants.jsonl'),
];

const inSomeOrder = shuffled(luck('order of the corpus'), rows);

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

/** Rows whose request was refused as one that cannot be read or is not served. */
const unreadable = new Set<string>();
/** The one row with an extension that nobody knows: done without it. */
const unknown = 'var.create.unknownExtension';

describe('each row, alone on a fresh source over HTTP', () => {
  test.each(inSomeOrder.map((row) => [row.id, row] as const))('%s', async (_id, row) => {
    const scim = await engine.addSource(row.dialect, { name: row.id });
    const bindings = await give(scim, row, rows);
    const before = await everything(scim);
    const answer = await ask(scim, row, bindings);

    expect([row.expect.status].flat(), answer.text).toContain(answer.status);
    if ([400, 405, 501].includes(answer.status)) unreadable.add(row.id);
    if (row.expect.body !== undefined) expect(answer.body).toMatchObject(bind(row.expect.body, bindings));
    for (const [name, value] of Object.entries(row.expect.headers ?? {}))
      expect(answer.headers[name.toLowerCase()]).toBe(value);
    expect(answer.text === '' || answer.headers['content-type']?.startsWith('application/scim+json')).toBe(true);
    if (answer.status >= 400) {
      expect(answer.body).toEqual({
        schemas: [errorSchema],
        status: String(answer.status),
        detail: expect.stringMatching(/\w/),
        ...(answer.body?.scimType === undefined ? {} : { scimType: answer.body.scimType }),
      });
      expect(await everything(scim)).toEqual(before);
    } else await expectOurAnswer(scim, row, bindings, answer);
    await expectState(scim, row, bindings, answer);
    for (const said of wordsOf(row)) await assertions[row.id]?.[said]?.({ scim, bindings, answer, engine });
  });

  test('is understood whole, but for those that were to be refused', async () => {
    const { client } = engine;
    const listed = async () => {
      const { items } = await client.call('source.list', {});
      const names = items.map(async ({ id, name }) => {
        const shapes = await client.call('source.unrecognised', { id });
        return shapes.items.length > 0 ? [name] : [];
      });
      return (await Promise.all(names)).flat().sort();
    };
    // What came last is written a moment later.
    await expect.poll(listed, { timeout: 10_000 }).toEqual([...unreadable, unknown].sort());
  });

  test('every assertion that a row makes in words is made here', () => {
    const unsaid = rows.flatMap((row) => wordsOf(row).filter((said) => assertions[row.id]?.[said] === undefined));
    expect(unsaid).toEqual([]);
    const stale = Object.entries(assertions).flatMap(([id, words]) => {
      const row = rows.find((other) => other.id === id);
      return Object.keys(words).filter((said) => row === undefined || !wordsOf(row).includes(said));
    });
    expect(stale).toEqual([]);
  });
});

const wordsOf = ({ expect: { assert = [], remark } }: Row): string[] => [
  ...assert,
  ...(remark === undefined ? [] : [remark]),
];

/** What Footbridge answers, where identity providers would put up with several things. */
async function expectOurAnswer(scim: ScimClient, row: Row, bindings: Bindings, answer: ScimAnswer): Promise<void> {
  const { method, path } = row.request;
  const at = bind(path, bindings);
  if (method === 'POST') {
    const id = String(answer.body?.id);
    expect(answer.headers.location).toBe(`${scim.baseUrl}${path}/${id}`);
    expect(answer.body).toMatchObject({ meta: { location: answer.headers.location } });
    expect((await scim.send('GET', `${path}/${id}`)).body).toEqual(answer.body);
  } else if (method === 'DELETE') {
    expect(answer.text).toBe('');
    const [again, deletedAgain] = [await scim.send('GET', at), await scim.send('DELETE', at)];
    expect([again.status, deletedAgain.status]).toEqual([404, 404]);
  } else if (method !== 'GET') {
    if (hasNoOperations(row)) return expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.status).toBe(200);
    expect((await scim.send('GET', at)).body).toEqual(answer.body);
  } else if (Array.isArray(answer.body?.Resources)) {
    const { length } = answer.body.Resources;
    expect(answer.body).toMatchObject({ totalResults: length, startIndex: 1, itemsPerPage: length });
  }
}

const hasNoOperations = ({ request }: Row): boolean => JSON.stringify(request.body).includes('"Operations":[]');

/** `state` and `members` of a row, on a later GET of what its request was about. */
async function expectState(scim: ScimClient, row: Row, bindings: Bindings, answer: ScimAnswer): Promise<void> {
  const { state, members } = row.expect;
  if (state === undefined && members === undefined) return;
  const path = bind(row.request.path, bindings).split('?', 1)[0] ?? '';
  const resource = await scim.send('GET', row.request.method === 'POST' ? `${path}/${answer.body?.id}` : path);
  for (const [at, value] of Object.entries(bind(state ?? {}, bindings))) {
    const found = stateAt(resource.body as JsonObject, at);
    if (Array.isArray(value)) expect(found, at).toEqual(expect.arrayContaining(value));
    else expect(found, at).toEqual(value);
  }
  if (members !== undefined) {
    const found = (resource.body?.members ?? []) as { value: string }[];
    expect(found.map(({ value }) => value).sort()).toEqual(bind(members, bindings).sort());
  }
}
