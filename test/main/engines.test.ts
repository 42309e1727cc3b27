import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EngineOptions, StartFailure } from '../../electron/engine/thread.ts';
import { createClosers } from '../../electron/host/closers.ts';
import type { HostFailure } from '../../electron/host/exit.ts';
import { openFolderDoor } from '../../electron/host/folder-door.ts';
import { createEngines } from '../../electron/main/engines.ts';
import { followHealth } from '../../electron/main/health.ts';
import { interrupted } from '../../electron/main/words.ts';
import type { Event } from '../../shared/contract/event.ts';
import { type ScriptedEngine, scriptedEngine } from '../host/scripted-engine.ts';
import { until } from '../support/engine-until.ts';
import { noStatus } from '../support/no-status.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'footbridge-engines-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const health = { level: 'ok', sentence: 'Listening. All quiet.' };
const { removalsWaiting: _leftOut, ...numbers } = { ...noStatus, needsYou: 2 };

/** Engines whose luck is chosen: `fails` gives, for the nth start of all, why it fails. Pauses are noted, and are over at once. */
function setEngines(fails: (nth: number) => Error | null = () => null) {
  const started: { options: EngineOptions; engine: ScriptedEngine }[] = [];
  const givenUp: HostFailure[] = [];
  const stuck: (readonly [message: string, tell: boolean])[] = [];
  const pauses: number[] = [];
  const closers = createClosers();
  let tries = 0;
  const worlds = createEngines({
    async start(options) {
      tries += 1;
      const failure = fails(tries);
      if (failure !== null) throw failure;
      const engine = scriptedEngine(options.world, {
        'overview.get': () => ({
          ok: true,
          output: { ...numbers, world: options.world, paused: null, scim: null, health },
        }),
      });
      started.push({ options, engine });
      return engine;
    },
    flags: { data, scimPort: 0 },
    logger,
    closers,
    onStart: () => undefined,
    onStuck: ({ message }, tell) => stuck.push([message, tell]),
    onGivenUp: (failure) => givenUp.push(failure),
    later(act, milliseconds) {
      pauses.push(milliseconds);
      return setTimeout(act, 0);
    },
  });
  const portsOf = () => started.map(({ options }) => [options.world, options.scimPort]);
  const stop = () => closers.close().finally(() => worlds.stop());
  return { worlds, stop, started, givenUp, stuck, pauses, portsOf, tries: () => tries };
}

const portTaken = new StartFailure('port-taken', 'The port is taken.', 'Take another.');
const damaged = new StartFailure('database-corrupt', 'The database is damaged.', 'Restore a backup.');

const errorLog = () => path.join(data, 'footbridge-errors.log');
const recorded = () => readFileSync(errorLog(), 'utf8');

