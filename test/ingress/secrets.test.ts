import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { settled } from '../support/engine-until.ts';
import { addWiki } from '../support/engine-wiki.ts';
import { newUser, patchSchema, type ScimAnswer, type ScimOptions } from '../support/scim.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('a secret that an IdP sends', () => {
  let engine: TestEngine;
  let scim: TestSource;
  let id: string;
  let sent = 0;
  const answers: ScimAnswer[] = [];
  beforeAll(async () => {
    engine = await startEngine();
    await addWiki(engine.client, engine.data);
    scim = await engine.addSource('okta');
    id = String((await scim.send('POST', '/Users', { body: newUser('ada@fabrikam.test', 'Sales') })).body?.id);
  });
  afterAll(() => engine.close());

  /** A new secret each time; it is looked for at the end. */
  const canary = (): string => `Canary-${++sent}-aGVsbG8`;
  const operation = (value: object): object => ({ schemas: [patchSchema], Operations: [value] });

  const places: readonly [string, (secret: string) => readonly [string, string, ScimOptions?]][] = [
    ['a new user', (password) => ['POST', '/Users', { body: { ...newUser('bob@fabrikam.test', 'Sales'), password } }]],
    ['a user in other letters', (secret) => ['POST', '/Users', { body: { userName: 'cy', PassWord: secret } }]],
    ['a user that is refused', (password) => ['POST', '/Users', { body: { userName: '', password } }]],
    ['a password of a wrong type', (a) => ['POST', '/Users', { body: { userName: 'x', password: { a } } }]],
    ['a password with a NUL', (secret) => ['POST', '/Users', { body: { userName: 'x', password: `\0${secret}` } }]],
    ['escaped letters', (secret) => ['POST', '/Users', { body: `{"userName":"eve","p\\u0061ssword":"${secret}"}` }]],
    ['a schema before it', (secret) => ['POST', '/Users', { body: { userName: 'fay', [`${core}:password`]: secret } }]],
    ['half a body', (secret) => ['POST', '/Users', { body: `{"userName":"x","password":"${secret}"` }]],
    ['quotes not of JSON', (secret) => ['POST', '/Users', { body: `{"userName":"x","password":'${secret}'}` }]],
    ['a body too deep', (secret) => ['POST', '/Users', { body: `{"password":"${secret}","a":${'['.repeat(40)}` }]],
    ['a PUT', (password) => ['PUT', `/Users/${id}`, { body: { userName: 'ada@fabrikam.test', password } }]],
    ['a PATCH', (value) => ['PATCH', `/Users/${id}`, { body: operation({ op: 'Replace', path: 'password', value }) }]],
    [
      'a PATCH of another spelling',
      (value) => ['PATCH', `/Users/${id}`, { body: operation({ Op: 'add', Path: `${core}:PASSWORD`, Value: value }) }],
    ],
    [
      'a PATCH with a list',
      (value) => ['PATCH', `/Users/${id}`, { body: operation({ op: 'add', path: 'password', value: [{ value }] }) }],
    ],
    [
      'a PATCH without path',
      (password) => ['PATCH', `/Users/${id}`, { body: operation({ op: 'replace', value: { password } }) }],
    ],
    ['a filter', (secret) => ['GET', `/Users?filter=password%20eq%20%22${secret}%22`]],
    ['a filter in percent signs', (secret) => ['GET', `/Users?filter=p%61ssword+eq+%22${secret}%22`]],
    ['a query', (secret) => ['GET', `/Users?access_token=${secret}`]],
    ['a wrong token', (secret) => ['GET', '/Users', { headers: { authorization: `Bearer ${secret}` } }]],
    ['a wrong scheme', (secret) => ['GET', '/Users', { headers: { authorization: `Basic ${secret}` } }]],
    ['a token by another name', (secret) => ['GET', '/Users', { headers: { 'x-api-key': secret } }]],
    ['a cookie', (secret) => ['GET', '/Users', { headers: { cookie: `session=${secret}` } }]],
    ['a proxy', (secret) => ['GET', '/Users', { headers: { 'proxy-authorization': `Bearer ${secret}` } }]],
  ];

  test.each(places)('in %s is not repeated', async (_name, request) => {
    const secret = canary();
    const answer = await scim.send(...request(secret));
    // Not even its beginning, as an excerpt of what could not be read.
    expect(answer.text).not.toContain('Canary-');
    expect(JSON.stringify(answer.headers)).not.toContain('Canary-');
    answers.push(answer);
  });

  test('is in no file and no log, nor are the token and the header that carried it', async () => {
    await settled(engine.client);
    await engine.restart();
    const { items } = await engine.client.call('exchange.list', { limit: 500 });
    expect(items.length).toBeGreaterThanOrEqual(places.length);
    const shown = await Promise.all(items.map((item) => engine.client.call('exchange.get', { id: item.id })));
    await engine.stop();

    const secrets = [/Canary-/, new RegExp(scim.token), /Bearer [\w-]{20}/, /Basic \w/];
    const files = filesBelow(engine.data).map(({ name, bytes }) => ({ name, text: bytes.toString('latin1') }));
    const texts = [
      ...files,
      { name: 'log', text: engine.log.join('\n') },
      { name: 'Activity', text: JSON.stringify(shown) },
    ];
    // What is looked for can be found: the database does hold what was sent beside the secrets.
    expect(files.filter(({ text }) => text.includes('bob@fabrikam.test')).length).toBeGreaterThan(0);
    expect(answers.length).toBe(places.length);
    for (const { name, text } of texts)
      for (const secret of secrets) expect([name, secret.exec(text)?.[0]]).toEqual([name, undefined]);
  });
});
