import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../electron/engine/ingress/limits.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { newUser } from '../support/scim.ts';

/* One source that asks much, or holds many connections, keeps no other from being served. */
let engine: TestEngine;
let hostile: TestSource;
let other: TestSource;
let members: readonly { readonly value: string }[];
beforeAll(async () => {
  engine = await startEngine();
  hostile = await engine.addSource('generic');
  other = await engine.addSource('entra');
  const people = Array.from({ length: 500 }, (_, n) => newUser(`user.${n}@a.example`, 'Sales'));
  const made = [];
  while (made.length < people.length) {
    const some = people.slice(made.length, made.length + 50);
    made.push(...(await Promise.all(some.map((body) => hostile.send('POST', '/Users', { body })))));
  }
  members = made.map(({ body }) => ({ value: String(body?.id) }));
});
afterAll(() => engine.close());

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const disable = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', path: 'active', value: false }],
};

let tries = 0;
describe('a source that floods', () => {
  const search = `/Users?count=1&filter=${encodeURIComponent(everyValue())}`;
  test.each([
    ['searches that look at everybody', 'GET', search, (): object | undefined => undefined],
    [
      'long groups',
      'POST',
      '/Groups',
      (): object | undefined => ({ schemas: [groupSchema], displayName: 'Many', members }),
    ],
  ] as const)(
    'with %s delays another’s disable by a few of its requests, not by all',
    async (_what, method, path, make) => {
      const body = make();
      tries += 1;
      const leaver = newUser(`leaver.${method}.${tries}@b.example`, 'Sales');
      const { body: user } = await other.send('POST', '/Users', { body: leaver });
      const flood = Array.from({ length: 60 }, () => hostile.send(method, path, body === undefined ? {} : { body }));
      const leaving = await other.send('PATCH', `/Users/${String(user?.id)}`, { body: disable });
      expect(leaving.status).toBe(200);
      const statuses = (await Promise.all(flood)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([method === 'GET' ? 200 : 201]));
      // As the door saw it: the clients are in this very process, and read their answers when they come to it.
      const ends = await until('all is in Activity', async () => {
        const { items } = await engine.client.call('exchange.list', { limit: 61 });
        const isWhole = items.every((one) => one.method === method || one.path.endsWith(String(user?.id)));
        return isWhole && items.map((one) => ({ ...one, end: Date.parse(one.at) + one.durationMs }));
      });
      const end = ends.find((one) => one.method === 'PATCH')?.end ?? Number.POSITIVE_INFINITY;
      expect(ends).toHaveLength(61);
      expect(ends.filter((one) => one.method !== 'PATCH' && one.end < end).length).toBeLessThan(45);
    },
  );
});

/** A filter that no index answers, asking as much of every resource as one may. */
function everyValue(): string {
  return Array.from({ length: 10 }, (_, n) => `emails[type eq "work" and value co "nothing${n}"]`).join(' or ');
}

test('a source that sends long bodies on many connections is refused some of them before they are read', async () => {
  const { hostname, port, pathname } = new URL(`${hostile.baseUrl}/Groups`);
  const length = limits.largeBodyBytes;
  const sockets: Socket[] = [];
  const begin = async (): Promise<Socket> => {
    const socket = connect({ host: hostname, port: Number(port) });
    sockets.push(socket);
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${hostile.token}\r\nContent-Length: ${length}\r\n\r\n{`,
    );
    return socket;
  };
  const answerOf = (socket: Socket) =>
    new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (more: string) => {
        text += more;
        if (text.includes('}')) resolve(text);
      });
    });
  try {
    const fitting = limits.sourceBytes / length;
    for (let n = 0; n < fitting; n += 1) await begin();
    // They are let in one after the other, and none of them is answered yet.
    await until('one too many is refused', async () => {
      const text = await answerOf(await begin());
      return text.startsWith('HTTP/1.1 429') && /retry-after: 1/i.test(text) && text.includes('MiB at a time');
    });
    // Whoever sends little is heard, as is another source; and what went away counts no more.
    expect((await other.send('GET', '/Users?count=0')).status).toBe(200);
    expect((await hostile.send('GET', '/Users?count=0')).status).toBe(200);
    for (const socket of sockets.splice(0)) socket.destroy();
    const small = { schemas: [groupSchema], displayName: 'Small' };
    await until(
      'a group is taken again',
      async () => (await hostile.send('POST', '/Groups', { body: small })).status === 201,
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

test('a source gets half of the connections, and what is one too many is refused and closed; another is served', async () => {
  const { hostname, port, pathname } = new URL(`${hostile.baseUrl}/Users?count=0`);
  const sockets: Socket[] = [];
  const ask = async () => {
    const socket = connect({ host: hostname, port: Number(port) });
    sockets.push(socket);
    socket.write(`GET ${pathname}?count=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${hostile.token}\r\n\r\n`);
    return new Promise<string>((resolve, reject) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        if (text.includes('\r\n\r\n')) resolve(text);
      });
      socket.once('error', reject);
    });
  };
  try {
    const answers: string[] = [];
    // The clients of other tests keep connections, too.
    for (let n = 0; n < limits.sourceConnections + 5; n += 1) answers.push(await ask());
    const statusOf = (answer: string) => answer.split(' ', 2)[1];
    const refused = answers.filter((answer) => statusOf(answer) === '429');
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => statusOf(answer) === '200').length).toBeLessThanOrEqual(limits.sourceConnections);
    for (const answer of refused)
      expect(answer.toLowerCase()).toMatch(
        /retry-after: 1\r\n[\s\S]*connection: close|connection: close[\s\S]*retry-after: 1\r\n/,
      );
    expect((await other.send('GET', '/Users?count=0')).status).toBe(200);

    for (const socket of sockets.splice(0, 50)) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(statusOf(await ask())).toBe('200');
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
