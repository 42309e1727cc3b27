import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { isName, type Language, replaceLiterals } from '../../electron/engine/scim/unrecognised/literals.ts';
import { type AnsweredRequest, unrecognisedIn } from '../../electron/engine/scim/unrecognised/shape.ts';
import { type Told, toldTwice } from './support/told-request.ts';

describe('names are told from data', () => {
  it.each([
    ['filter', 'userName eq "ada@example.com"', 'userName eq "…"'],
    ['filter', 'userName Eq ada', 'userName Eq …'],
    ['filter', 'userName like "a" and not (active eq "True")', 'userName like "…" and not (active eq "True")'],
    [
      'filter',
      'emails[type eq "work" and value co "@x"].display pr',
      'emails[type eq "work" and value co "…"].display pr',
    ],
    ['filter', 'urn:acme:2.0:User:badge eq 17', 'urn:acme:2.0:User:badge eq …'],
    ['filter', 'Ada Lovelace', '… …'],
    ['filter', 'displayName eq Smith and Sons in Leeds', 'displayName eq … and … … …'],
    ['filter', 'userName eq "unfinished', 'userName eq "…'],
    ['filter', 'userName eq "with \\" a quote" or', 'userName eq "…" or'],
    ['filter', 'userName is "x"', '… … "…"'],
    ['filter', '', ''],
    ['path', 'nickName', 'nickName'],
    ['path', 'emails[type eq "work"].value', 'emails[type eq "work"].value'],
    ['path', 'emails[type eq work].value', 'emails[type eq work].value'],
    ['path', 'members[value eq "2819c223-7f76-453a-919d-413861904646"]', 'members[value eq "…"]'],
    ['path', 'members.2819c223-7f76-453a-919d-413861904646', '…'],
    ['path', 'ada@example.com', '…'],
    ['path', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager', null],
    ['list', 'userName,emails.value, ada@example.com', 'userName,emails.value, …'],
  ] as const)('%s %j', (language, text, expected) => {
    expect(replaceLiterals(text, language, () => '…')).toBe(expected ?? text);
  });

  it.each([
    ['userName', true],
    ['$ref', true],
    ['name.givenName', true],
    ['urn:acme:scim:2.0:User', true],
    ['http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group', true],
    ['http://intranet.acme.test/schema', false],
    ['ada@example.com', false],
    ['Ada Lovelace', false],
    ['a2819c22-7f76-453a-919d-413861904646', false],
    ['extension_9d98ed114c4840d298fad781915f27e4_badge', false],
    ['extensionAttribute15', true],
    ['491701234567', false],
    ['', false],
  ])('%j is a name: %s', (text, expected) => expect(isName(text)).toBe(expected));

  it('replaces nothing when it replaces each literal by itself', () => {
    const language = fc.constantFrom<Language>('filter', 'path', 'list');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), language, (text, kind) => {
        // What stands in quotes is handed over read, not as it was written.
        fc.pre(!text.includes('\\'));
        expect(replaceLiterals(text, kind, (literal) => literal)).toBe(text);
      }),
    );
  });
});

