import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortHost, portWait } from '../../renderer/data/port.ts';
import type { FromHost, ToHost } from '../../shared/contract/port.ts';
import { until } from '../support/engine-until.ts';
import { pretendWindow } from './carriers.ts';
import { listen } from './stand.ts';

/** A page's host whose other end is the test. */
function openPage() {
  const window = pretendWindow();
  const timers = new Map<() => void, number>();
  const ends: NodePort[] = [];
  const said: ToHost[] = [];
  let asked = 0;
  let refuses = false;
  const host = createPortHost({
    desktop: {
      async port() {
        asked += 1;
        if (refuses) throw new Error('refused');
      },
    },
    window,
    after(milliseconds, run) {
      timers.set(run, milliseconds);
      return () => void timers.delete(run);
    },
  });
  onTestFinished(() => {
    for (const end of ends) end.close();
  });
  return {
    host,
    window,
    said,
    timers,
    asked: () => asked,
    refuse: () => {
      refuses = true;
    },
    /** A channel whose one end the page may be given. */
    channel() {
      const { port1, port2 } = new MessageChannel();
      ends.push(port1);
      port1.on('message', (message: ToHost) => said.push(message));
      return { theirs: port2, say: (message: FromHost) => port1.postMessage(message), close: () => port1.close() };
    },
  };
}

const ask = ({ host }: ReturnType<typeof openPage>) => host.transport('live').call('work.list', {}, {});

describe('the port of a window', () => {
  it('is asked for with the first question, once for both worlds', async () => {
    const page = openPage();
    expect(page.asked()).toBe(0);
    const calls = (['live', 'sandbox', 'live'] as const).map((world) => page.host.transport(world).call('x', {}, {}));
    const { theirs, say } = page.channel();
    page.window.post([theirs]);
    await until('all are asked', () => page.said.length === 3);
    expect(page.asked()).toBe(1);
    expect(page.said).toMatchObject([{ world: 'live' }, { world: 'sandbox' }, { world: 'live' }]);
    for (const { id } of page.said) say({ type: 'answer', id, answer: id });
    expect(await Promise.all(calls)).toEqual(page.said.map(({ id }) => id));
    expect(page.window.listening(), 'nobody else may bring one').toBe(0);
    expect(page.timers.size).toBe(0);
  });

  it.each([
    ['from another window', { source: {} }, 1],
    ['from nowhere', { source: null }, 1],
    ['of another origin', { origin: 'https://example.com' }, 1],
    ['with other words', { data: { port: 1 } }, 1],
    ['without a port', {}, 0],
    ['with two ports', {}, 2],
  ])('is not taken %s', async (_what, other, count) => {
    const page = openPage();
    const answer = ask(page);
    await until('it is asked for', () => page.asked() === 1);
    const wrong = Array.from({ length: count }, () => page.channel().theirs);
    page.window.post(wrong, other);
    const { theirs, say } = page.channel();
    page.window.post([theirs]);
    const [call] = await until('it is said', () => page.said.length === 1 && page.said);
    say({ type: 'answer', id: call?.id ?? 0, answer: 'right' });
    expect(await answer).toBe('right');
  });

  it('that does not come in time, or is refused, leaves what was asked unreachable; the next asks again', async () => {
    const page = openPage();
    const late = ask(page);
    const stream = listen(page.host.transport('live'), null);
    expect([...page.timers.values()]).toEqual([portWait]);
    for (const run of [...page.timers.keys()]) run();
    expect(await late).toMatchObject({
      ok: false,
      error: { code: 'unreachable', fix: expect.stringContaining('quit') },
    });
    expect(await stream.ended()).toMatchObject({ body: { code: 'unreachable' } });
    page.refuse();
    expect(await ask(page)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(page.asked()).toBe(2);
    expect(page.timers.size).toBe(0);
  });

  it('that closes ends everything as unreachable; what comes then has a new one', async () => {
    const page = openPage();
    const calls = [ask(page), ask(page)];
    const stream = listen(page.host.transport('sandbox'), null);
    const first = page.channel();
    page.window.post([first.theirs]);
    await until('all are asked', () => page.said.length === 3);
    first.close();
    for (const answer of await Promise.all(calls)) expect(answer).toMatchObject({ error: { code: 'unreachable' } });
    expect(await stream.ended()).toMatchObject({ body: { code: 'unreachable' } });

    const again = ask(page);
    await until('another is asked for', () => page.asked() === 2);
    const second = page.channel();
    page.window.post([second.theirs]);
    const call = await until('it is asked', () => page.said[3]);
    second.say({ type: 'answer', id: call.id, answer: 'again' });
    expect(await again).toBe('again');
    expect(stream.ends).toHaveLength(1);
  });

  it('brings batches that are acknowledged after they were handed on, also those nobody wants any more', async () => {
    const page = openPage();
    const stream = listen(page.host.transport('live'), { epoch: 'e', seq: 3 });
    const { theirs, say } = page.channel();
    page.window.post([theirs]);
    const asked = await until('it is asked for', () => page.said[0]);
    expect(asked).toMatchObject({ type: 'follow', world: 'live', position: { epoch: 'e', seq: 3 } });
    const event = (seq: number) => ({ epoch: 'e', seq, type: 'work' as const, ids: [], summary: '' });
    say({ type: 'following', id: asked.id });
    say({ type: 'stream', id: asked.id, messages: [event(4), event(5)] });
    await until('it is heard', () => page.said.length === 2);
    expect(stream.heard).toEqual([event(4), event(5)]);
    stream.stop();
    say({ type: 'stream', id: asked.id, messages: [event(6)] });
    say({ type: 'ended', id: asked.id, error: null });
    await until('all is said', () => page.said.length === 4);
    expect(page.said.slice(1).map(({ type }) => type)).toEqual(['heard', 'unfollow', 'heard']);
    expect(stream.heard).toHaveLength(2);
    expect(stream.ends).toEqual([]);
  });

  it('is not asked for a call that was cancelled before, and a cancelled one ends while it is waited for', async () => {
    const page = openPage();
    const { call } = page.host.transport('live');
    expect(await call('x', {}, { signal: AbortSignal.abort() })).toMatchObject({ error: { code: 'cancelled' } });
    expect(page.asked()).toBe(0);
    const withdrawing = new AbortController();
    const answer = call('x', {}, { signal: withdrawing.signal });
    withdrawing.abort();
    expect(await answer).toMatchObject({ error: { code: 'cancelled' } });
    page.window.post([page.channel().theirs]);
    const other = ask(page);
    await until('only the other is asked', () => page.said.length > 0);
    expect(page.said).toMatchObject([{ type: 'call', name: 'work.list' }]);
    void other;
  });

  it('carries no functions, and says so without failing', async () => {
    const page = openPage();
    const answer = page.host.transport('live').call('x', { run: () => 1 }, {});
    await until('it is asked for', () => page.asked() === 1);
    page.window.post([page.channel().theirs]);
    expect(await answer).toMatchObject({ ok: false, error: { code: 'invalid', id: 'not-carriable' } });
  });
});
