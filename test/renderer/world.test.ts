import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { reconnectDelay } from '../../renderer/data/follow.ts';
import { heldLimit, pageSize, rowLimit } from '../../renderer/state/exchanges.ts';
import { rowsWithin } from '../../renderer/state/stretch.ts';
import { openWorld, type WorldState } from '../../renderer/state/world.ts';
import type { Exchange } from '../../shared/model/exchange.ts';
import { createScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';

const frame = 16;
let engine: ScriptedEngine;
let world: WorldState;

/** Opens a world over `count` exchanges and lets the first answers in. */
async function open(count: number): Promise<void> {
  engine = createScriptedEngine({ exchanges: count, newestAt: Date.now(), pause: 1_000 });
  world = openWorld({
    world: 'live',
    transport: engine,
    frame: (run) => {
      const timer = setTimeout(run, frame);
      return () => clearTimeout(timer);
    },
  });
  await vi.advanceTimersByTimeAsync(300);
}

const state = () => world.exchanges.store.getState();
const sequence = (rows: readonly Exchange[]) => rows.map(({ seq }) => seq);
const countdown = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);
const asked = (name: string) => engine.calls.filter((call) => call.name === name);

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 14) }));
afterEach(() => {
  world.stop();
  vi.useRealTimers();
});

describe('pages', () => {
  test('come newest first, page after page, each exchange once, until the oldest is there', async () => {
    await open(pageSize * 2 + 50);
    expect(sequence(state().rows)).toEqual(countdown(450, 251));
    await world.exchanges.loadOlder();
    await world.exchanges.loadOlder();
    expect(sequence(state().rows)).toEqual(countdown(450, 1));
    expect(state().next).toBeNull();
    const before = engine.calls.length;
    await world.exchanges.loadOlder();
    expect(engine.calls.length).toBe(before);
  });

  test('a second question for older rows while one is on its way is not asked', async () => {
    await open(500);
    const before = asked('exchange.list').length;
    await Promise.all([world.exchanges.loadOlder(), world.exchanges.loadOlder()]);
    expect(asked('exchange.list').length).toBe(before + 1);
  });

  test('an older page that fails leaves the list and can be asked again', async () => {
    await open(500);
    engine.failWith({ code: 'busy', message: 'Busy.', affects: 'This list.', fix: 'Again.', id: 'b' });
    await world.exchanges.loadOlder();
    expect(state()).toMatchObject({ older: 'failed', phase: 'ready' });
    engine.failWith(null);
    await world.exchanges.loadOlder();
    expect(state().older).toBe('idle');
    expect(state().rows).toHaveLength(500);
  });
});

describe('following', () => {
  test('new exchanges stand on top and are counted', async () => {
    await open(10);
    const fresh = engine.arrive(12);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(state().rows)).toEqual(countdown(22, 1));
    expect(state().arrivals).toEqual({
      total: 12,
      refused: fresh.filter(({ outcome }) => outcome === 'refused').length,
      failed: fresh.filter(({ outcome }) => outcome === 'failed').length,
    });
  });

  test('an effect that moved on is refreshed in its place', async () => {
    await open(10);
    engine.settle('exchange-4', { state: 'proved', text: 'seen' });
    await vi.advanceTimersByTimeAsync(300);
    expect(state().rows.find(({ id }) => id === 'exchange-4')?.effect).toEqual({ state: 'proved', text: 'seen' });
    expect(sequence(state().rows)).toEqual(countdown(10, 1));
  });

  test('an event about a row that is not here asks for nothing more, and never again', async () => {
    await open(10);
    engine.say({ epoch: 'run-1', seq: 1, type: 'provisioning', ids: ['exchange-gone'], summary: '' });
    await vi.advanceTimersByTimeAsync(300);
    const before = asked('exchange.list').length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked('exchange.list').length).toBe(before);
  });

  test('an exchange that finishes after later ones still finds its place', async () => {
    await open(10);
    const slow = engine.begin();
    engine.arrive(3);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(state().rows)).toEqual([14, 13, 12, ...countdown(10, 1)]);
    engine.finish(slow);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(state().rows)).toEqual(countdown(14, 1));
  });

  test('more than one page of new rows comes in whole', async () => {
    await open(10);
    engine.arrive(1_234);
    await vi.advanceTimersByTimeAsync(500);
    expect(sequence(state().rows)).toEqual(countdown(1_244, 1));
  });

  test('200 exchanges a second for 5 s cost few questions and few renderings, and none is lost', async () => {
    await open(10);
    let renderings = 0;
    world.exchanges.store.subscribe(() => {
      renderings += 1;
    });
    const before = asked('exchange.list').length;
    for (let tick = 0; tick < 500; tick += 1) {
      engine.arrive(2);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(500);
    expect(sequence(state().rows)).toEqual(countdown(1_010, 1));
    expect(asked('exchange.list').length - before).toBeLessThan(120);
    expect(renderings).toBeLessThan(120);
  });

  test('a list that outgrew its bound begins anew with the newest page', async () => {
    await open(rowLimit);
    while (state().next !== null) await world.exchanges.loadOlder();
    expect(state().rows).toHaveLength(rowLimit);
    engine.arrive(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(sequence(state().rows)).toEqual(countdown(rowLimit + 1, rowLimit + 2 - pageSize));
  });
});

