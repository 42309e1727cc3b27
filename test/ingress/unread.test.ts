import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../support/engine.ts';

const MEGABYTE = 1024 * 1024;

/** Sends a head, then a body without end. @returns the first line of the answer, and how much could be sent */
function flood(port: number, head: string, chunk: Buffer): Promise<{ readonly status: string; readonly sent: number }> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    let sent = 0;
    socket.on('data', (part) => {
      answer += String(part);
    });
    // The connection is cut while we are sending; that is what is wanted.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve({ status: answer.split('\r\n', 1)[0] ?? '', sent }));
    const send = () => {
      while (!socket.destroyed && sent < 500 * MEGABYTE) {
        sent += chunk.length;
        if (!socket.write(chunk)) {
          socket.once('drain', send);
          return;
        }
      }
      socket.end();
    };
    socket.write(head);
    // Whoever waits for the answer gets to see it; a server that waits for the body would never give one.
    socket.once('data', send);
  });
}

test.each([
  ['says its length', `Content-Length: ${500 * MEGABYTE}`, Buffer.alloc(65_536, 97)],
  ['comes in chunks', 'Transfer-Encoding: chunked', Buffer.from(`10000\r\n${'a'.repeat(65_536)}\r\n`)],
])('a body of somebody unknown that %s is not read to its end', async (_how, header, chunk) => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const { baseUrl } = await engine.addSource('entra');
  const { port, pathname } = new URL(baseUrl);
  const head = `POST ${pathname}/Users HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer wrong\r\n${header}\r\n\r\n`;
  const { status, sent } = await flood(Number(port), head, chunk);
  expect(status).toBe('HTTP/1.1 401 Unauthorized');
  expect(sent).toBeLessThan(20 * MEGABYTE);
});

test('a request without Host is refused as everything is refused', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const { baseUrl, token } = await engine.addSource('entra');
  const { port, pathname } = new URL(baseUrl);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.once('data', (part) => {
      resolve(String(part));
      socket.destroy();
    });
    socket.write(`GET ${pathname}/Users HTTP/1.1\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*content-type: application\/scim\+json/is);
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({
    status: '400',
    detail: expect.stringContaining('Host'),
  });
});

test('a known source whose body is far too long hears why, and its connection goes on', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const { baseUrl, token } = await engine.addSource('entra');
  const { port, pathname } = new URL(baseUrl);
  const head = (method: string, more: string) =>
    `${method} ${pathname}/Users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`;
  const socket = connect(Number(port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  const both = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (part) => {
      answer += String(part);
      if (answer.includes('HTTP/1.1 200')) resolve();
    });
  });
  socket.write(head('POST', `Content-Length: ${20 * MEGABYTE}\r\n`));
  for (let sent = 0; sent < 20; sent += 1) socket.write(Buffer.alloc(MEGABYTE, 97));
  socket.write(head('GET', ''));
  await both;
  expect(answer).toMatch(/^HTTP\/1\.1 413 .*1048576 bytes.*HTTP\/1\.1 200/s);
});
