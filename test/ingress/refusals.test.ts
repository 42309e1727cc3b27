import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { errorSchema, newUser, patchSchema, replacing, type ScimAnswer, type ScimOptions } from '../support/scim.ts';
import { everything } from './rows.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

/** `{{id}}` stands for the id of a user that is there. */
type Case = readonly [
  name: string,
  request: readonly [method: string, path: string, options?: ScimOptions],
  status: number,
  scimType: string | null,
];

const post = (body: unknown): Case[1] => ['POST', '/Users', { body }];
const patch = (body: unknown): Case[1] => ['PATCH', '/Users/{{id}}', { body }];
const operation = (value: object): Case[1] => patch({ schemas: [patchSchema], Operations: [value] });
const find = (filter: string): Case[1] => ['GET', `/Users?filter=${encodeURIComponent(filter)}`];
const manyMembers = `{${'"":1,'.repeat(100_000)}"":1}`;

const bodies: readonly Case[] = [
  ['half an object', post('{"userName":"x"'), 400, 'invalidSyntax'],
  ['quotes that are not of JSON', post("{'userName':'x'}"), 400, 'invalidSyntax'],
  ['something after the object', post('{"userName":"x"} {}'), 400, 'invalidSyntax'],
  ['nothing', post(''), 400, 'invalidSyntax'],
  ['a list', post('[]'), 400, 'invalidSyntax'],
  ['a text', post('"x"'), 400, 'invalidSyntax'],
  ['null', post('null'), 400, 'invalidSyntax'],
  ['the same member twice', post('{"userName":"x","active":false,"active":true}'), 400, 'invalidSyntax'],
  [
    'the same member twice, once with an escape',
    post('{"userName":"x","\\u0061ctive":false,"active":true}'),
    400,
    'invalidSyntax',
  ],
  [
    'the same operation value twice',
    patch('{"Operations":[{"op":"replace","path":"active","value":false,"value":true}]}'),
    400,
    'invalidSyntax',
  ],
  ['__proto__ twice', post('{"userName":"x","__proto__":1,"__proto__":2}'), 400, 'invalidSyntax'],
  ['33 levels', post(`${'['.repeat(33)}${']'.repeat(33)}`), 400, 'invalidSyntax'],
  ['100,001 members', post(manyMembers), 400, 'invalidSyntax'],
  ['a body of more than 1 MiB', post(`{"userName":"${'x'.repeat(1024 * 1024)}"}`), 413, null],
  ['a group of more than 8 MiB', ['POST', '/Groups', { body: `"${'x'.repeat(8 * 1024 * 1024)}"` }], 413, null],
];

const values: readonly Case[] = [
  ['no userName', post({ active: true }), 400, 'invalidValue'],
  ['an empty userName', post({ userName: ' ' }), 400, 'invalidValue'],
  ['an object for a text', post({ userName: 'x', displayName: { a: 1 } }), 400, 'invalidValue'],
  ['a text for an object', post({ userName: 'x', name: 'Ada' }), 400, 'invalidValue'],
  ['lists in a list', post({ userName: 'x', emails: [[]] }), 400, 'invalidValue'],
  ['an unreadable boolean', post({ userName: 'x', active: 'perhaps' }), 400, 'invalidValue'],
  ['a NUL', post('{"userName":"x\\u0000y"}'), 400, 'invalidValue'],
  ['half a character', post('{"userName":"x\\ud800"}'), 400, 'invalidValue'],
  ['a taken userName', post({ userName: 'ADA@fabrikam.test' }), 409, 'uniqueness'],
];

