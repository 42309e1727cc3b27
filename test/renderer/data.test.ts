import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpTransport } from '../../renderer/data/client.ts';
import { createEventStreamReader } from '../../renderer/data/event-stream.ts';
import { findHost } from '../../renderer/data/host.ts';
import { openSession, type SessionSurroundings } from '../../renderer/data/session.ts';
import { createClient } from '../../shared/contract/client.ts';
import type { StreamMessage } from '../../shared/contract/event.ts';
import { type PretendHost, startPretendHost } from '../browser/pretend-host.ts';

let host: PretendHost | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

/** A browser's fetch as far as addresses go: relative ones are taken from the page. */
const fetchFrom =
  (page: string): typeof fetch =>
  (input, init) =>
    fetch(new URL(String(input), page), init);

async function openTransport(token: string) {
  const started = await startPretendHost({ exchanges: 30, newestAt: Date.now(), pause: 1_000 });
  host = started;
  const refused: string[] = [];
  const transport = createHttpTransport({
    world: 'live',
    token,
    fetch: fetchFrom(started.url),
    onUnauthorised: () => refused.push(token),
  });
  return { host: started, transport, refused };
}

describe('the event stream reader', () => {
  test('gives the same parts however the text was cut', () => {
    const payload = fc.string().map((text) => JSON.stringify({ text }));
    const part = fc.oneof(
      payload.map((text) => `data: ${text}\n\n`),
      fc.constant(': beat\n\n'),
    );
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(12)), fc.constantFrom('\n', '\r\n'), (parts, cuts, end) => {
        const text = parts.join('').replaceAll('\n', end);
        const whole = createEventStreamReader()(text);
        const read = createEventStreamReader();
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(text.slice(at, at + cut));
          at += cut;
        }
        pieces.push(text.slice(at));
        expect(pieces.flatMap(read)).toEqual(whole);
        expect(whole).toHaveLength(parts.length);
      }),
    );
  });

  test.each([
    ['several data lines are one', 'data: a\ndata:b\n\n', [{ kind: 'data', text: 'a\nb' }]],
    ['an unfinished event waits', 'data: a\n', []],
    ['fields that are not used are passed over', 'event: x\nid: 4\ndata: a\n\n', [{ kind: 'data', text: 'a' }]],
    ['a comment is a heartbeat', ': still here\n\n', [{ kind: 'heartbeat' }]],
  ])('%s', (_, text, parts) => expect(createEventStreamReader()(text)).toEqual(parts));
});

describe('the HTTP transport', () => {
  test('carries a call and its answer', async () => {
    const {
      transport,
      host: { engine },
    } = await openTransport('pretend');
    const page = await createClient(transport).call('exchange.list', { limit: 5 });
    expect(page.items.map(({ seq }) => seq)).toEqual([30, 29, 28, 27, 26]);
    expect(engine.calls).toEqual([{ name: 'exchange.list', input: { limit: 5 } }]);
  });

  test('carries an error of the contract', async () => {
    const { transport } = await openTransport('pretend');
    await expect(createClient(transport).call('exchange.get', { id: 'none' })).rejects.toMatchObject({
      body: { code: 'not-found' },
    });
  });

  test('says when the host does not know the token', async () => {
    const { transport, refused } = await openTransport('stale');
    await expect(createClient(transport).call('status.get', {})).rejects.toMatchObject({ body: { code: 'refused' } });
    expect(refused).toEqual(['stale']);
  });

  test('says when nobody answers', async () => {
    const { transport, host: started } = await openTransport('pretend');
    await started.close();
    host = null;
    await expect(createClient(transport).call('status.get', {})).rejects.toMatchObject({
      body: { code: 'unreachable' },
    });
  });

  test('says when a page and not an answer came', async () => {
    const server = createServer((_, response) => response.end('<html>a sign-in page of the hotel</html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const transport = createHttpTransport({
      world: 'live',
      token: 't',
      fetch: fetchFrom(`http://127.0.0.1:${port}/`),
      onUnauthorised: () => {},
    });
    await expect(createClient(transport).call('status.get', {})).rejects.toMatchObject({
      body: { code: 'internal', id: 'host-status-200' },
    });
    server.closeAllConnections();
    server.close();
  });

  test('withdraws a call', async () => {
    const { transport } = await openTransport('pretend');
    const aborting = new AbortController();
    const answer = createClient(transport).call('exchange.list', {}, { signal: aborting.signal });
    aborting.abort();
    await expect(answer).rejects.toMatchObject({ body: { code: 'cancelled' } });
  });

  test('follows the events from a position, and says when they end', async () => {
    const {
      transport,
      host: { engine },
    } = await openTransport('pretend');
    engine.arrive(1);
    const messages: StreamMessage[] = [];
    let came = () => {};
    const two = new Promise<void>((resolve) => {
      came = resolve;
    });
    const ended = new Promise<unknown>((resolve) => {
      transport.follow(
        { epoch: 'run-1', seq: 0 },
        {
          onOpen: () => engine.arrive(1),
          onMessage: (message) => {
            messages.push(message);
            if (messages.length === 2) came();
          },
          onEnd: resolve,
        },
      );
    });
    await two;
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2]);
    engine.cut();
    expect(await ended).toMatchObject({ body: { code: 'unreachable' } });
  });
});

