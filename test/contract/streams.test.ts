import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../shared/contract/client.ts';
import type { StreamMessage, StreamPosition } from '../../shared/contract/event.ts';
import { until } from '../support/engine-until.ts';
import { carriers } from './carriers.ts';
import { listen, openStand } from './stand.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const seqs = (messages: readonly StreamMessage[]) => messages.map(({ seq }) => seq);
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, index) => from + index);
const from = (epoch: string, seq = 0): StreamPosition => ({ epoch, seq });

/** Follows again after the last message whenever the stream ends, as a screen does. */
function follower(transport: Transport, position: StreamPosition) {
  const heard: StreamMessage[] = [];
  let ends = 0;
  let stopped = false;
  let stop = () => {};
  const open = () => {
    const last = heard.at(-1) ?? position;
    stop = transport.follow(from(position.epoch, last.seq), {
      onMessage: (message) => void heard.push(message),
      onEnd() {
        ends += 1;
        if (!stopped) setImmediate(open);
      },
    });
  };
  open();
  return {
    heard,
    ends: () => ends,
    stop() {
      stopped = true;
      stop();
    },
  };
}

describe.each(carriers)('streams over $name', (carrier) => {
  it('begin with where one is, then carry everything in its order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 12 }), async (bursts) => {
        const { transport, engine, close } = await openStand(carrier);
        const live = await engine('live');
        const stream = listen(transport('live'), null);
        expect(await stream.first()).toEqual({ type: 'resync', epoch: live.epoch, seq: 0 });
        let happened = 0;
        for (const burst of bursts) {
          live.announce(burst);
          happened += burst;
          await turn();
        }
        await stream.count(happened + 1);
        expect(seqs(stream.heard)).toEqual([0, ...upTo(happened)]);
        expect(stream.heard.at(-1)).toEqual({
          epoch: live.epoch,
          seq: happened,
          type: 'exchange',
          ids: [`live-${happened}`],
          summary: 'something happened',
        });
        stream.stop();
        await close();
      }),
      { numRuns: 5 },
    );
  });

  it('resume after the position that is given, and go on live', async () => {
    const { transport, engine } = await openStand(carrier);
    const live = await engine('live');
    const before = listen(transport('live'), null);
    await before.first();
    live.announce(10);
    await before.count(11);
    before.stop();
    await until('it is left', () => live.following() === 0);
    live.announce(500);
    await turn();
    const after = listen(transport('live'), from(live.epoch, 7));
    await after.count(503);
    live.announce(3);
    await after.count(506);
    expect(seqs(after.heard)).toEqual(upTo(513, 8));
    expect(seqs(before.heard)).toEqual([0, ...upTo(10)]);
  });

  it('give all that was missed to whoever was away for long, once', async () => {
    const { transport, engine } = await openStand(carrier);
    const live = await engine('live');
    live.announce(9_900);
    await turn();
    const stream = follower(transport('live'), from(live.epoch));
    await until('all came', () => stream.heard.length >= 9_900);
    expect(seqs(stream.heard)).toEqual(upTo(9_900));
    expect(stream.ends(), 'it was not dropped for having missed much').toBe(0);
    stream.stop();
  });

  it.each([
    ['another epoch', 'before', 3],
    ['the future', null, 999],
    ['too long ago', null, 1],
  ] as const)('from %s are told to resync, and go on from there', async (_where, epoch, seq) => {
    const { transport, engine } = await openStand(carrier);
    const live = await engine('live');
    const happened = seq === 1 ? 20_100 : 5;
    live.announce(happened);
    await turn();
    const stream = listen(transport('live'), from(epoch ?? live.epoch, seq));
    await stream.first();
    live.announce(1);
    await stream.count(2);
    expect(stream.heard[0]).toEqual({ type: 'resync', epoch: live.epoch, seq: happened });
    expect(seqs(stream.heard)).toEqual([happened, happened + 1]);
  });

  it('end when their engine stops, and another engine is another epoch', async () => {
    const { transport, engine } = await openStand(carrier);
    const live = await engine('live');
    live.announce(3);
    const stream = listen(transport('live'), from(live.epoch));
    await stream.count(3);
    await live.stop();
    await stream.ended();
    const again = await engine('live');
    again.announce(1);
    const resumed = listen(transport('live'), from(live.epoch, 3));
    expect(await resumed.first()).toMatchObject({ type: 'resync', epoch: again.epoch });
    expect(stream.ends).toHaveLength(1);
    expect(seqs(stream.heard)).toEqual(upTo(3));
  });

  it('of a world that does not run end and say so, or start it where a command asks for it', async () => {
    const { transport, isRunning } = await openStand(carrier);
    const stream = listen(transport('sandbox'), null);
    if (carrier.starts) {
      expect(await stream.first()).toMatchObject({ type: 'resync', epoch: expect.stringContaining('sandbox') });
      expect(isRunning('sandbox')).toBe(true);
    } else {
      const error = { code: 'unreachable', message: 'The sandbox world does not run here.' };
      expect(await stream.ended()).toMatchObject({ body: error });
      expect(isRunning('sandbox')).toBe(false);
    }
  });

  it('of both worlds do not mix', async () => {
    const { transport, engine } = await openStand(carrier);
    const [live, sandbox] = [await engine('live'), await engine('sandbox')];
    const streams = { live: listen(transport('live'), null), sandbox: listen(transport('sandbox'), null) };
    await Promise.all([streams.live.first(), streams.sandbox.first()]);
    for (let each = 0; each < 50; each++) {
      live.announce(1);
      if (each % 2 === 0) sandbox.announce(1);
      await turn();
    }
    await Promise.all([streams.live.count(51), streams.sandbox.count(26)]);
    expect(new Set(streams.live.heard.map(({ epoch }) => epoch))).toEqual(new Set([live.epoch]));
    expect(new Set(streams.sandbox.heard.map(({ epoch }) => epoch))).toEqual(new Set([sandbox.epoch]));
  });

  it('that are left are ended in the engine, and nobody hears of it', async () => {
    const { transport, engine } = await openStand(carrier);
    const live = await engine('live');
    const [left, stays] = [listen(transport('live'), null), listen(transport('live'), null)];
    await Promise.all([left.first(), stays.first()]);
    left.stop();
    await until('one is left', () => live.following() === 1);
    live.announce(5);
    await stays.count(6);
    expect(left.heard).toHaveLength(1);
    expect(left.ends).toEqual([]);
  });

  it('that are left before they stand are ended in the engine too', async () => {
    const { transport, engine } = await openStand(carrier);
    const live = await engine('live');
    const streams = upTo(20).map(() => listen(transport('live'), null));
    for (const stream of streams) stream.stop();
    const stays = listen(transport('live'), null);
    await stays.first();
    await until('only one follows', () => live.following() === 1);
    expect(streams.flatMap(({ heard, ends }) => [...heard, ...ends])).toEqual([]);
  });

  it('end when the host does', async () => {
    const { transport, engine, close } = await openStand(carrier);
    const live = await engine('live');
    const stream = listen(transport('live'), null);
    await stream.first();
    await close();
    await stream.ended();
    await until('nobody follows', () => live.following() === 0);
    expect(stream.ends).toHaveLength(1);
  });

  it('that are dropped for being behind resume and lose nothing', async () => {
    const { transport, engine } = await openStand(carrier, { tight: true });
    const live = await engine('live');
    const stream = follower(transport('live'), from(live.epoch));
    const quiet = listen(transport('live'), null);
    await quiet.first();
    // Announced in turns of their own, with no room for a listener to say what it took.
    for (let happened = 0; happened < 6_000; happened += 30) {
      live.announce(30);
      await turn();
    }
    await until('all came', () => stream.heard.length >= 6_000);
    expect(seqs(stream.heard)).toEqual(upTo(6_000));
    stream.stop();
  });
});
