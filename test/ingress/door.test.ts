import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createIngress, type Ingress } from '../../electron/engine/ingress/server.ts';
import { hashToken } from '../../electron/engine/ingress/token.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { errorSchema, newUser, replacing, type ScimAnswer } from '../support/scim.ts';

describe('who may come in', () => {
  let engine: TestEngine;
  let scim: TestSource;
  let other: TestSource;
  beforeAll(async () => {
    engine = await startEngine();
    scim = await engine.addSource('entra');
    other = await engine.addSource('okta');
  });
  afterAll(() => engine.close());

  const ask = (authorization: string | null) =>
    scim.send('POST', '/Users', { body: newUser('never@fabrikam.test', 'Sales'), headers: { authorization } });

  test.each([
    ['no token', () => ask(null)],
    ['an empty token', () => ask('Bearer ')],
    ['a wrong token', () => ask('Bearer wrong')],
    ['another scheme', () => ask(`Basic ${scim.token}`)],
    ["another source's token", () => ask(`Bearer ${other.token}`)],
    ['a token cut short', () => ask(`Bearer ${scim.token.slice(0, -1)}`)],
    ['a token in capitals', () => ask(`Bearer ${scim.token.toUpperCase()}`)],
    ['a token of 5,000 characters', () => ask(`Bearer ${'x'.repeat(5_000)}`)],
    ['an unknown method', () => scim.send('PURGE', '/Users', { headers: { authorization: null } })],
    ['an unknown path', () => scim.send('GET', '/Nothing', { headers: { authorization: null } })],
    ['a path that is no encoding', () => scim.send('GET', '/Users/%zz', { headers: { authorization: null } })],
  ])('not with %s', async (_name, send) => {
    const refusal = await ask('Bearer wrong');
    const answer = await send();
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.text).toBe(refusal.text);
    expect((await scim.send('GET', '/Users')).body).toMatchObject({ totalResults: 0 });
  });

  test('a source that is not there is refused like a wrong token, and no faster', async () => {
    const address = new URL(`${scim.baseUrl.slice(0, scim.baseUrl.lastIndexOf('/'))}/0123456789abcdef/Users`);
    const timed = async (send: () => Promise<unknown>): Promise<number> => {
      const began = performance.now();
      await send();
      return performance.now() - began;
    };
    const headers = { authorization: 'Bearer wrong', 'user-agent': 'test' };
    const absent = async () => {
      const answer = await fetch(address, { headers });
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
    };
    const wrong = async () => {
      const answer = await fetch(`${scim.baseUrl}/Users`, { headers });
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
    };
    expect(await absent()).toEqual(await wrong());
    const [absents, wrongs]: [number[], number[]] = [[], []];
    for (let round = 0; round < 120; round++) {
      absents.push(await timed(absent));
      wrongs.push(await timed(wrong));
    }
    const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
    const [a, b] = [median(absents), median(wrongs)];
    expect(Math.max(a, b), `${a} and ${b} ms`).toBeLessThan(2 * Math.min(a, b));
  });

  test('nothing is served beside the base URLs', async () => {
    const origin = new URL(scim.baseUrl).origin;
    for (const path of ['/', '/scim', '/scim/v2', '/scim/v2/', '/rpc/status.get', '/groups', '/others', '/Users'])
      for (const method of ['GET', 'POST', 'PURGE'])
        expect(
          (await fetch(origin + path, { method, headers: { authorization: `Bearer ${scim.token}` } })).status,
        ).toBe(404);
  });

  test('a removed source is unknown', async () => {
    const gone = await engine.addSource('ping');
    expect((await gone.send('GET', '/Users')).status).toBe(200);
    await engine.client.call('source.remove', { id: gone.id });
    expect((await gone.send('GET', '/Users')).text).toBe((await ask('Bearer wrong')).text);
  });

  test('and not faster than its rate: 429 says after how many seconds to come back', async () => {
    const slow = await engine.addSource('generic', { rate: 1 });
    const made = await slow.send('POST', '/Users', { body: newUser('slow@fabrikam.test', 'Sales') });
    const path = `/Users/${made.body?.id}`;
    const answers: ScimAnswer[] = [];
    for (let number = 0; number < 12; number++)
      answers.push(await slow.send('PATCH', path, { body: replacing({ nickName: `n${number}` }) }));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(3);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({ schemas: [errorSchema], status: '429' });
      expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    const last = answers.findLastIndex(({ status }) => status === 200);
    await until('the source may send again', async () => (await slow.send('GET', path)).status === 200);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await slow.send('GET', path)).body).toMatchObject({ nickName: `n${last}` });
    // Others do not notice.
    expect((await scim.send('GET', '/Users')).status).toBe(200);
    const { items } = await engine.client.call('exchange.list', { filter: { sourceId: slow.id, text: 'status:429' } });
    expect(items.length).toBeGreaterThan(3);
  });
});