const patches: readonly Case[] = [
  ['no operations', patch({ schemas: [patchSchema] }), 400, 'invalidSyntax'],
  ['operations that are no list', patch({ Operations: {} }), 400, 'invalidSyntax'],
  ['an operation that is no object', patch({ Operations: [1] }), 400, 'invalidSyntax'],
  ['an operation without op', operation({ path: 'nickName', value: 'x' }), 400, 'invalidSyntax'],
  ['an unknown operation', operation({ op: 'move', path: 'nickName', value: 'x' }), 400, 'invalidSyntax'],
  ['a path that is no text', operation({ op: 'add', path: 5, value: 'x' }), 400, 'invalidPath'],
  ['half a path', operation({ op: 'add', path: 'emails[', value: 'x' }), 400, 'invalidPath'],
  ['an unknown operator in a path', operation({ op: 'add', path: 'emails[type is "a"].value', value: 'x' }), 400, null],
  ['a path through __proto__', operation({ op: 'add', path: '__proto__.admin', value: true }), 400, 'invalidPath'],
  ['a path through constructor', operation({ op: 'add', path: 'constructor.prototype', value: 1 }), 400, 'invalidPath'],
  ['a nested constructor', operation({ op: 'add', path: 'name.constructor', value: 1 }), 400, 'invalidPath'],
  ['a remove without path', operation({ op: 'remove' }), 400, 'noTarget'],
  ['the last userName removed', operation({ op: 'remove', path: 'userName' }), 400, null],
  [
    'one good and one bad operation',
    patch(replacing({ displayName: 'Never', active: 'perhaps' })),
    400,
    'invalidValue',
  ],
];

const queries: readonly Case[] = [
  ['an unknown operator', find('userName is "x"'), 400, 'invalidFilter'],
  ['half a comparison', find('userName eq'), 400, 'invalidFilter'],
  ['an open parenthesis', find('(userName eq "x"'), 400, 'invalidFilter'],
  ['an open quote', find('userName eq "x'), 400, 'invalidFilter'],
  ['an unknown attribute', find('hat eq "x"'), 400, 'invalidFilter'],
  ['__proto__', find('__proto__ pr'), 400, 'invalidFilter'],
  ['constructor', find('constructor.name eq "x"'), 400, 'invalidFilter'],
  ['a password', find('password eq "x"'), 400, 'invalidFilter'],
  ['a NUL', find('userName eq "\0"'), 400, 'invalidFilter'],
  ['500 nots', find(`${'not ('.repeat(500)}userName pr${')'.repeat(500)}`), 400, 'invalidFilter'],
  ['more than is asked of every resource', find(Array(21).fill('title co "x"').join(' or ')), 400, 'tooMany'],
  ['it within values', find(`emails[${Array(21).fill('type ne "x"').join(' and ')}]`), 400, 'tooMany'],
  ['a count that is no number', ['GET', '/Users?count=ten'], 400, 'invalidValue'],
  ['an encoding that is none', ['GET', '/Users?filter=%zz'], 400, 'invalidSyntax'],
  ['a URL of more than 16 KiB', ['GET', `/Users?x=${'x'.repeat(17_000)}`], 413, null],
];

const places: readonly Case[] = [
  ['an unknown user', ['GET', '/Users/nobody'], 404, null],
  ['an unknown user, changed', ['PATCH', '/Users/nobody', { body: replacing({ nickName: 'x' }) }], 404, null],
  ['an unknown user, deleted', ['DELETE', '/Users/nobody'], 404, null],
  ['a user called __proto__', ['GET', '/Users/__proto__'], 404, null],
  ['an id that is no encoding', ['GET', '/Users/%zz'], 404, null],
  ['an id of 300 characters', ['GET', `/Users/${'x'.repeat(300)}`], 404, null],
  ['something below a user', ['GET', '/Users/{{id}}/emails'], 404, null],
  ['an unknown collection', ['GET', '/Devices'], 404, null],
  ['a collection called constructor', ['GET', '/constructor'], 404, null],
  ['nothing', ['GET', ''], 404, null],
  ['/Me', ['GET', '/Me'], 501, null],
  ['a bulk request without operations', ['POST', '/Bulk', { body: {} }], 400, 'invalidSyntax'],
  ['a bulk request that is read', ['GET', '/Bulk'], 405, null],
  ['a place below /Bulk', ['POST', '/Bulk/1', { body: { Operations: [] } }], 404, null],
  ['a PUT of all users', ['PUT', '/Users', { body: { userName: 'x' } }], 405, null],
  ['a DELETE of all users', ['DELETE', '/Users'], 405, null],
  ['a POST to one user', ['POST', '/Users/{{id}}', { body: { userName: 'x' } }], 405, null],
  ['a schema written', ['PUT', '/Schemas', { body: {} }], 405, null],
  ...['HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'].flatMap((method): Case[] => [
    [`${method} of all users`, [method, '/Users'], 405, null],
    [`${method} of one user`, [method, '/Users/{{id}}'], 405, null],
  ]),
];

