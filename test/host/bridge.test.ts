import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BridgeLimits, bridgeLimits, type HostPort, openBridge } from '../../electron/host/bridge.ts';
import { createWorlds } from '../../electron/host/worlds.ts';
import type { FromHost } from '../../shared/contract/port.ts';
import type { World } from '../../shared/model/status.ts';
import { type Answers, type EventedEngine, eventedEngine } from '../contract/evented-engine.ts';
import { until } from '../support/engine-until.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A bridge whose page is the test: it sends what it likes, and takes what it wants. */
async function openPage({ answers = {}, limits = bridgeLimits }: { answers?: Answers; limits?: BridgeLimits } = {}) {
  const engines = new Map<World, EventedEngine>();
  const worlds = createWorlds({
    async start({ world }) {
      const engine = eventedEngine(world, answers);
      engines.set(world, engine);
      return engine;
    },
    optionsOf: (world) => ({ world, data: 'none', scimPort: null, logLevel: 'silent' }),
    onDeath: () => undefined,
  });
  await worlds.engine('live');
  const engine = engines.get('live');
  if (engine === undefined) throw new Error('no live engine');
  const log: { readonly fields: object; readonly message: string }[] = [];
  const write = (fields: object, message: string) => void log.push({ fields, message });
  const came: FromHost[] = [];
  let send: (message: unknown) => void = () => {};
  let leave = () => {};
  let closed = 0;
  const port: HostPort = {
    post: (message) => void came.push(structuredClone(message)),
    onMessage: (listener) => {
      send = listener;
    },
    onClose: (listener) => {
      leave = listener;
    },
    close: () => {
      closed += 1;
    },
  };
  const bridge = openBridge(port, worlds, { debug: write, info: write, warn: write, error: write }, limits);
  onTestFinished(() => worlds.stop());
  return {
    engine,
    log,
    came,
    bridge,
    send: (message: unknown) => send(message),
    leave: () => leave(),
    closed: () => closed,
    of: <T extends FromHost['type']>(type: T, id: number) =>
      came.filter((message): message is Extract<FromHost, { type: T }> => message.type === type && message.id === id),
  };
}

type Page = Awaited<ReturnType<typeof openPage>>;

const call = (id: number, name = 'work.list', input: unknown = {}) => ({
  type: 'call',
  id,
  world: 'live',
  name,
  input,
});
const follow = (id: number) => ({ type: 'follow', id, world: 'live', position: null });
const heardBy = (page: Page, id: number) => page.of('stream', id).flatMap(({ messages }) => messages);
const answered = (page: Page, id: number) => until(`call ${id} is answered`, () => page.of('answer', id)[0]);

describe('what is no message of the contract', () => {
  const tag = fc.constantFrom('call', 'cancel', 'follow', 'heard', 'unfollow', 'answer', '__proto__', '', 7, null);
  const anyId = fc.oneof(
    fc.constantFrom(0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '1', null),
    fc.integer(),
  );
  const junk = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
    fc.record(
      {
        type: tag,
        id: anyId,
        world: fc.constantFrom('live', 'sandbox', 'LIVE', '__proto__', 7),
        name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'x'.repeat(201)), fc.anything()),
        input: fc.anything(),
        position: fc.oneof(fc.anything(), fc.record({ epoch: fc.string(), seq: anyId })),
      },
      { requiredKeys: [] },
    ),
  );

  it('kills nothing: the next call is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { minLength: 1, maxLength: 30 }), async (messages) => {
        const page = await openPage();
        for (const message of messages) page.send(message);
        page.send(call(987_654_321));
        await until('the call is answered', () => page.of('answer', 987_654_321).length === 1);
        page.bridge.close();
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['ten million letters', 'x'.repeat(10_000_000)],
    ['a name of ten million letters', call(1, 'x'.repeat(10_000_000))],
    ['a message of its own prototype', JSON.parse('{"__proto__": {"type": "call", "id": 1}}')],
    ['a type of everybody’s prototype', { type: 'constructor', id: 1 }],
    ['a list', [call(1)]],
    ['a position of the past', { ...follow(1), position: { epoch: 'e', seq: -1 } }],
  ])('is dropped and counted: %s', async (_what, message) => {
    const page = await openPage();
    page.send(message);
    page.send(call(2));
    await answered(page, 2);
    expect(page.came).toHaveLength(1);
    expect(page.log).toEqual([{ fields: { dropped: 1 }, message: expect.stringContaining('dropped') }]);
  });

  it('fills no log, and nothing of it stands there', async () => {
    const page = await openPage();
    for (let each = 0; each < 2_500; each++) page.send({ type: 'call', secret: 'ada@example.com' });
    expect(page.log.map(({ fields }) => fields)).toEqual([1, 10, 100, 1_000].map((dropped) => ({ dropped })));
    expect(JSON.stringify(page.log)).not.toContain('ada');
  });

  it('is an id that is in use', async () => {
    const page = await openPage({ answers: { 'app.test': () => new Promise(() => undefined) } });
    page.send(call(1, 'app.test'));
    page.send(call(1, 'work.list'));
    page.send(follow(1));
    page.send(call(2));
    await answered(page, 2);
    expect(page.engine.calls.map(({ name }) => name)).toEqual(['app.test', 'work.list']);
    expect(page.of('answer', 1)).toEqual([]);
  });

  it('is not an input of ten million letters: that is the engine’s to refuse', async () => {
    const page = await openPage({
      answers: { 'person.list': (input) => ({ ok: true, output: String(input).length }) },
    });
    page.send(call(1, 'person.list', 'x'.repeat(10_000_000)));
    expect((await answered(page, 1)).answer).toEqual({ ok: true, output: 10_000_000 });
  });
});

