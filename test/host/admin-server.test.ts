import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract/contract.ts';
import { ContractErrorBody } from '../../shared/contract/error.ts';
import { type AdminFixture, openAdmin } from './admin-fixture.ts';
import { type Answer, type Asked, ask } from './http.ts';

let admin: AdminFixture;
beforeAll(async () => {
  admin = await openAdmin({
    'app.add': () => {
      throw new Error('a fault of our own');
    },
    'source.remove': () => ({ ok: false, error: { code: 'not-found', message: 'm', affects: 'a', fix: 'f', id: 'i' } }),
    'overview.get': () => new Promise(() => undefined),
  });
  await admin.engine('live');
});
afterAll(() => admin.close());

/** A call as the screens make it, changed by the case at hand. */
function call({ headers = {}, ...asked }: Partial<Asked> = {}): Promise<Answer> {
  const withBody = asked.method !== 'GET' && asked.method !== 'OPTIONS';
  const type: Record<string, string> = withBody ? { 'content-type': 'application/json' } : {};
  return ask({
    port: admin.port,
    method: 'POST',
    path: '/rpc/status.get?world=live',
    headers: { authorization: `Bearer ${admin.token}`, ...type, ...headers },
    ...(withBody ? { body: '{"input":{}}' } : {}),
    ...asked,
  });
}

describe('a call', () => {
  it('starts no world: the screens look at what runs', async () => {
    const answer = await call({ path: '/rpc/status.get?world=sandbox' });
    expect([answer.status, answer.json()]).toMatchObject([200, { ok: false, error: { code: 'unreachable' } }]);
    const stream = await call({ method: 'GET', path: '/events?world=sandbox' });
    expect([stream.status, stream.json()]).toMatchObject([503, { ok: false, error: { code: 'unreachable' } }]);
  });

  it('reaches the engine of its world and comes back', async () => {
    await admin.engine('sandbox');
    const answer = await call({ path: '/rpc/source.add?world=sandbox', body: '{"input":{"name":"Entra"}}' });
    expect([answer.status, answer.json()]).toEqual([200, { ok: true, output: { name: 'Entra' } }]);
    expect((await admin.engine('sandbox')).calls.at(-1)).toMatchObject({
      name: 'source.add',
      input: { name: 'Entra' },
    });
  });

  it('is about the live world when it names none', async () => {
    const before = (await admin.engine('live')).calls.length;
    await call({ path: '/rpc/status.get' });
    expect((await admin.engine('live')).calls.length).toBe(before + 1);
  });

  it("answers 200 for the contract's own errors", async () => {
    const answer = await call({ path: '/rpc/source.remove', body: '{"input":{"id":"x"}}' });
    expect([answer.status, answer.json()]).toMatchObject([200, { ok: false, error: { code: 'not-found' } }]);
  });

  it('is cancelled in the engine when the caller goes away', async () => {
    const engine = await admin.engine('live');
    const leaving = AbortSignal.timeout(100);
    await expect(
      fetch(`http://127.0.0.1:${admin.port}/rpc/overview.get`, {
        method: 'POST',
        headers: { authorization: `Bearer ${admin.token}`, 'content-type': 'application/json' },
        body: '{"input":{}}',
        signal: leaving,
      }),
    ).rejects.toThrow();
    await expect.poll(() => engine.calls.find(({ name }) => name === 'overview.get')?.cancelled).toBe(true);
  });
});

