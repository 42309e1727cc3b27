import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createAnonymiser } from '../../electron/engine/scim/unrecognised/anonymise.ts';
import { exportUnrecognised, type KeptShape } from '../../electron/engine/scim/unrecognised/export.ts';
import { createPseudonyms } from '../../electron/engine/scim/unrecognised/pseudonyms.ts';
import { unrecognisedIn } from '../../electron/engine/scim/unrecognised/shape.ts';
import { keysOf, type Told, toldTwice } from './support/told-request.ts';

describe('pseudonyms', () => {
  it.each([
    ['kinds', ['ada@example.com', 'Ada@other.test'], ['name-1@host-1.example', 'name-2@host-2.example']],
    ['equal values', ['Ada', 'Grace', 'Ada'], ['text-1', 'text-2', 'text-1']],
    ['names by their parts', ['Ada Lovelace', 'Lovelace, Ada'], ['text-1 text-2', 'text-2, text-1']],
    ['booleans and nothing', ['True', 'FALSE', '', ' '], ['True', 'FALSE', '', ' ']],
    ['a UUID', ['2819c223-7f76-453a-919d-413861904646'], ['00000000-0000-4000-8000-000000000001']],
    ['telephone numbers', ['+49 170 1234', '+49 170 5678'], ['+00 000 0001', '+00 000 0002']],
    [
      'addresses',
      ['https://acme.test/a', 'HTTPS://acme.test'],
      ['https://host-1.example/path-1', 'HTTPS://host-1.example'],
    ],
    ['times', ['2011-05-13T04:42:34Z', '1969-07-21'], ['2000-01-01T00:00:00Z', '2000-01-02']],
    ['offsets', ['2011-05-13T04:42:34.123+02:00'], ['2000-01-01T00:00:00.000+00:00']],
    ['URNs', ['urn:acme:secret'], ['urn:example:1']],
    ['ids', ['00u1a2b3c4d5e6f7g8h9'], ['id-1']],
    [
      'a name of Entra’s of who was deleted',
      [`${'ab'.repeat(16)}ada@x.test`],
      [`${'1'.padStart(32, '0')}name-1@host-1.example`],
    ],
    ['length, roughly', ['x'.repeat(33), 'x'.repeat(129)], ['text-1-up-to-128', 'text-2-up-to-512']],
    ['other scripts', ['山本'], ['text-1-not-ascii']],
    ['spaces around', [' Ada '], [' text-1 ']],
    ['more numbers than so many digits can tell', [...'0123456789', '00'], [...'123456789', 'number-10-of-1', '01']],
  ])('%s', (_, values, expected) => {
    const { text } = createPseudonyms();
    expect(values.map(text)).toEqual(expected);
  });

  test('numbers keep their digits, their sign and their point', () => {
    const { number } = createPseudonyms();
    expect([4711, 4712, 4711, 0, 1, 7, -42, 19.95].map(number)).toEqual([1001, 1002, 1001, 0, 1, 2, -11, 11.01]);
  });

  it('tell values apart exactly as the values are apart', () => {
    const value = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.webUrl(),
      fc.uuid(),
      fc.stringMatching(/^[+\d][\d -]{0,9}$/),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const { text } = createPseudonyms();
        const made = values.map(text);
        expect(new Set(made).size).toBe(new Set(values).size);
        expect(values.map(text)).toEqual(made);
      }),
    );
  });
});