describe('what was not understood', () => {
  const refused = (
    method: string,
    path: string,
    status: number,
    scimType: string | null,
    detail: string,
    body?: object,
  ) =>
    unrecognisedIn({
      method,
      path,
      status,
      requestBody: body === undefined ? null : JSON.stringify(body),
      responseBody: JSON.stringify({ status: String(status), ...(scimType === null ? {} : { scimType }), detail }),
      notes: [],
    });

  it.each([
    [
      'a filter',
      refused('GET', '/Users?filter=userName%20like%20%22ada%22', 400, 'invalidFilter', '“like” is none.'),
      '/Users',
      ['filter userName like "…"'],
    ],
    [
      'a path',
      refused('PATCH', '/Users/1', 400, 'invalidPath', 'x', {
        Operations: [{ op: 'Add', path: 'shoes[size eq 46].colour', value: 'red' }],
      }),
      '/Users/{id}',
      ['Add shoes[size eq …].colour'],
    ],
    [
      'an operation',
      refused('PATCH', '/Groups/1', 400, 'invalidSyntax', 'x', {
        Operations: [{ op: 'merge', value: { 'name.first': 1 } }, 7],
      }),
      '/Groups/{id}',
      ['an operation that is no object', 'merge {name.first}'],
    ],
    ['an endpoint', refused('GET', '/Devices/ada@example.com/2', 404, null, 'x'), '/Devices/{id}/{id}', []],
    ['a schema', refused('GET', '/Schemas/urn:acme:2.0:User', 404, null, 'x'), '/Schemas/urn:acme:2.0:User', []],
    ['a method', refused('POST', '/Users/1', 405, null, 'x'), '/Users/{id}', []],
    ['Bulk', refused('POST', '/Bulk', 501, null, 'x'), '/Bulk', []],
  ])('%s', (_, found, path, parts) => {
    expect(found).toMatchObject({ kind: 'refused', path, parts });
  });

  it.each([
    ['somebody who is not there', refused('GET', '/Users/2819c223', 404, null, 'There is no “2819c223”.')],
    ['a name that is taken', refused('POST', '/Users', 409, 'uniqueness', 'taken')],
    ['too many at once', refused('GET', '/Users', 400, 'tooMany', 'too many')],
    ['a fault of our own', refused('GET', '/Users', 503, null, 'later')],
  ])('is not %s', (_, found) => expect(found).toBeNull());

  it('has a shape that depends on nothing but how the request is made', () => {
    const shapesOf = (requests: readonly Told[]) =>
      requests.map(({ path, body, values }) =>
        unrecognisedIn({
          method: 'PATCH',
          path,
          status: 400,
          requestBody: body,
          responseBody: JSON.stringify({ scimType: 'invalidValue', detail: `“${values[0]}” is none.` }),
          notes: [],
        }),
      );
    fc.assert(
      fc.property(toldTwice, ({ one, other }) => {
        expect(shapesOf(one)).toEqual(shapesOf(other));
        const told = JSON.stringify(shapesOf(one));
        expect(one.flatMap(({ values }) => values).filter((value) => told.includes(value))).toEqual([]);
      }),
    );
  });

  it('has a shape whatever was sent, and answered', () => {
    const any = fc.string({ unit: 'binary', maxLength: 200 });
    const body = fc.oneof(any, fc.json(), fc.constant(null));
    const notes = fc.array(fc.record({ normaliser: fc.constantFrom('unknown attribute', 'password'), text: any }));
    const status = fc.constantFrom(200, 204, 400, 404, 405, 501, 503);
    const request = fc.record({ method: any, path: any, requestBody: body, responseBody: body, status, notes });
    fc.assert(
      fc.property(request, (answered) => {
        const shape = unrecognisedIn(answered);
        expect(JSON.stringify(shape).isWellFormed()).toBe(true);
        expect(unrecognisedIn(answered)).toEqual(shape);
      }),
    );
  });

  it('has one shape for one kind of refusal', () => {
    const one = refused('PATCH', '/Users/1?x=1', 400, 'invalidValue', 'active cannot be the text “Maybe”.', {
      Operations: [{ op: 'replace', path: 'active', value: 'Maybe' }],
    });
    const other = refused(
      'PATCH',
      '/Users/22?x=2',
      400,
      'invalidValue',
      'active cannot be the text “a “quoted” word”.',
      { Operations: [{ op: 'replace', path: 'active', value: 'a “quoted” word' }] },
    );
    expect(other).toEqual(one);
    expect(one?.said).toBe('active cannot be the text “…”.');
  });

  it('tells a long name as far as its note does', () => {
    const long = 'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User';
    const { notes } = parseResource(resourceTypes.User, { userName: 'ada', [long]: { tag: 'x' } });
    const answered = { method: 'POST', path: '/Users', status: 201, requestBody: null, responseBody: null, notes };
    expect(unrecognisedIn(answered)?.parts).toEqual([`${long.slice(0, 60)}…`]);
  });

  it('is what was dropped, once for each name', () => {
    const text = (name: string) => ({ normaliser: 'unknown attribute', text: `Okta sent “${name}”; ignored` });
    const notes = [
      text('urn:acme:2.0:User'),
      text('shoeSize'),
      text('shoeSize'),
      { normaliser: 'password', text: 'Okta sent “password”; ignored' },
    ];
    const answered: AnsweredRequest = {
      method: 'POST',
      path: '/Users',
      status: 201,
      requestBody: '{}',
      responseBody: '{}',
      notes,
    };
    expect(unrecognisedIn(answered)).toEqual({
      kind: 'dropped',
      method: 'POST',
      path: '/Users',
      status: 201,
      scimType: null,
      said: null,
      parts: ['shoeSize', 'urn:acme:2.0:User'],
    });
  });
});