describe('what is refused', () => {
  const big = JSON.stringify({ input: { name: 'x'.repeat(16 * 1024 * 1024) } });
  const cases: readonly (readonly [string, () => Partial<Asked>, number, string])[] = [
    ['no token', () => ({ headers: { authorization: '' } }), 401, 'refused'],
    ['another token', () => ({ headers: { authorization: `Bearer ${'x'.repeat(43)}` } }), 401, 'refused'],
    ['no token on events', () => ({ method: 'GET', path: '/events', headers: { authorization: '' } }), 401, 'refused'],
    [
      'the token in the query',
      () => ({ path: `/rpc/status.get?token=${admin.token}`, headers: { authorization: '' } }),
      401,
      'refused',
    ],
    ['another Host', () => ({ headers: { host: `evil.test:${admin.port}` } }), 403, 'refused'],
    ['another Host for the page', () => ({ method: 'GET', path: '/', headers: { host: 'evil.test' } }), 403, 'refused'],
    [
      'another Host for an address that is not there',
      () => ({ path: '/nothing', headers: { host: 'evil.test' } }),
      403,
      'refused',
    ],
    ['another Origin', () => ({ headers: { origin: 'http://evil.test' } }), 403, 'refused'],
    ['Origin null', () => ({ headers: { origin: 'null' } }), 403, 'refused'],
    [
      'another Origin with its preflight',
      () => ({ method: 'OPTIONS', headers: { origin: 'http://evil.test' } }),
      403,
      'refused',
    ],
    ['a code that was never given', () => ({ path: '/session', body: '{"code":"abc"}' }), 401, 'refused'],
    ['a code that is no text', () => ({ path: '/session', body: '{"code":{"a":1}}' }), 401, 'refused'],
    ['a session without a body', () => ({ path: '/session', body: 'null' }), 401, 'refused'],
    ['an unknown procedure', () => ({ path: '/rpc/source.steal' }), 404, 'unknown-procedure'],
    ['the procedure constructor', () => ({ path: '/rpc/constructor' }), 404, 'unknown-procedure'],
    ['the procedure __proto__', () => ({ path: '/rpc/__proto__' }), 404, 'unknown-procedure'],
    ['the procedure toString', () => ({ path: '/rpc/toString' }), 404, 'unknown-procedure'],
    ['a procedure with an encoded slash', () => ({ path: '/rpc/status.get%2f..' }), 404, 'unknown-procedure'],
    ['a very long name', () => ({ path: `/rpc/${'x'.repeat(5_000)}` }), 400, 'invalid'],
    ['an address that is not there', () => ({ method: 'GET', path: '/package.json' }), 404, 'not-found'],
    ['an address above the screens', () => ({ method: 'GET', path: '/assets/../../package.json' }), 404, 'not-found'],
    ['a hidden file', () => ({ method: 'GET', path: '/.secret.js' }), 404, 'not-found'],
    ['a broken percent sign', () => ({ path: '/rpc/%zz' }), 400, 'invalid'],
    ['GET for a call', () => ({ method: 'GET', path: '/rpc/status.get' }), 405, 'invalid'],
    ['PUT for a call', () => ({ method: 'PUT' }), 405, 'invalid'],
    ['POST for events', () => ({ path: '/events' }), 405, 'invalid'],
    ['POST for the page', () => ({ path: '/' }), 405, 'invalid'],
    ['our own preflight', () => ({ method: 'OPTIONS' }), 405, 'invalid'],
    ['a body over 16 MiB', () => ({ body: big }), 413, 'invalid'],
    ['plain text', () => ({ headers: { 'content-type': 'text/plain' } }), 415, 'invalid'],
    ['a form', () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 415, 'invalid'],
    ['broken JSON', () => ({ body: '{"input":' }), 400, 'invalid'],
    ['an empty body', () => ({ body: '' }), 400, 'invalid'],
    ['a list', () => ({ body: '[]' }), 400, 'invalid'],
    ['no input', () => ({ body: '{}' }), 400, 'invalid'],
    ['a prototype in the body', () => ({ body: '{"input":{"__proto__":{"admin":true}}}' }), 400, 'invalid'],
    ['a constructor in the body', () => ({ body: '{"input":{"constructor":{"prototype":{"a":1}}}}' }), 400, 'invalid'],
    ['an unknown world', () => ({ path: '/rpc/status.get?world=both' }), 400, 'invalid'],
    ['two worlds', () => ({ path: '/rpc/status.get?world=live&world=sandbox' }), 400, 'invalid'],
    ['half a position', () => ({ method: 'GET', path: '/events?epoch=e' }), 400, 'invalid'],
    ['a position that is no number', () => ({ method: 'GET', path: '/events?epoch=e&after=-1' }), 400, 'invalid'],
  ];
  it.each(cases)('%s', async (_what, asked, status, code) => {
    const engine = await admin.engine('live');
    const before = engine.calls.length;
    const answer = await call(asked());
    expect([answer.status, answer.json()]).toMatchObject([status, { ok: false, error: { code } }]);
    const error = ContractErrorBody.parse((answer.json() as { error: unknown }).error);
    expect(error.message).toMatch(/\.$/);
    expect(error.fix).toMatch(/\.$/);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(engine.calls.length).toBe(before);
  });

  it('says which methods an address takes', async () => {
    expect((await call({ method: 'GET' })).headers.allow).toBe('POST');
    expect((await call({ path: '/events' })).headers.allow).toBe('GET');
  });

  it('lets no fault of our own show more than an id', async () => {
    const answer = await call({ path: '/rpc/app.add' });
    expect([answer.status, answer.json()]).toMatchObject([500, { ok: false, error: { code: 'internal' } }]);
    expect(answer.text).not.toContain('a fault of our own');
  });

  it('refuses every procedure without a token', async () => {
    for (const name of Object.keys(contract)) {
      const answer = await call({ path: `/rpc/${name}`, headers: { authorization: '' } });
      expect([name, answer.status]).toEqual([name, 401]);
    }
  });
});

describe('a one-time code', () => {
  const redeem = (code: string) =>
    ask({
      port: admin.port,
      method: 'POST',
      path: '/session',
      headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${admin.port}` },
      body: JSON.stringify({ code }),
    });

  it('gives the token once', async () => {
    const code = admin.issueCode();
    expect((await redeem(code)).json()).toEqual({ token: admin.token });
    expect((await redeem(code)).status).toBe(401);
  });

  it.each([
    [59_999, 200],
    [60_001, 401],
  ])('after %i ms answers %i', async (milliseconds, status) => {
    const code = admin.issueCode();
    admin.pass(milliseconds);
    expect((await redeem(code)).status).toBe(status);
  });
});

describe('the screens', () => {
  const get = (path: string, method = 'GET') => ask({ port: admin.port, path, method });

  it('come with a nonce of their own at each load', async () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load += 1) {
      const page = await get('/');
      const nonce = /'nonce-([^']+)'/.exec(page.headers['content-security-policy'] as string)?.[1] ?? '';
      expect(page.text).toBe(
        `<!doctype html><meta name="csp-nonce" content="${nonce}"><style nonce="${nonce}"></style>`,
      );
      expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
      nonces.add(nonce);
    }
    expect([...nonces].every((nonce) => nonce.length >= 22)).toBe(true);
    expect(nonces.size).toBe(3);
  });

  it.each([
    ['/assets/index-a1b2c3.js', 'public, max-age=31536000, immutable', 'text/javascript; charset=utf-8'],
    ['/icon.svg', 'no-cache', 'image/svg+xml'],
    ['/icon.svg?v=2', 'no-cache', 'image/svg+xml'],
  ])('%s is kept %s', async (path, cache, type) => {
    const answer = await get(path);
    expect([answer.status, answer.headers]).toMatchObject([200, { 'cache-control': cache, 'content-type': type }]);
  });

  it('answer HEAD', async () => {
    expect(await get('/', 'HEAD')).toMatchObject({ status: 200, text: '' });
  });
});