describe('who is too slow', () => {
  const times = { headerMs: 300, requestMs: 600, idleMs: 300 };
  const token = 'fb_test';
  const source = {
    pk: 1,
    key: 'abc',
    name: 'Slow',
    dialect: 'generic',
    rate: 0,
    tokenHashes: [hashToken(token)],
  } as const;
  const sockets: Socket[] = [];
  let served = 0;
  let ingress: Ingress;
  let port: number;
  beforeAll(async () => {
    const silent = () => undefined;
    ingress = createIngress({
      clock: { now: Date.now },
      ids: { next: () => 'id' },
      logger: { debug: silent, info: silent, warn: silent, error: silent },
      capture: { add: silent, flush: silent, stop: silent },
      findSource: (key) => (key === source.key ? source : undefined),
      serve() {
        served += 1;
        return { status: 204, body: null, summary: '', resourceType: null, notes: [], exchangePk: null };
      },
      seen: silent,
      times,
    });
    port = await ingress.listen(0);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(() => ingress.close());

  /** A connection that sends these pieces, one each 50 ms. */
  function drip(pieces: readonly string[]): { said: () => string; closed: Promise<void>; socket: Socket } {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    // Writing to a connection that was cut is what this is about.
    socket.on('error', () => undefined);
    const rest = [...pieces];
    const timer = setInterval(() => {
      const piece = rest.shift();
      if (piece === undefined || socket.destroyed) clearInterval(timer);
      else socket.write(piece);
    }, 50);
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        clearInterval(timer);
        resolve();
      });
    });
    return { said: () => said, closed, socket };
  }
  const head = (length: number) =>
    `POST /scim/v2/abc/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${length}\r\n`;
  const letters = (text: string, count: number) => Array.from({ length: count }, () => text);

  test.each([
    ['its header', [head(2), ...letters('X-A: b\r\n', 200)]],
    ['its body', [`${head(1_000)}\r\n`, ...letters('x', 200)]],
  ])('with %s is told 408 and cut off', async (_name, pieces) => {
    const before = served;
    const { said, closed } = drip(pieces);
    await closed;
    expect(said()).toMatch(/^HTTP\/1\.1 408 /);
    expect(JSON.parse(said().split('\r\n\r\n')[1] ?? '')).toMatchObject({ schemas: [errorSchema], status: '408' });
    expect(served).toBe(before);
  });

  test('with anything at all is cut off', async () => {
    await drip([]).closed;
  });

  test('with the next request loses its connection', async () => {
    const { said, closed } = drip([`${head(2)}\r\n{}`]);
    await closed;
    expect(said()).toMatch(/^HTTP\/1\.1 204 /);
  });

  test('takes no place from others: 200 silent connections are gone when their time is up', async () => {
    const silent = letters('', 200).map(() => drip([]));
    await Promise.all(silent.map(({ closed }) => closed));
    const { said } = drip([`${head(2)}\r\n{}`]);
    await until('somebody else is served', () => said().startsWith('HTTP/1.1 204 '));
  });

  test.each([
    ['what is no HTTP', 'hello\r\n\r\n', 400],
    [
      'a header of 40 KiB',
      `GET /scim/v2/abc/Users HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40 * 1024)}\r\n\r\n`,
      431,
    ],
  ])('%s is answered in the form of SCIM', async (_name, text, status) => {
    const { said, closed } = drip([text]);
    await closed;
    expect(said()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(said()).toContain('application/scim+json');
    expect(JSON.parse(said().split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: String(status) });
  });
});
