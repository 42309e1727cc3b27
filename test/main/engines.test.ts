import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EngineOptions, StartFailure } from '../../electron/engine/thread.ts';
import { createClosers } from '../../electron/host/closers.ts';
import { openFolderDoor } from '../../electron/host/folder-door.ts';
import { createEngines } from '../../electron/main/engines.ts';
import { followHealth } from '../../electron/main/health.ts';
import { interrupted } from '../../electron/main/words.ts';
import type { Event } from '../../shared/contract/event.ts';
import { type ScriptedEngine, scriptedEngine } from '../host/scripted-engine.ts';
import { until } from '../support/engine-until.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'footbridge-engines-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const health = { level: 'ok', sentence: 'Listening. All quiet.' };
const numbers = {
  people: 0,
  sources: 0,
  apps: 0,
  accounts: {},
  outstanding: 0,
  onTheWay: 0,
  needsYou: 0,
  lastProof: null,
};

/** Engines whose luck is chosen: `fails` answers, for the nth start of all, whether it fails. */
function setEngines(fails: (nth: number) => boolean = () => false) {
  const started: { options: EngineOptions; engine: ScriptedEngine }[] = [];
  const givenUp: string[] = [];
  let tries = 0;
  const worlds = createEngines({
    async start(options) {
      tries += 1;
      if (fails(tries)) throw new StartFailure('port-taken', 'The port is taken.', 'Take another.');
      const engine = scriptedEngine(options.world, {
        'overview.get': () => ({ ok: true, output: { ...numbers, world: options.world, scim: null, health } }),
      });
      started.push({ options, engine });
      return engine;
    },
    flags: { data, scimPort: 0 },
    logger,
    closers: createClosers(),
    onStart: () => undefined,
    onGivenUp: (id) => givenUp.push(id),
  });
  const portsOf = () => started.map(({ options }) => [options.world, options.scimPort]);
  return { worlds, started, givenUp, portsOf, tries: () => tries };
}

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

  it('of the live world is given up after three times, also where it cannot even start', async () => {
    const { worlds, started, givenUp, tries } = setEngines((nth) => nth > 2);
    await worlds.engine('live');
    started[0]?.engine.die(new Error('first'));
    await until('it is there again', () => started.length === 2);
    started[1]?.engine.die(new Error('second'));
    await until('it is given up', () => givenUp.length === 1);
    expect(tries()).toBe(4);
    expect(recorded()).toContain(givenUp[0]);
    await worlds.stop();
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
  followHealth(await worlds.engine('live'), (health) => told.push(health));
  await until('the first', () => told.length === 1);
  const engine = started[0]?.engine;
  const event: Event = { epoch: 'e', seq: 1, type: 'work', ids: [], summary: '' };
  for (let seq = 1; seq <= 50; seq += 1) engine?.emit({ ...event, seq });
  await until('the second', () => told.length === 2);
  expect(engine?.calls.map(({ name }) => name)).toEqual(['overview.get', 'overview.get']);
  engine?.emit(event);
  engine?.die(new Error('over'));
  await until('the end', () => told.length === 3);
  expect(told).toEqual([health, health, interrupted]);
  await worlds.stop();
});