/** A refusal in the form of RFC 7644 §3.12, with a sentence. */
function expectRefusal(answer: ScimAnswer, status: number, scimType: string | null): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['content-type']).toBe('application/scim+json; charset=utf-8');
  expect(answer.body).toEqual({
    schemas: [errorSchema],
    status: String(status),
    ...(scimType === null ? {} : { scimType }),
    detail: expect.stringMatching(/^.{10,}\.$|^.{10,}[”"]$/s),
  });
}

describe.each([
  ['a body', bodies],
  ['a value', values],
  ['a patch', patches],
  ['a query', queries],
  ['a place', places],
] as const)('%s that is refused', (_what, cases) => {
  let scim: TestSource;
  let id: string;
  beforeAll(async () => {
    scim = await engine.addSource('generic');
    id = String((await scim.send('POST', '/Users', { body: newUser('ada@fabrikam.test', 'Sales') })).body?.id);
  });

  test.each(cases)('%s', async (_name, [method, path, options], status, scimType) => {
    const before = await everything(scim);
    const target = path.replace('{{id}}', id);
    const [newest] = (await engine.client.call('exchange.list', { limit: 1 })).items;
    const after = newest?.seq ?? 0;
    const answer = await scim.send(method, target, options);
    if (method === 'HEAD') expect([answer.status, answer.text]).toEqual([status, '']);
    else expectRefusal(answer, status, scimType ?? ((answer.body?.scimType as string | undefined) || null));
    if (scimType === null && status === 400) expect(answer.body?.scimType).toMatch(/^(invalid|mutab)/);
    if (status === 405) expect(answer.headers.allow).toMatch(path === '/Bulk' ? /^POST$/ : /^GET/);
    expect(await everything(scim)).toEqual(before);

    const exchange = await until('the exchange is listed', async () => {
      const { items } = await engine.client.call('exchange.list', { after, limit: 20 });
      return items.find((item) => item.method === method && item.status === status);
    });
    expect(exchange).toMatchObject({
      outcome: status >= 500 ? 'failed' : 'refused',
      summary: expect.stringMatching(/^Refused: .{10,}/s),
    });
  });
});

describe('what looks odd and is understood', () => {
  let scim: TestSource;
  beforeAll(async () => {
    scim = await engine.addSource('generic');
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/scim+json;charset=utf-16',
    'text/json',
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'json',
    ';;;',
    '',
    null,
  ])('JSON that is called %j', async (type) => {
    const userName = `${encodeURIComponent(String(type))}@fabrikam.test`;
    const answer = await scim.send('POST', '/Users', { body: { userName }, headers: { 'content-type': type } });
    expect([answer.status, answer.body?.userName]).toEqual([201, userName]);
  });

  test.each([
    ['a member in two spellings', '{"userName":"case.1","USERNAME":"case.2"}', 'case.1'],
    ['a member called __proto__', '{"userName":"proto","__proto__":{"active":false,"polluted":1}}', 'proto'],
    ['one deeper', '{"userName":"deep","name":{"__proto__":{"polluted":1}}}', 'deep'],
    ['constructor', '{"userName":"made","constructor":{"prototype":{"polluted":1}}}', 'made'],
    ['a userName of __proto__', '{"userName":"__proto__"}', '__proto__'],
  ])('%s', async (_name, body, userName) => {
    const answer = await scim.send('POST', '/Users', { body });
    expect(answer.body).toMatchObject({ userName, active: true });
    expect(answer.text).not.toMatch(/polluted|constructor|"__proto__":/);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    expect((await scim.send('GET', `/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 1 });
  });
});