describe('the anonymised export', () => {
  const exported = (requests: readonly Told[]) =>
    exportUnrecognised(
      'generic',
      requests.map(
        ({ path, body }): KeptShape => ({
          shape: {
            kind: 'refused',
            method: 'POST',
            path: '/Users',
            status: 400,
            scimType: null,
            said: null,
            parts: [],
          },
          requests: 1,
          example: {
            path,
            headers: { 'content-type': 'application/scim+json', 'user-agent': 'Ada’s own client' },
            body,
          },
        }),
      ),
    );

  it('depends on nothing but how requests are made: other values, the same text', () => {
    fc.assert(
      fc.property(toldTwice, ({ one, other }) => {
        expect(exported(one)).toBe(exported(other));
      }),
    );
  });

  it('holds no value of any request', () => {
    fc.assert(
      fc.property(toldTwice, ({ one }) => {
        const text = exported(one).toLowerCase();
        const values = one.flatMap(({ values }) => values).filter((value) => value.length >= 3);
        expect(values.filter((value) => text.includes(value.toLowerCase()))).toEqual([]);
      }),
    );
  });

  it('keeps the tree of keys, whatever the values', () => {
    fc.assert(
      fc.property(toldTwice, ({ one }) => {
        const { shapes } = JSON.parse(exported(one)) as { shapes: { example: { body: unknown } }[] };
        expect(shapes.map(({ example }) => keysOf(example.body))).toEqual(
          one.map(({ body }) => keysOf(JSON.parse(body))),
        );
      }),
    );
  });

  it.each([
    ['brackets', '['.repeat(8_000) + ']'.repeat(8_000)],
    ['objects', `${'{"a":'.repeat(2_600)}1${'}'.repeat(2_600)}`],
    ['quotes', '"'.repeat(16_000)],
    ['open texts', '"\\'.repeat(8_000)],
    ['spaces', `"${' '.repeat(16_000)}x${' '.repeat(100)}"`],
    ['commas', `"${','.repeat(16_000)}"`],
    ['at signs', `"${'a@'.repeat(8_000)}"`],
    ['digits', `"+${'1 '.repeat(8_000)}x"`],
    ['hexadecimal digits as a key', `{"${'a'.repeat(16_000)}": 1}`],
    ['words', JSON.stringify({ filter: 'a '.repeat(8_000) })],
    ['a path', JSON.stringify({ path: 'a['.repeat(8_000), filter: 'not ('.repeat(3_000) })],
    ['JSON in JSON', [...'123456789'].reduce((inner) => JSON.stringify({ a: inner }), '1')],
  ])('takes no time for what is meant to take it: %s', (_, body) => {
    const began = performance.now();
    for (const path of ['/Users', `/Users?filter=${body}`])
      unrecognisedIn({
        method: 'POST',
        path,
        status: 400,
        requestBody: body,
        responseBody: `{"detail":${body}`,
        notes: [],
      });
    const { shapes } = JSON.parse(exported([{ path: `/Users?filter=${body}`, body, values: [] }])) as {
      shapes: unknown[];
    };
    expect(shapes).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('can be made of anything at all', () => {
    const any = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(any, any, fc.json(), (path, body, json) => {
        const text = exported([
          { path, body, values: [] },
          { path: `/${path}`, body: json, values: [] },
        ]);
        expect(
          exported([
            { path, body, values: [] },
            { path: `/${path}`, body: json, values: [] },
          ]),
        ).toBe(text);
      }),
    );
  });

  it('holds no name of a client, and neither times nor the source', () => {
    expect(Object.keys(JSON.parse(exported([])))).toEqual(['format', 'version', 'dialect', 'shapes']);
    expect(exported([{ path: '/Users', body: '{}', values: [] }])).not.toContain('Ada');
  });

  it.each([
    ['{"userName": "ada", }', '{"userName": "text-1", }'],
    ['userName=ada&active=true', 'text-1=text-2&text-3=true'],
    ['{"a": "unfin', '{"a": "text-1'],
    ['[not kept: it may hold a password and is not JSON]', '[not kept: it may hold a password and is not JSON]'],
  ])('keeps the punctuation of what is no JSON: %j', (body, text) => {
    expect(createAnonymiser().body(body)).toEqual({ notJson: true, text });
  });

  it.each([
    ['/Users/2819c223-7f76-453a-919d-413861904646', '/Users/00000000-0000-4000-8000-000000000001'],
    [
      '/Users?filter=userName%20eq%20%22ada%40x.test%22&count=5',
      '/Users?filter=userName eq "name-1@host-1.example"&count=5',
    ],
    ['/Users?aadOptscim062020', '/Users?aadOptscim062020'],
    ['/Users?filter=%ZZada', '/Users?text-1=text-2'],
    ['/ada@x.test?ada@x.test=1', '/name-1@host-1.example?name-1@host-1.example=1'],
    ['/Users?sortBy=name.familyName&sortOrder=descending', '/Users?sortBy=name.familyName&sortOrder=descending'],
  ])('%s', (path, target) => expect(createAnonymiser().target(path)).toBe(target));

  it('keeps words of SCIM, and what else they are keys of', () => {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:acme:2.0:User', 'urn:elsewhere:2.0:User'],
      emails: [{ type: 'Work', value: 'ada@x.test', primary: 'True' }],
      'emails[type eq "work"].value': 'ada@x.test',
      'urn:acme:2.0:User': { Badge: 'A-17' },
      'ada@x.test': null,
      roles: '[{"value":"admin"}]',
      password: '[redacted]',
    };
    expect(createAnonymiser().body(JSON.stringify(body))).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:acme:2.0:User', 'urn:example:1'],
      emails: [{ type: 'Work', value: 'name-1@host-1.example', primary: 'True' }],
      'emails[type eq "work"].value': 'name-1@host-1.example',
      'urn:acme:2.0:User': { Badge: 'text-1' },
      'name-1@host-1.example': null,
      roles: '[{"value":"text-2"}]',
      password: '[redacted]',
    });
  });
});