describe('while somebody reads', () => {
  test.each([
    ['reading', (on: boolean) => world.exchanges.setReading(on)],
    ['paused', (on: boolean) => world.exchanges.setPaused(on)],
  ])('%s: rows wait, are counted, and come in when it ends', async (_, hold) => {
    await open(10);
    hold(true);
    engine.arrive(23);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(state().rows)).toEqual(countdown(10, 1));
    expect(state().held).toHaveLength(23);
    hold(false);
    expect(sequence(state().rows)).toEqual(countdown(33, 1));
    expect(state().held).toEqual([]);
  });

  test('the button lets in what waits, and the next ones wait again', async () => {
    await open(10);
    world.exchanges.setPaused(true);
    engine.arrive(3);
    await vi.advanceTimersByTimeAsync(300);
    world.exchanges.showHeld();
    expect(sequence(state().rows)).toEqual(countdown(13, 1));
    engine.arrive(2);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(state().rows)).toEqual(countdown(13, 1));
    expect(sequence(state().held)).toEqual([15, 14]);
  });

  test('the effect of a waiting row moves on too', async () => {
    await open(10);
    world.exchanges.setPaused(true);
    engine.arrive(1);
    await vi.advanceTimersByTimeAsync(300);
    engine.settle('exchange-11', { state: 'proved', text: 'seen' });
    await vi.advanceTimersByTimeAsync(300);
    expect(state().held.map(({ effect }) => effect.text)).toEqual(['seen']);
  });

  test('a stretch of time shows its own rows, keeps newer ones back, and lets them in when it ends', async () => {
    await open(60);
    const at = (index: number) => Date.parse(state().rows[index]?.at ?? '');
    const stretch = { from: at(20), to: at(10) };
    world.exchanges.setStretch(stretch);
    engine.arrive(7);
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(rowsWithin(state().rows, stretch))).toEqual(countdown(49, 40));
    expect(state().held).toHaveLength(7);
    world.exchanges.setStretch(null);
    expect(sequence(state().rows)).toEqual(countdown(67, 1));
  });

  test('letting in what waits shows all times again, and so does another filter', async () => {
    await open(10);
    const stretch = { from: 0, to: 1 };
    world.exchanges.setStretch(stretch);
    engine.arrive(2);
    await vi.advanceTimersByTimeAsync(300);
    world.exchanges.showHeld();
    expect(state()).toMatchObject({ stretch: null, held: [] });
    world.exchanges.setStretch(stretch);
    world.exchanges.setFilter({ resourceType: 'Group' });
    expect(state().stretch).toBeNull();
  });

  test('more than is kept back begins the list anew when it is let in', async () => {
    await open(10);
    world.exchanges.setPaused(true);
    for (let round = 0; round <= heldLimit / 400; round += 1) {
      engine.arrive(400);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect(state().heldOverflow).toBe(true);
    world.exchanges.setPaused(false);
    await vi.advanceTimersByTimeAsync(300);
    const newest = engine.exchanges.length;
    expect(sequence(state().rows)).toEqual(countdown(newest, newest - pageSize + 1));
    expect(state()).toMatchObject({ held: [], heldOverflow: false });
  });
});

