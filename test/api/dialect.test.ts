import { describe, expect, it, onTestFinished } from 'vitest';
import { normalisers } from '../../electron/engine/scim/dialect/catalogue.ts';
import { dialects } from '../../shared/model/source.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { newUser, patchSchema, replacing } from '../support/scim.ts';
import { badCursors, codeOf, pagesOf } from './asking.ts';

async function start(): Promise<TestEngine> {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  return engine;
}

/** Waits until what was sent is written. */
async function written({ client }: TestEngine, { id }: TestSource, requests: number) {
  return until(`${requests} requests are counted`, async () => {
    const card = await client.call('source.dialect', { id });
    return card.requests === requests ? card : undefined;
  });
}

const hire = async (source: TestSource, userName = 'ada@example.com', more: object = {}) =>
  String((await source.send('POST', '/Users', { body: newUser(userName, 'Sales', more) })).body?.id);

describe('the dialect card', () => {
  it('of a source that nothing came from says what its label means, and nothing else', async () => {
    const engine = await start();
    for (const dialect of dialects) {
      const { id } = await engine.addSource(dialect);
      const card = await engine.client.call('source.dialect', { id });
      expect(card.speaks.length).toBeGreaterThan(60);
      expect(card).toMatchObject({
        dialect,
        requests: 0,
        looksLike: [],
        hint: null,
        operations: [],
        habits: [],
        understood: [],
      });
    }
  });

  it('counts what was understood, once for each request, and leads to a request of it', async () => {
    const engine = await start();
    const source = await engine.addSource('entra');
    const id = await hire(source);
    await source.send('PATCH', `/Users/${id}`, { body: replacing({ active: 'False', title: 'x' }) });
    await source.send('PATCH', `/Users/${id}`, { body: replacing({ active: 'True' }) });
    // Whoever does not know the token says nothing of the source.
    await source.send('GET', '/Users', { headers: { authorization: 'Bearer wrong', adscimversion: '5.0' } });
    const card = await written(engine, source, 3);
    expect(card.understood.map(({ normaliser, requests }) => [normaliser, requests])).toEqual([
      ['boolean as text', 2],
      ['case of an operation', 2],
    ]);
    for (const { exchangeId, normaliser, explanation } of card.understood) {
      const { dialectNotes } = await engine.client.call('exchange.get', { id: exchangeId ?? '' });
      expect(dialectNotes.map((note) => [note.normaliser, note.explanation])).toContainEqual([normaliser, explanation]);
    }
    expect(card.operations.map(({ operation, requests }) => [operation, requests])).toEqual([
      ['PATCH /Users/{id}', 2],
      ['POST /Users', 1],
    ]);
    expect(card.habits).toContain('Users are changed by PATCH only: what it leaves out stays.');
    expect(card.looksLike).toMatchObject([{ dialect: 'entra', way: 'without the flag' }]);
    expect(card.hint).toBeNull();
  });

  it('agrees with the notes of all exchanges that are listed, also after a restart', async () => {
    const engine = await start();
    const source = await engine.addSource('entra');
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, n) => hire(source, `p${n}@example.com`, { password: 'x', shoeSize: 46 })),
    );
    await Promise.all(ids.map((id) => source.send('PATCH', `/Users/${id}`, { body: replacing({ active: 'False' }) })));
    await Promise.all(ids.map(() => source.send('GET', '/Users?filter=active+eq+"True"&aadOptscim062020')));
    await written(engine, source, 24);
    const counted = new Map<string, number>();
    const { items } = await engine.client.call('exchange.list', { limit: 500 });
    for (const { id } of items) {
      const { dialectNotes } = await engine.client.call('exchange.get', { id });
      for (const name of new Set(dialectNotes.map(({ normaliser }) => normaliser)))
        counted.set(name, (counted.get(name) ?? 0) + 1);
    }
    for (let starts = 0; starts < 2; starts += 1) {
      const { understood } = await engine.client.call('source.dialect', { id: source.id });
      expect(new Map(understood.map(({ normaliser, requests }) => [normaliser, requests]))).toEqual(counted);
      expect(counted.size).toBeGreaterThan(3);
      await engine.restart();
    }
  });

  it('finds the flag, and both of Entra’s ways in one tenant', async () => {
    const engine = await start();
    const source = await engine.addSource('entra');
    const id = await hire(source);
    const keyed = { schemas: [patchSchema], Operations: [{ op: 'replace', value: { 'name.givenName': 'A' } }] };
    await source.send('PATCH', `/Users/${id}?aadOptscim062020`, { body: keyed });
    await source.send('PATCH', `/Users/${id}`, { body: replacing({ active: 'False' }) });
    const { looksLike } = await written(engine, source, 3);
    const ways = new Map(looksLike.map(({ way, signs }) => [way, signs.map(({ sign }) => sign).sort()]));
    expect(ways).toEqual(
      new Map([
        ['with the flag', ['flag detected', 'paths as keys']],
        ['without the flag', ['operations with a capital letter']],
      ]),
    );
  });

  it.each([
    ['okta', { 'user-agent': 'Okta SCIM Client 1.0.0' }],
    ['okta', { 'user-agent': 'OKTA SCIM Integration' }],
    ['google', { 'user-agent': 'Google-Auto-Provisioning' }],
    ['entra', { adscimversion: '5.0' }],
    ['authentik', { 'user-agent': 'goauthentik.io/2024.2 (authentik)' }],
  ] as const)('knows %s by %o, and says when the label is another', async (dialect, headers) => {
    const engine = await start();
    const right = await engine.addSource(dialect);
    const wrong = await engine.addSource('onelogin', { name: 'Contoso' });
    for (const source of [right, wrong]) await source.send('GET', '/Users', { headers });
    const fits = await written(engine, right, 1);
    expect(fits).toMatchObject({ hint: null, looksLike: [{ dialect }] });
    const { hint } = await written(engine, wrong, 1);
    expect(hint).toMatch(/^Contoso is labelled OneLogin, but its requests look like /);
    expect(hint).toContain(`to “${dialect}”`);
    expect(hint).toContain(
      dialect === 'entra' ? '“empty text for nothing” is not' : '“comma-separated list” is read in',
    );
  });

  it('says when two identity providers share one address', async () => {
    const engine = await start();
    const source = await engine.addSource('google');
    await source.send('GET', '/Users', { headers: { 'user-agent': 'Google-Auto-Provisioning' } });
    await source.send('GET', '/Users', { headers: { 'user-agent': 'Okta SCIM Client 1.0.0' } });
    expect((await written(engine, source, 2)).hint).toContain('share this address');
  });

  it('marks what is limited to some dialects', async () => {
    const engine = await start();
    const source = await engine.addSource('onelogin');
    await hire(source, 'ada@example.com', { roles: 'reader,editor' });
    const { understood } = await written(engine, source, 1);
    const limited = normalisers.find(({ name }) => name === 'comma-separated list');
    expect(understood.find(({ normaliser }) => normaliser === limited?.name)?.dialects).toEqual(limited?.dialects);
    expect(understood.filter((one) => one.normaliser !== limited?.name).every((one) => one.dialects === null)).toBe(
      true,
    );
  });
});

