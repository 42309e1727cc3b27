import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openWorld, type WorldState } from '../../renderer/state/world.ts';
import { readReason } from '../../renderer/ui/pause-reason.ts';
import { pauseWords } from '../../renderer/ui/pause-words.ts';
import { contract } from '../../shared/contract/contract.ts';
import { PausedRemovals } from '../../shared/model/pause.ts';
import { propertyRuns } from '../support/runs.ts';
import { createScriptedEngine } from './scripted-engine.ts';

const frame = (run: () => void) => {
  const timer = setTimeout(run, 16);
  return () => clearTimeout(timer);
};

describe('the reason of a pause', () => {
  const longest = 'x'.repeat(1_000);
  test.each<[string, string, string | null]>([
    ['nothing', '', null],
    ['too short without the blanks', '  ok  ', null],
    ['three characters', ' why ', 'why'],
    ['two characters that take three places', '!𐀀', null],
    ['a thousand characters', ` ${longest} `, longest],
    ['one more', `${longest}x`, null],
  ])('%s', (_, text, is) => expect(readReason(text)).toBe(is));

  test('is one exactly where the engine takes it for one, and is kept as it keeps it', () => {
    const { input } = contract['delivery.pause'];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 6 }), (text) => {
        const taken = input.safeParse({ removals: 'go on', reason: text });
        expect(readReason(text)).toBe(taken.success ? taken.data.reason : null);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

test('what goes on is said of every kind of pause, and that people keep access only where they do', () => {
  for (const removals of PausedRemovals.options) expect(pauseWords.what[removals]).toMatch(/\.$/);
  expect(pauseWords.waits('Team Wiki')).toBe('Whoever leaves keeps access to Team Wiki until you resume.');
  expect(pauseWords.consequence(pauseWords.everyApp)).toMatch(/^Nothing is created or changed in any app until you/);
});

describe('a pause of all apps', () => {
  let world: WorldState;
  beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 22, 14) }));
  afterEach(() => {
    world.stop();
    vi.useRealTimers();
  });

  test('is known to a window that did not begin it, and so is its end', async () => {
    const engine = createScriptedEngine({ exchanges: 1, newestAt: Date.now(), pause: 1_000 });
    world = openWorld({ world: 'live', transport: engine, frame });
    const paused = () => world.overview.store.getState().value?.paused;
    await vi.advanceTimersByTimeAsync(1_500);
    expect(paused()).toBeNull();
    await engine.call('delivery.pause', { removals: 'wait', reason: 'Our tenant moves' }, {});
    await vi.advanceTimersByTimeAsync(1_500);
    expect(paused()).toMatchObject({ removals: 'wait', reason: 'Our tenant moves' });
    await engine.call('delivery.resume', {}, {});
    await vi.advanceTimersByTimeAsync(1_500);
    expect(paused()).toBeNull();
  });
});