describe('a lost stream', () => {
  const connection = () => world.connection.getState().connection;

  test('is said, opened again with growing pauses, resumes after the last event, and its gap is filled', async () => {
    await open(10);
    engine.arrive(1);
    await vi.advanceTimersByTimeAsync(300);
    const lastEventAt = Date.now() - 300;
    engine.cut();
    expect(connection()).toEqual({ state: 'lost', lastEventAt });
    const tries = engine.follows.length;
    await vi.advanceTimersByTimeAsync(reconnectDelay(1) + reconnectDelay(2) + reconnectDelay(3));
    expect(engine.follows.slice(tries)).toEqual(Array(3).fill({ epoch: 'run-1', seq: 1 }));
    engine.arrive(5);
    engine.restore();
    await vi.advanceTimersByTimeAsync(reconnectDelay(4) + 300);
    expect(connection()).toEqual({ state: 'live' });
    expect(sequence(state().rows)).toEqual(countdown(16, 1));
    expect(world.connection.getState().returned?.rows).toBe(5);
  });

  test('that finds another run of the engine reloads everything', async () => {
    await open(10);
    engine.arrive(1);
    await vi.advanceTimersByTimeAsync(300);
    engine.cut();
    engine.restart();
    engine.exchanges.length = 4;
    engine.restore();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sequence(state().rows)).toEqual(countdown(4, 1));
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 20])('waits at most 10 s before try %i', (failures) => {
    expect(reconnectDelay(failures)).toBe(Math.min(10_000, 250 * 2 ** (failures - 1)));
  });
});

describe('filter', () => {
  test('asks the engine and shows only its answer', async () => {
    await open(60);
    world.exchanges.setFilter({ outcomes: ['refused'], resourceType: 'User', text: '  taken ' });
    await vi.advanceTimersByTimeAsync(300);
    expect(asked('exchange.list').at(-1)?.input.filter).toEqual({
      outcomes: ['refused'],
      resourceType: 'User',
      changesOnly: false,
      text: 'taken',
    });
    expect(new Set(state().rows.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
  });

  test('holds for the rows that arrive', async () => {
    await open(10);
    world.exchanges.setFilter({ outcomes: ['refused'] });
    await vi.advanceTimersByTimeAsync(300);
    const fresh = engine.arrive(24).filter(({ outcome }) => outcome === 'refused');
    await vi.advanceTimersByTimeAsync(300);
    expect(sequence(state().rows)).toEqual([...sequence(fresh).reverse(), 7]);
  });

  test('two filters set in a row: the answer to the first is dropped', async () => {
    await open(60);
    world.exchanges.setFilter({ text: 'Ada' });
    world.exchanges.setFilter({ text: 'Grace' });
    await vi.advanceTimersByTimeAsync(300);
    expect(state().rows.length).toBeGreaterThan(0);
    expect(state().rows.filter(({ summary }) => !summary.includes('Grace'))).toEqual([]);
  });

  test('a failure is kept as the engine said it, and trying again mends it', async () => {
    await open(10);
    const error = { code: 'internal' as const, message: 'No.', affects: 'All.', fix: 'Wait.', id: 'x-1' };
    engine.failWith(error);
    await world.exchanges.load();
    expect(state()).toMatchObject({ phase: 'failed', failure: error });
    engine.failWith(null);
    await world.exchanges.load();
    expect(state()).toMatchObject({ phase: 'ready', failure: null });
  });
});

describe('the inspected exchange', () => {
  const inspected = () => world.inspection.store.getState();

  test('is read whole, and again when an event names it, but its bodies only once', async () => {
    await open(12);
    world.inspection.open('exchange-5');
    await vi.advanceTimersByTimeAsync(300);
    expect(inspected().trace?.exchange.effect.state).toBe('waiting');
    engine.settle('exchange-5', { state: 'proved', text: 'seen' });
    await vi.advanceTimersByTimeAsync(500);
    expect(inspected().trace?.exchange.effect.state).toBe('proved');
    expect(asked('exchange.get')).toHaveLength(1);
  });

  test('passing over many rows reads only the last', async () => {
    await open(12);
    for (let seq = 1; seq <= 9; seq += 1) world.inspection.open(`exchange-${seq}`);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked('trace.get').map(({ input }) => input.exchangeId)).toEqual(['exchange-9']);
    expect(inspected().trace?.exchange.id).toBe('exchange-9');
  });

  test('that is not there says so', async () => {
    await open(12);
    world.inspection.open('exchange-99');
    await vi.advanceTimersByTimeAsync(300);
    expect(inspected().failure?.code).toBe('not-found');
  });
});

describe('work', () => {
  test('a decision is handed on with its reason, and what needs a person is asked anew', async () => {
    await open(60);
    expect(world.overview.store.getState().value?.needsYou).toBe(1);
    await world.decide('work-1', 'approve', 'the group was emptied on purpose');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(asked('work.decide').map(({ input }) => input)).toEqual([
      { id: 'work-1', decision: 'approve', reason: 'the group was emptied on purpose' },
    ]);
    expect(world.work.store.getState().value).toEqual([]);
    expect(world.overview.store.getState().value?.needsYou).toBe(0);
  });
});