describe('a page', () => {
  it('that asks too much at once is told so, and is answered again when it waits for less', async () => {
    const release: (() => void)[] = [];
    const page = await openPage({
      answers: { 'app.test': () => new Promise((resolve) => release.push(() => resolve({ ok: true, output: 1 }))) },
    });
    const { ongoing } = bridgeLimits;
    for (let id = 1; id <= ongoing + 1; id++) page.send(call(id, 'app.test'));
    page.send(follow(1_000));
    expect((await answered(page, ongoing + 1)).answer).toMatchObject({ ok: false, error: { code: 'busy' } });
    expect(page.of('ended', 1_000)).toMatchObject([{ error: { code: 'busy' } }]);
    await until('all others are asked', () => release.length === ongoing);
    release[0]?.();
    await answered(page, 1);
    page.send(call(2_000));
    expect((await answered(page, 2_000)).answer).toMatchObject({ ok: true });
  });

  it('that takes back what has not begun has it not done', async () => {
    const page = await openPage();
    page.send(call(1, 'app.remove'));
    page.send({ type: 'cancel', id: 1 });
    page.send(call(2));
    await answered(page, 2);
    expect(page.engine.calls.map(({ name }) => name)).toEqual(['work.list']);
    expect(page.of('answer', 1)).toEqual([]);
  });

  it('whose engine fails unexpectedly gets an id that stands in the log', async () => {
    const page = await openPage({
      answers: {
        'work.list': () => {
          throw new Error('a fault of ours');
        },
      },
    });
    page.send(call(1));
    const { answer } = await answered(page, 1);
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal', id: expect.any(String) } });
    expect(page.log).toMatchObject([{ fields: { id: (answer as { error: { id: string } }).error.id } }]);
  });

  it.each([
    ['leaves', (page: Page) => page.leave(), 0],
    ['is left', (page: Page) => page.bridge.close(), 1],
  ])('that %s is neither followed for nor answered any more', async (_how, end, closes) => {
    let release = (_answer: unknown) => {};
    const page = await openPage({
      answers: {
        'app.test': () =>
          new Promise((resolve) => {
            release = resolve;
          }),
      },
    });
    page.send(call(1, 'app.test'));
    page.send(follow(2));
    await until('it follows', () => page.engine.following() === 1);
    await until('it is asked', () => page.engine.calls.length === 1);
    await until('it began', () => heardBy(page, 2).length === 1);
    end(page);
    const before = page.came.length;
    expect(page.engine.following()).toBe(0);
    expect(page.engine.calls[0]?.cancelled).toBe(true);
    release({ ok: true, output: 1 });
    page.engine.announce(5);
    page.send(call(3));
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(page.came).toHaveLength(before);
    expect(page.engine.calls).toHaveLength(1);
    expect(page.closed()).toBe(closes);
  });
});

describe('a stream', () => {
  const limits: BridgeLimits = { ongoing: 200, unheard: 8, waiting: 100 };

  it('has at most so many batches on their way; the rest gathers into one', async () => {
    const page = await openPage({ limits });
    page.send(follow(1));
    await until('it began', () => heardBy(page, 1).length === 1);
    for (let each = 0; each < 50; each++) {
      page.engine.announce(1);
      await turn();
      await turn();
    }
    expect(page.of('stream', 1)).toHaveLength(limits.unheard);
    page.send({ type: 'heard', id: 1 });
    const batches = page.of('stream', 1);
    expect(batches).toHaveLength(limits.unheard + 1);
    expect(batches.at(-1)?.messages).toHaveLength(51 - limits.unheard);
    expect(heardBy(page, 1).map(({ seq }) => seq)).toEqual([...Array(51).keys()]);
  });

  it('that is never heard is ended with a bounded number of messages kept; others are not slowed', async () => {
    const page = await openPage({ limits });
    page.send(follow(1));
    page.send(follow(2));
    await until('both follow', () => page.engine.following() === 2);
    let taken = 0;
    for (let happened = 0; happened < 400; happened++) {
      page.engine.announce(1);
      await turn();
      for (; taken < page.of('stream', 2).length; taken++) page.send({ type: 'heard', id: 2 });
    }
    await until('the quick one has all', () => heardBy(page, 2).length === 401);
    expect(page.of('ended', 1)).toMatchObject([{ error: { code: 'busy' } }]);
    expect(page.of('ended', 2)).toEqual([]);
    expect(page.engine.following()).toBe(1);
    expect(page.of('stream', 1)).toHaveLength(limits.unheard);
    expect(page.log.filter(({ message }) => message.includes('did not take its events'))).toHaveLength(1);
  });

  it('is not made longer by hearing more than was sent', async () => {
    const page = await openPage({ limits });
    page.send(follow(1));
    await until('it began', () => heardBy(page, 1).length === 1);
    for (let each = 0; each < 1_000; each++) page.send({ type: 'heard', id: 1 });
    for (let each = 0; each < 50; each++) {
      page.engine.announce(1);
      await turn();
      await turn();
    }
    expect(page.of('stream', 1)).toHaveLength(1 + limits.unheard);
  });

  it('sends what still waits before it ends with its engine', async () => {
    const page = await openPage({ limits });
    page.send(follow(1));
    await until('it began', () => heardBy(page, 1).length === 1);
    for (let each = 0; each < 40; each++) {
      page.engine.announce(1);
      await turn();
      await turn();
    }
    await page.engine.stop();
    expect(heardBy(page, 1)).toHaveLength(41);
    expect(page.came.at(-1)).toEqual({ type: 'ended', id: 1, error: null });
  });
});