describe('an engine that ended by itself', () => {
  it('is started again at once, on the port that identity providers know by then', async () => {
    const { worlds, started, givenUp, portsOf } = setEngines();
    const first = await worlds.engine('live');
    started[0]?.engine.die(new Error('the thread fell over'));
    const second = await until('it is there again', async () => started.length === 2 && worlds.running('live'));
    expect(second).not.toBe(first);
    expect(portsOf()).toEqual([
      ['live', 0],
      ['live', 'remembered'],
    ]);
    expect(givenUp).toEqual([]);
    expect(recorded()).toContain('the thread fell over');
    await worlds.stop();
  });

  it('is started again although this very host answers on the folder', async () => {
    const { worlds, started } = setEngines();
    await worlds.engine('live');
    const door = await openFolderDoor({ worlds, logger }, data);
    started[0]?.engine.die(new Error('the thread fell over'));
    await until('it is there again', () => started.length === 2);
    await door.close();
    await worlds.stop();
  });

  it('of the live world is given up after three times within ten minutes', async () => {
    const { worlds, stop, started, givenUp, pauses } = setEngines();
    await worlds.engine('live');
    for (let death = 1; death <= 4; death += 1) {
      await until('it runs', () => started.length === death);
      started.at(-1)?.engine.die(new Error(`death ${death}`));
    }
    const [failure] = await until('it is given up', () => givenUp.length === 1 && givenUp);
    expect([started.length, pauses]).toEqual([4, [1_000, 10_000]]);
    expect(failure).toMatchObject({ exit: 1, message: expect.stringContaining('several times within ten minutes') });
    const [id = 'none'] = /[0-9a-f-]{36}/.exec(failure?.fix ?? '') ?? [];
    expect(recorded().split('\n').at(-2)).toContain(id);
    await stop();
  });

  it('and cannot be started again is tried until it can, and told of once', async () => {
    const { worlds, stop, started, givenUp, stuck, pauses } = setEngines((nth) =>
      nth > 1 && nth < 8 ? portTaken : null,
    );
    await worlds.engine('live');
    started[0]?.engine.die(new Error('the thread fell over'));
    await until('it is there again', () => started.length === 2);
    expect(pauses).toEqual([1_000, 10_000, 60_000, 60_000, 60_000, 60_000]);
    expect(stuck).toEqual([false, true, false, false, false, false].map((tell) => [portTaken.message, tell]));
    expect(givenUp).toEqual([]);
    expect(recorded()).not.toContain(portTaken.message);
    started[1]?.engine.die(new Error('again'));
    await until('it is there once more', () => started.length === 3);
    await stop();
  });

  it('and cannot be started for no known reason is recorded once', async () => {
    const { worlds, stop, started, stuck } = setEngines((nth) => (nth > 1 && nth < 8 ? new Error('odd') : null));
    await worlds.engine('live');
    started[0]?.engine.die(new Error('the thread fell over'));
    await until('it is there again', () => started.length === 2);
    expect(recorded().match(/Error: odd/g)).toHaveLength(1);
    expect(new Set(stuck.map(([message]) => message)).size).toBe(1);
    await stop();
  });

  it('and can never be started as things are is given up with the reason', async () => {
    const { worlds, stop, started, givenUp, stuck, tries } = setEngines((nth) => (nth > 1 ? damaged : null));
    await worlds.engine('live');
    started[0]?.engine.die(new Error('the thread fell over'));
    await until('it is given up', () => givenUp.length === 1);
    expect(givenUp).toMatchObject([{ exit: 8, message: damaged.message, fix: damaged.fix }]);
    expect([stuck, tries()]).toEqual([[], 2]);
    await stop();
  });

  it('is not tried any more while the app ends', async () => {
    const { worlds, stop, started, pauses } = setEngines((nth) => (nth > 1 ? portTaken : null));
    await worlds.engine('live');
    started[0]?.engine.die(new Error('the thread fell over'));
    await until('it is tried', () => pauses.length > 3);
    await stop();
    const before = pauses.length;
    // A pause is over after one turn of the event loop here.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
    expect(pauses).toHaveLength(before);
  });

  it('of the sandbox may stay away: real people are served', async () => {
    const { worlds, started, givenUp } = setEngines();
    const live = await worlds.engine('live');
    await worlds.engine('sandbox');
    for (let death = 1; death <= 4; death += 1) {
      await until('it runs', () => started.length === death + 1);
      started.at(-1)?.engine.die(new Error('the pretend company fell over'));
    }
    await until('it is not there', async () => (await worlds.running('sandbox')) === null);
    expect([givenUp, await worlds.running('live')]).toEqual([[], live]);
    expect(await worlds.engine('sandbox'), 'somebody asks for it').toBe(started.at(-1)?.engine);
    await worlds.stop();
  });

  it('that is stopped is no death', async () => {
    const { worlds, started } = setEngines();
    await worlds.engine('live');
    await worlds.stop();
    expect([started.length, existsSync(errorLog())]).toEqual([1, false]);
    await expect(worlds.engine('live')).rejects.toThrow('Footbridge is stopping.');
  });
});

it('health is told at the start, after events together, and once more when the engine ended', async () => {
  const { worlds, started } = setEngines();
  const told: unknown[] = [];
  followHealth(await worlds.engine('live'), (...given) => told.push(given));
  await until('the first', () => told.length === 1);
  const engine = started[0]?.engine;
  const event: Event = { epoch: 'e', seq: 1, type: 'work', ids: [], summary: '' };
  for (let seq = 1; seq <= 50; seq += 1) engine?.emit({ ...event, seq });
  await until('the second', () => told.length === 2);
  expect(engine?.calls.map(({ name }) => name)).toEqual(['overview.get', 'overview.get']);
  engine?.emit(event);
  engine?.die(new Error('over'));
  await until('the end', () => told.length === 3);
  expect(told).toEqual([
    [health, 2],
    [health, 2],
    [interrupted, null],
  ]);
  await worlds.stop();
});
