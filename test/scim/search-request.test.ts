import { expect, test } from 'vitest';
import { type Reading, startReading } from '../../electron/engine/scim/dialect/reading.ts';
import { listQueryOf, parseSearchRequest } from '../../electron/engine/scim/search-request.ts';

const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'];
const read = (body: unknown, reading: Reading = startReading()) =>
  JSON.parse(JSON.stringify(parseSearchRequest(body, reading)));

test('says what the same parameters of a URL say', () => {
  const body = {
    schemas,
    attributes: ['userName', 'name.familyName'],
    excludedAttributes: ['emails'],
    filter: 'userName sw "a"',
    sortBy: 'userName',
    sortOrder: 'descending',
    startIndex: 11,
    count: 10,
    cursor: '',
  };
  const parameters = Object.entries({ ...body, attributes: 'userName,name.familyName', excludedAttributes: 'emails' });
  const inUrl = listQueryOf(new Map(parameters.map(([name, value]) => [name, String(value)])));
  expect(read(body)).toEqual(inUrl);
});

test.each<[string, unknown, Readonly<Record<string, unknown>>]>([
  ['nothing asked', { schemas }, {}],
  ['names in another case', { schemas, STARTINDEX: 2, sortby: 'id' }, { startIndex: '2', sortBy: 'id' }],
  ['null', { schemas, filter: null, attributes: null, count: null }, {}],
  ['no attributes', { schemas, attributes: [] }, { attributes: '' }],
  ['a number as text', { schemas, count: '5' }, { count: '5' }],
  ['members that are no parameters', { schemas, hat: { a: 1 }, __proto__: null }, {}],
])('%s', (_name, body, expected) => {
  const reading = startReading();
  expect(read(body, reading)).toEqual(expected);
  expect(reading.notes).toEqual([]);
});

test.each<[string, unknown, Readonly<Record<string, unknown>>, string]>([
  ['no schemas', { filter: 'x' }, { filter: 'x' }, 'missing SearchRequest schema'],
  ['other schemas', { schemas: ['urn:x'], filter: 'x' }, { filter: 'x' }, 'missing SearchRequest schema'],
  ['one attribute alone', { schemas, attributes: 'userName' }, { attributes: 'userName' }, 'list as a single value'],
])('%s is understood and told', (_name, body, expected, normaliser) => {
  const reading = startReading();
  expect(read(body, reading)).toEqual(expected);
  expect(reading.notes).toEqual([expect.objectContaining({ normaliser })]);
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'invalidSyntax'],
  ['null', null, 'invalidSyntax'],
  ['a list', [], 'invalidSyntax'],
  ['a text', 'filter', 'invalidSyntax'],
  ['a filter that is no text', { schemas, filter: { userName: 'a' } }, 'invalidValue'],
  ['attributes that are numbers', { schemas, attributes: [1] }, 'invalidValue'],
  ['attributes that are an object', { schemas, excludedAttributes: {} }, 'invalidValue'],
  ['a list of orders', { schemas, sortBy: ['userName'] }, 'invalidValue'],
  ['an order that is a number', { schemas, sortOrder: 1 }, 'invalidValue'],
  ['a count that is a boolean', { schemas, count: true }, 'invalidValue'],
  ['a start that is a list', { schemas, startIndex: [1] }, 'invalidValue'],
  ['a cursor that is a number', { schemas, cursor: 1 }, 'invalidValue'],
])('%s is refused', (_name, body, scimType) => {
  expect(() => read(body)).toThrow(expect.objectContaining({ status: 400, scimType }));
});
