import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LogLine, startEngine } from '../../electron/engine/thread.ts';
import { createClient } from '../../shared/contract/client.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { carriers } from './carriers.ts';
import { listen, openCarrier } from './stand.ts';

/** A folder that is removed when the test ends, after what was opened on it. */
function ownFolder(): string {
  const folder = temporaryFolder('contract');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe.each(carriers)('an engine in its own thread, over $name', (carrier) => {
  it('answers, refuses what does not fit, tells what changed, and begins a new epoch with a new start', async () => {
    const data = ownFolder();
    const { transport, worlds } = await openCarrier(carrier, startEngine, { data });
    const engine = await worlds.engine('live');
    const live = transport('live');
    const client = createClient(live);
    const stream = listen(live, null);
    const begun = await stream.first();

    const { id } = await client.call('source.add', { name: 'Entra', dialect: 'entra' });
    expect((await client.call('source.list', {})).items.map((source) => source.id)).toEqual([id]);
    await until('it is told', () => stream.heard.some(({ type }) => type === 'configuration'));
    await expect(client.call('source.remove', { id: 'nobody' })).rejects.toMatchObject({ body: { code: 'not-found' } });
    const twice = client.call('source.add', { name: 'Entra', dialect: 'entra' });
    await expect(twice).rejects.toMatchObject({ body: { code: 'conflict' } });

    for (const input of [
      7,
      'x',
      [1],
      { limit: 'many' },
      { limit: 1e9 },
      { text: 'x'.repeat(100_000) },
      JSON.parse('{"text": {"__proto__": 1}}'),
    ]) {
      expect(await live.call('person.list', input, {})).toMatchObject({ ok: false, error: { code: 'invalid' } });
    }

    await engine.stop();
    await stream.ended();
    await worlds.engine('live');
    const again = listen(live, { epoch: begun.epoch, seq: begun.seq });
    const resync = await again.first();
    expect(resync).toMatchObject({ type: 'resync' });
    expect(resync.epoch).not.toBe(begun.epoch);
    expect((await client.call('source.list', {})).items.map((source) => source.id)).toEqual([id]);
  });
});

describe('an engine in its own thread', () => {
  const log: LogLine[] = [];
  const start = () =>
    startEngine({ world: 'live', data: ownFolder(), scimPort: 0, logLevel: 'info' }, (line) => void log.push(line));

  it('is told of the computer’s sleep, and answers before, during and after it', async () => {
    const engine = await start();
    const client = createClient(engine);
    const said = (word: string) => log.filter(({ message }) => message.startsWith(word)).length;
    engine.suspend();
    await client.call('status.get', {});
    expect([said('suspended'), said('resumed')]).toEqual([1, 0]);
    engine.resume();
    await client.call('status.get', {});
    expect([said('suspended'), said('resumed')]).toEqual([1, 1]);
    await engine.stop();
    engine.suspend();
    engine.resume();
  });

  it('that has ended answers, and ends what would follow it', async () => {
    const engine = await start();
    await engine.stop();
    expect(await engine.call('status.get', {}, {})).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    const stream = listen(engine, null);
    expect(await stream.ended()).toBeNull();
    stream.stop();
  });

  it('begins nothing that was withdrawn before, and answers at once what is withdrawn meanwhile', async () => {
    const engine = await start();
    const cancelled = { ok: false, error: { code: 'cancelled' } };
    const add = (name: string, signal: AbortSignal) =>
      engine.call('source.add', { name, dialect: 'generic' }, { signal });
    expect(await add('Before', AbortSignal.abort())).toMatchObject(cancelled);
    const withdrawing = new AbortController();
    const meanwhile = add('Meanwhile', withdrawing.signal);
    withdrawing.abort();
    expect(await meanwhile).toMatchObject(cancelled);
    // What had begun is whole, and its own answer goes to nobody.
    const { items } = await createClient(engine).call('source.list', {});
    expect(items.map(({ name }) => name)).toEqual(['Meanwhile']);
    await engine.stop();
  });

  it('refuses what no thread can be given, and goes on', async () => {
    const engine = await start();
    await expect(engine.call('status.get', { run: () => 1 }, {})).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await engine.call('status.get', {}, {})).toMatchObject({ ok: true });
    await engine.stop();
  });
});
