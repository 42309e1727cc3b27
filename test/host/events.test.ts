import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StreamMessage } from '../../shared/contract/event.ts';
import { type AdminFixture, openAdmin } from './admin-fixture.ts';
import { openStream } from './http.ts';

let admin: AdminFixture;
afterEach(() => {
  vi.useRealTimers();
  return admin.close();
});

const event = (seq: number, summary = ''): StreamMessage => ({ epoch: 'e', seq, type: 'exchange', ids: [], summary });

const follow = (path: string): Promise<IncomingMessage> =>
  openStream({ port: admin.port, path, headers: { authorization: `Bearer ${admin.token}` } });

/** Reads until `enough`, or to the end. */
async function read(stream: IncomingMessage, enough: (text: string) => boolean): Promise<string> {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) {
    text += part;
    if (enough(text)) break;
  }
  return text;
}

const messagesIn = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)));

describe('the event stream', () => {
  it('carries each message as one line of JSON, in order, newlines and all', async () => {
    admin = await openAdmin();
    const engine = await admin.engine('sandbox');
    const stream = await follow('/events?world=sandbox&epoch=e%2F1&after=4711');
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    const sent = [event(1, 'Ada\n\ndata: {"seq":9}'), event(2), { type: 'resync', epoch: 'f', seq: 0 } as const];
    engine.emit(...sent);
    const text = await read(stream, (so_far) => messagesIn(so_far).length === 3);
    expect(messagesIn(text)).toEqual(sent);
    expect(engine.followed).toEqual([{ epoch: 'e/1', seq: 4711 }]);
  });

  it('writes what comes at once in one piece', async () => {
    admin = await openAdmin();
    const engine = await admin.engine('live');
    const stream = await follow('/events');
    const pieces: string[] = [];
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
    engine.emit(...Array.from({ length: 200 }, (_, index) => event(index)));
    await expect.poll(() => messagesIn(pieces.join('')).length).toBe(200);
    expect(pieces.filter((piece) => piece.includes('data: ')).length).toBe(1);
    stream.destroy();
  });

  it('shows that it lives', async () => {
    admin = await openAdmin({}, { heartbeat: 20, waiting: 1_000 });
    await admin.engine('live');
    const text = await read(await follow('/events'), (so_far) => so_far.split(': still here\n\n').length > 3);
    expect(messagesIn(text)).toEqual([]);
  });

  it('stops listening when the listener leaves', async () => {
    admin = await openAdmin();
    const engine = await admin.engine('live');
    const stream = await follow('/events');
    await expect.poll(() => engine.following()).toBe(1);
    stream.destroy();
    await expect.poll(() => engine.following()).toBe(0);
  });

  it('drops a listener that does not read, and no other', async () => {
    admin = await openAdmin({}, { heartbeat: 15_000, waiting: 64 * 1024 });
    const engine = await admin.engine('live');
    const slow = await follow('/events');
    slow.on('error', () => undefined);
    slow.pause();
    const quick = await follow('/events');
    let seen = 0;
    quick.setEncoding('utf8').on('data', (piece: string) => {
      seen += messagesIn(piece).length;
    });
    const text = 'x'.repeat(20_000);
    // More than the kernel's own buffers take for a listener that does not read.
    for (let seq = 0; engine.following() === 2 && seq < 3_000; seq += 1) {
      engine.emit(event(seq, text));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(engine.following()).toBe(1);
    const before = seen;
    engine.emit(event(9_999));
    await expect.poll(() => seen).toBeGreaterThan(before);
    quick.destroy();
  });

  it('ends for everybody when the server closes', async () => {
    admin = await openAdmin();
    await Promise.all([admin.engine('live'), admin.engine('sandbox')]);
    const streams = await Promise.all([follow('/events'), follow('/events?world=sandbox')]);
    const ends = streams.map((stream) => read(stream, () => false));
    const engine = await admin.engine('live');
    await expect.poll(() => engine.following()).toBe(1);
    engine.emit(event(1));
    // The second that calls under way are given never passes: it closes without waiting for it.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const closed = admin.close();
    // What comes after the end is for nobody.
    engine.emit(event(2));
    await closed;
    expect(messagesIn((await Promise.all(ends))[0] ?? '')).toEqual([event(1)]);
    // Each ended as a stream ends: nothing was cut off.
    expect(streams.map(({ complete }) => complete)).toEqual([true, true]);
    vi.useRealTimers();
    admin = await openAdmin();
  });

  it('ends when its engine ends', async () => {
    admin = await openAdmin();
    const engine = await admin.engine('live');
    const stream = await follow('/events');
    await expect.poll(() => engine.following()).toBe(1);
    engine.die(new Error('gone'));
    await read(stream, () => false);
    expect(stream.complete).toBe(true);
  });
});