describe('what was not understood', () => {
  it('is listed by shape, with the sentence of the last answer and a request of it', async () => {
    const engine = await start();
    const source = await engine.addSource('generic');
    const id = await hire(source, 'ada@example.com', { shoeSize: 46 });
    for (const name of ['ada', 'grace']) await source.send('GET', `/Users?filter=userName%20like%20"${name}"`);
    await source.send('PATCH', `/Users/${id}`, { body: replacing({ 'shoes[size eq "46"].colour': 'red' }) });
    await source.send('GET', '/Devices');
    await source.send('POST', '/Me', { body: {} });
    await source.send('POST', '/Users', { body: '{"userName": "ada", }' });
    // These were understood.
    await source.send('GET', '/Users/nobody');
    await source.send('POST', '/Users', { body: newUser('ada@example.com', 'Sales') });
    const card = await written(engine, source, 9);
    expect(card.unrecognised).toEqual({ requests: 7, shapes: 6 });
    const { items } = await engine.client.call('source.unrecognised', { id: source.id });
    expect(
      items.map(({ kind, method, path, status, scimType, parts, requests }) => [
        kind,
        method,
        path,
        status,
        scimType,
        parts,
        requests,
      ]),
    ).toEqual([
      ['refused', 'POST', '/Users', 400, 'invalidSyntax', [], 1],
      ['refused', 'POST', '/Me', 501, null, [], 1],
      ['refused', 'GET', '/Devices', 404, null, [], 1],
      ['refused', 'PATCH', '/Users/{id}', 400, 'invalidPath', ['Replace shoes[size eq "…"].colour'], 1],
      ['refused', 'GET', '/Users', 400, 'invalidFilter', ['filter userName like "…"'], 2],
      ['dropped', 'POST', '/Users', 201, null, ['shoeSize'], 1],
    ]);
    for (const { exchangeId, sentence, kind } of items) {
      const { response, dialectNotes } = await engine.client.call('exchange.get', { id: exchangeId ?? '' });
      if (kind === 'refused') expect(JSON.parse(response.body ?? '')).toMatchObject({ detail: sentence });
      else expect(dialectNotes.map(({ text }) => text).join()).toContain('shoeSize');
    }
    const pages = await pagesOf((cursor) =>
      engine.client.call('source.unrecognised', {
        id: source.id,
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
    expect(pages.flat()).toEqual(items);
  });

  it('is exported without anybody’s data, the same twice', async () => {
    const engine = await start();
    const source = await engine.addSource('generic', { name: 'Contoso Ltd' });
    const id = await hire(source, 'ada.lovelace@contoso.test', {
      shoeSize: 'forty-six',
      'urn:contoso:2.0:User': { badgeNumber: 'B-4711' },
    });
    await source.send('PATCH', `/Users/${id}`, {
      body: replacing({ 'shoes[size eq "forty-six"]': { colour: 'red ochre' } }),
    });
    await source.send('GET', `/Users?filter=userName%20like%20"lovelace"&token=${source.token}`);
    await source.send('GET', '/Devices', { headers: { 'user-agent': `Contoso ${source.token}` } });
    await written(engine, source, 4);
    const ask = () => engine.client.call('source.exportUnrecognised', { id: source.id });
    const { text } = await ask();
    expect((await ask()).text).toBe(text);
    const { shapes } = JSON.parse(text) as { shapes: { path: string; example: { target: string; body: unknown } }[] };
    expect(shapes.map(({ path }) => path)).toEqual(['/Devices', '/Users', '/Users/{id}', '/Users']);
    expect(text).toContain('badgeNumber');
    expect(text).toContain('shoes[size eq ');
    const { key } = /\/(?<key>[^/]+)$/.exec(source.baseUrl)?.groups ?? {};
    const secrets = [
      key,
      source.token,
      source.id,
      id,
      'ada',
      'lovelace',
      'contoso.test',
      'Ltd',
      'forty',
      '4711',
      'ochre',
      'Sales',
    ];
    expect(secrets.filter((secret) => text.includes(String(secret)))).toEqual([]);
  });

  it('refuses what is no source and no page', async () => {
    const { client, addSource } = await start();
    const { id } = await addSource('generic');
    for (const name of ['source.dialect', 'source.unrecognised', 'source.exportUnrecognised'] as const)
      expect(await codeOf(client.call(name, { id: 'nothing' }))).toBe('not-found');
    for (const cursor of badCursors)
      expect(await codeOf(client.call('source.unrecognised', { id, cursor }))).toBe('invalid');
  });
});
