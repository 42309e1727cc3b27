import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClient } from '../../shared/contract/client.ts';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { World } from '../../shared/model/status.ts';
import { until } from '../support/engine-until.ts';
import { carriers } from './carriers.ts';
import { openStand } from './stand.ts';

const taken: ContractErrorBody = {
  code: 'conflict',
  message: 'There is an app “Wiki” already.',
  affects: 'Nothing was changed.',
  fix: 'Choose another name.',
  id: 'name-taken',
};

/** A timer that only the test lets run out. */
function heldTimer() {
  const running = new Map<() => void, number>();
  return {
    running,
    after(milliseconds: number, run: () => void) {
      running.set(run, milliseconds);
      return () => void running.delete(run);
    },
    runOut() {
      for (const run of [...running.keys()]) run();
    },
  };
}

/** An answer that comes when the test lets it. */
const never = () => new Promise<unknown>(() => undefined);

describe.each(carriers)('calls over $name', (carrier) => {
  it('reach the engine as they were asked, and their answers come as they were given', async () => {
    const { transport, engine } = await openStand(carrier);
    const input = { text: 'Ada “🦊”\n\u0000\u2028', list: [1, -0.5, null, [], {}], deep: { __proto__x: { a: true } } };
    expect(await transport('live').call('person.list', input, {})).toEqual({ ok: true, output: input });
    expect((await engine('live')).calls.map(({ name, input: asked }) => [name, asked])).toEqual([
      ['person.list', input],
    ]);
  });

  it('end with the error of a known kind that the engine gave', async () => {
    const { transport } = await openStand(carrier, { answers: { 'app.remove': () => ({ ok: false, error: taken }) } });
    const answer = createClient(transport('live')).call('app.remove', { id: 'a' });
    await expect(answer).rejects.toMatchObject({ name: 'ContractError', body: taken });
  });

  it('end as a mismatch when the answer does not fit the contract', async () => {
    const { transport } = await openStand(carrier, { answers: { 'work.list': () => ({ ok: true, output: 7 }) } });
    const answer = createClient(transport('live')).call('work.list', {});
    await expect(answer).rejects.toMatchObject({ body: { code: 'internal', id: 'contract-mismatch' } });
  });

  it.each([
    'no.such',
    'status.get2',
    'STATUS.GET',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'status.get/../work.list',
    '%00',
    'ω',
    ' '.repeat(150),
  ])('of %j are refused before the engine is asked', async (name) => {
    const { transport, engine } = await openStand(carrier);
    expect(await transport('live').call(name, {}, {})).toMatchObject({
      ok: false,
      error: { code: 'unknown-procedure', message: 'There is no such procedure.', fix: expect.any(String) },
    });
    expect((await engine('live')).calls).toEqual([]);
  });

  it('to a world that does not run say so, or start it where a command asks for it', async () => {
    const { transport, isRunning } = await openStand(carrier);
    const answer = await transport('sandbox').call('overview.get', {}, {});
    const { starts } = carrier;
    expect(isRunning('sandbox')).toBe(starts);
    const error = { code: 'unreachable', message: 'The sandbox world does not run here.' };
    expect(answer).toMatchObject(starts ? { ok: true } : { ok: false, error });
  });

  it('of sandbox.start start the sandbox, and only there', async () => {
    const { transport, engine, isRunning } = await openStand(carrier);
    await transport('live').call('sandbox.start', {}, {});
    expect(isRunning('sandbox')).toBe(false);
    expect(await transport('sandbox').call('sandbox.start', { people: 25 }, {})).toMatchObject({ ok: true });
    expect(isRunning('sandbox')).toBe(true);
    expect((await engine('sandbox')).calls.map(({ name }) => name)).toEqual(['sandbox.start']);
  });

  it('to a world that cannot be started say why', async () => {
    const { transport } = await openStand(carrier, { broken: 'sandbox' });
    expect(await transport('sandbox').call('sandbox.start', {}, {})).toMatchObject({
      ok: false,
      error: { code: 'unreachable', message: 'The disk is full.', fix: 'Make room on it.' },
    });
  });

  it('to both worlds at once do not mix', async () => {
    const { transport, engine } = await openStand(carrier);
    await engine('sandbox');
    const worlds: World[] = Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? 'sandbox' : 'live'));
    await Promise.all(worlds.map((world, id) => transport(world).call('work.list', { world, id }, {})));
    for (const world of ['live', 'sandbox'] as const) {
      const asked = (await engine(world)).calls.map(({ input }) => (input as { world: World }).world);
      expect(new Set(asked)).toEqual(new Set([world]));
      expect(asked.length).toBe(worlds.filter((one) => one === world).length);
    }
  });

  it('are answered each with its own answer, in whatever order those come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...Array(120).keys()], { minLength: 120 }), async (order) => {
        const waiting = new Map<number, (answer: unknown) => void>();
        const { transport, close } = await openStand(carrier, {
          answers: {
            'person.get': (input) =>
              new Promise((resolve) => waiting.set((input as { id: number }).id, (output) => resolve(output))),
          },
        });
        const { call } = transport('live');
        const answers = order.map((_, id) => call('person.get', { id }, {}));
        await until('all are asked', () => waiting.size === order.length);
        for (const id of order) waiting.get(id)?.({ ok: true, output: id });
        expect(await Promise.all(answers)).toEqual(order.map((_, id) => ({ ok: true, output: id })));
        await close();
      }),
      { numRuns: 3 },
    );
  });

  it('that are cancelled end at once, and the engine sees it', async () => {
    const { transport, engine } = await openStand(carrier, { answers: { 'app.test': never } });
    const { calls } = await engine('live');
    const withdrawing = new AbortController();
    const answer = transport('live').call('app.test', {}, { signal: withdrawing.signal });
    await until('it is asked', () => calls.length === 1);
    withdrawing.abort();
    expect(await answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await until('the engine sees it', () => calls[0]?.cancelled);
    expect(await transport('live').call('work.list', {}, {}), 'others go on').toMatchObject({ ok: true });
  });

  it('that were cancelled before they began are not answered otherwise', async () => {
    const { transport } = await openStand(carrier, { answers: { 'app.test': never } });
    const answer = await transport('live').call('app.test', {}, { signal: AbortSignal.abort() });
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it.each([
    ['app.test', { target: { kind: 'csv', file: 'a.csv' } }, 30_000, 'nothing was changed'],
    ['app.remove', { id: 'a' }, 120_000, 'not known'],
  ] as const)('of %s that are not answered in time say what is known of them', async (name, input, limit, affects) => {
    const { transport, engine } = await openStand(carrier, { answers: { [name]: never } });
    const { calls } = await engine('live');
    const timer = heldTimer();
    const client = createClient(transport('live'), { query: 30_000, mutation: 120_000, after: timer.after });
    const answer = client.call(name, input as never);
    await until('it is asked', () => calls.length === 1);
    expect([...timer.running.values()]).toEqual([limit]);
    timer.runOut();
    await expect(answer).rejects.toMatchObject({
      body: { code: 'timeout', message: expect.stringContaining(`${limit / 1000} s`) },
    });
    await expect(answer).rejects.toMatchObject({ body: { affects: expect.stringContaining(affects) } });
    await until('the engine sees it', () => calls[0]?.cancelled);
    expect(timer.running.size).toBe(0);
  });

  it('that are answered in time, cancelled or lost leave no timer behind', async () => {
    const { transport, engine, close } = await openStand(carrier, { answers: { 'app.refresh': never } });
    const timer = heldTimer();
    const client = createClient(transport('live'), { query: 1, mutation: 1, after: timer.after });
    const withdrawing = new AbortController();
    const cancelled = client.call('app.refresh', { id: 'a' }, { signal: withdrawing.signal, timeout: 77 });
    expect([...timer.running.values()]).toEqual([77]);
    const lost = client.call('app.refresh', { id: 'b' });
    const { calls } = await engine('live');
    await until('both are asked', () => calls.length === 2);
    withdrawing.abort();
    await expect(cancelled).rejects.toMatchObject({ body: { code: 'cancelled' } });
    const closed = close();
    await expect(lost).rejects.toMatchObject({ body: { code: 'unreachable' } });
    await closed;
    expect(timer.running.size).toBe(0);
  });

  it('after the end of the host are unreachable, in words', async () => {
    const { transport, close } = await openStand(carrier);
    await transport('live').call('status.get', {}, {});
    await close();
    expect(await transport('live').call('status.get', {}, {})).toMatchObject({
      ok: false,
      error: { code: 'unreachable', message: expect.stringContaining('answer'), fix: expect.stringMatching(/./) },
    });
  });
});
