import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEvents } from '../../electron/engine/events.ts';
import type { StreamMessage } from '../../shared/contract/event.ts';
import { setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const seqs = (messages: readonly StreamMessage[]) =>
  messages.map((one) => (one.type === 'resync' ? 'resync' : one.seq));

describe('following', () => {
  it('from nowhere begins with where one is, then what comes, a turn at a time', async () => {
    const events = createEvents('e1');
    events.emit('work', [], 'before');
    await turn();
    const batches: unknown[][] = [];
    const stop = events.follow(null, (messages) => void batches.push(seqs(messages)));
    expect(batches).toEqual([['resync']]);
    events.emit('work', [], 'one');
    events.emit('directory', ['a'], 'two');
    expect(batches, 'not before the turn ends').toHaveLength(1);
    await turn();
    expect(batches).toEqual([['resync'], [2, 3]]);
    stop();
    events.emit('work', [], 'unheard');
    await turn();
    expect(batches).toHaveLength(2);
  });

  it('again after a while gives what was missed, each once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('emit', 'turn', 'leave', 'come'), { maxLength: 40 }), async (steps) => {
        const events = createEvents('e1');
        let position = { epoch: 'e1', seq: 0 };
        const heard: number[] = [];
        let emitted = 0;
        const stops: (() => void)[] = [];
        const come = () => {
          if (stops.length > 0) return;
          const stop = events.follow(position, (messages) => {
            for (const message of messages) {
              heard.push(message.seq);
              position = { epoch: message.epoch, seq: message.seq };
            }
          });
          stops.push(stop);
        };
        for (const step of [...steps, 'come', 'turn']) {
          if (step === 'emit') {
            events.emit('work', [], `${++emitted}`);
          } else if (step === 'turn') await turn();
          else if (step === 'come') come();
          else stops.pop()?.();
        }
        expect(heard).toEqual(Array.from({ length: emitted }, (_, index) => index + 1));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['another epoch', { epoch: 'e0', seq: 1 }],
    ['the future', { epoch: 'e1', seq: 99 }],
    ['too long ago', { epoch: 'e1', seq: 3 }],
  ])('from %s is answered with resync, and where one is', async (_where, position) => {
    const events = createEvents('e1');
    const length = position.seq === 3 ? 25_000 : 5;
    for (let index = 0; index < length; index++) events.emit('work', [], 'x');
    await turn();
    const heard: StreamMessage[] = [];
    events.follow(position, (messages) => void heard.push(...messages));
    expect(heard).toEqual([{ type: 'resync', epoch: 'e1', seq: length }]);
  });
});

it('a running engine tells of exchanges, people, deliveries, configuration and work, and resumes within an epoch', async () => {
  const { client, engine, hire, item, wiki } = await setStage();
  const heard: StreamMessage[] = [];
  const follow = (position: { epoch: string; seq: number } | null, to: StreamMessage[]) =>
    client.follow(position, { onMessage: (message) => void to.push(message), onEnd: () => undefined });
  const stop = follow(null, heard);
  const [start] = heard;
  if (start?.type !== 'resync') throw new Error('no resync came');
  wiki.execute(`INSERT INTO users (username) VALUES ('bob@example.com')`);
  await hire('ada@example.com', 'Sales');
  await hire('bob@example.com', 'Sales');
  await item('conflict');
  await client.call('source.add', { name: 'Okta', dialect: 'okta' });
  const idsOf = (type: 'exchange' | 'provisioning') => [
    ...new Set(heard.flatMap((message) => (message.type === type ? message.ids : []))),
  ];
  await until('both joiners are told of', () => idsOf('exchange').length === 2 && idsOf('provisioning').length === 2);
  await until('every kind', () => new Set(heard.map(({ type }) => type)).size === 6);
  stop();

  // What is named can be fetched by the time it is told.
  const told = idsOf('exchange');
  const { items } = await client.call('exchange.list', { ids: told });
  expect(items.map(({ id }) => id).sort()).toEqual([...told].sort());
  const affected = items.filter(({ effect }) => effect.state !== 'none').map(({ id }) => id);
  expect(idsOf('provisioning').sort()).toEqual(affected.sort());

  await hire('eve@example.com', 'Legal');
  const again: StreamMessage[] = [];
  follow({ epoch: start.epoch, seq: start.seq }, again)();
  expect(again.slice(0, heard.length - 1)).toEqual(heard.slice(1));
  expect(seqs(again)).toEqual(again.map((_, index) => start.seq + 1 + index));

  await until('settled', async () => (await client.call('status.get', {})).outstanding === 1);
  await engine.restart();
  const after: StreamMessage[] = [];
  follow({ epoch: start.epoch, seq: start.seq }, after)();
  expect(after).toMatchObject([{ type: 'resync' }]);
  expect(after[0]?.epoch, 'each start is an epoch').not.toBe(start.epoch);
});