describe('the session', () => {
  const noDesktop = {
    location: { origin: 'http://127.0.0.1:1' },
    addEventListener: () => {},
    removeEventListener: () => {},
  };
  const desktopVerbs = {
    platform: 'linux',
    openExternal: async () => false,
    pickFile: async () => null,
    saveFile: async () => null,
    setBadge: async () => {},
  };

  /** A tab with this fragment, that remembers this token, whose host answers a code like this. */
  function surround(hash: string, remembered: string | null, answer: Response | null) {
    const kept = new Map(remembered === null ? [] : [['footbridge.token', remembered]]);
    const shown: string[] = [];
    const asked: unknown[] = [];
    const surroundings: SessionSurroundings = {
      location: { hash },
      history: { replaceState: (_data, _unused, url) => shown.push(url) },
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => kept.set(key, value),
        removeItem: (key) => kept.delete(key),
      },
      fetch: async (_input, init) => {
        asked.push(JSON.parse(String(init?.body)));
        if (answer === null) throw new TypeError('fetch failed');
        return answer;
      },
    };
    return { surroundings, kept, shown, asked };
  }

  test.each([
    ['a token in the fragment', '#token=abc', null, null, { kind: 'token', token: 'abc' }, ['#/']],
    ['a fresh token beats a remembered one', '#token=new', 'old', null, { kind: 'token', token: 'new' }, ['#/']],
    ['a remembered token', '#/activity/e-1', 'abc', null, { kind: 'token', token: 'abc' }, []],
    ['nothing', '', null, null, { kind: 'absent' }, []],
    [
      'a code the host knows',
      '#code=77',
      null,
      Response.json({ token: 'xyz' }),
      { kind: 'token', token: 'xyz' },
      ['#/'],
    ],
    [
      'a code the host does not know',
      '#code=77',
      null,
      Response.json({}, { status: 401 }),
      { kind: 'refused' },
      ['#/'],
    ],
    ['a code and a strange answer', '#code=77', null, Response.json([]), { kind: 'refused' }, ['#/']],
    ['a code and no host', '#code=77', null, null, { kind: 'unreachable' }, ['#/']],
  ])('%s', async (_, hash, remembered, answer, result, shownAfter) => {
    const { surroundings, kept, shown, asked } = surround(hash, remembered, answer);
    expect(await openSession(surroundings)).toEqual(result);
    expect(shown).toEqual(shownAfter);
    expect(asked).toEqual(hash.startsWith('#code') ? [{ code: '77' }] : []);
    expect(kept.get('footbridge.token')).toBe('token' in result ? result.token : undefined);
  });

  test('a desktop host that is there is taken, and no token looked for', async () => {
    const { surroundings, asked } = surround('#code=77', null, null);
    let ports = 0;
    const window = {
      ...noDesktop,
      desktop: { ...desktopVerbs, port: async () => void ports++ },
    };
    expect(await findHost(window, surroundings, () => {})).toMatchObject({ kind: 'host' });
    expect(asked).toEqual([]);
    expect(ports, 'the port is asked for with the first question').toBe(0);
  });

  test('without one the session decides', async () => {
    const { surroundings } = surround('#token=abc', null, null);
    expect(await findHost(noDesktop, surroundings, () => {})).toMatchObject({ kind: 'host' });
    const stranger = surround('', null, null);
    expect(await findHost(noDesktop, stranger.surroundings, () => {})).toEqual({ kind: 'absent' });
  });
});
