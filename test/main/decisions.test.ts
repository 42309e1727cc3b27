import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StartFailureCode } from '../../electron/engine/thread.ts';
import type { WindowPlace } from '../../electron/host/remembered.ts';
import { boundsWithin } from '../../electron/main/bounds.ts';
import { afterEngineDeath, afterFailedStart, afterPageCrash, isTold, noTroubles } from '../../electron/main/crash.ts';
import { trayBitmap } from '../../electron/main/tray-image.ts';
import { quitQuestion } from '../../electron/main/words.ts';

describe('a page that crashed', () => {
  const now = 1_000_000;
  it.each([
    ['for the first time', null, false, 'reload'],
    ['again after a quiet minute', now - 60_001, false, 'reload'],
    ['again within a minute', now - 60_000, false, 'say so'],
    ['again at once', now, false, 'say so'],
    ['while it said so', now - 10, true, 'close'],
    ['while it said so, much later', now - 3_600_000, true, 'close'],
  ] as const)('%s', (_what, last, saying, decision) => expect(afterPageCrash(last, now, saying)).toBe(decision));
});

describe('an engine that ended by itself', () => {
  const minute = 60_000;
  /** @returns after how long it is started again each time; null: no more */
  const pausesOf = (times: readonly number[]): (number | null)[] => {
    let troubles = noTroubles;
    return times.map((at) => {
      const decision = afterEngineDeath(troubles, at);
      troubles = decision.troubles;
      return decision.again;
    });
  };
  it.each([
    ['once', [0], [0]],
    ['four times at once', [0, 1, 2, 3], [0, 1_000, 10_000, null]],
    ['four times in just under ten minutes', [0, 3 * minute, 6 * minute, 10 * minute - 1], [0, 1_000, 10_000, null]],
    ['four times in ten minutes', [0, 3 * minute, 6 * minute, 10 * minute], [0, 1_000, 10_000, 10_000]],
    ['every four minutes', [0, 4, 8, 12, 16].map((at) => at * minute), [0, 1_000, 10_000, 10_000, 10_000]],
    ['every ten minutes', [0, 10, 20].map((at) => at * minute), [0, 0, 0]],
  ])('%s', (_what, times, pauses) => expect(pausesOf(times)).toEqual(pauses));

  it('is never started a fourth time within ten minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * minute }), { maxLength: 30 }), (given) => {
        const times = given.toSorted((a, b) => a - b);
        const pauses = pausesOf(times);
        const at = times.filter((_time, index) => pauses[index] !== null);
        for (const [index, time] of at.entries()) {
          expect((at[index + 3] ?? Number.POSITIVE_INFINITY) - time).toBeGreaterThanOrEqual(10 * minute);
        }
      }),
    );
  });
});

describe('an engine that cannot be started again', () => {
  /** @param codes of one failed start after the other */
  const decisionsOf = (codes: readonly StartFailureCode[]) => {
    let { troubles } = afterEngineDeath(noTroubles, 0);
    return codes.map((code) => {
      const decision = afterFailedStart(troubles, code);
      troubles = decision.troubles;
      return decision;
    });
  };

  const passing = ['disk-full', 'port-taken', 'folder-held', 'database-read-only', 'internal'] as const;
  const lasting = ['folder-unwritable', 'database-newer', 'database-corrupt'] as const;

  it.each(passing)('because of %s is tried for ever, ever more patiently, and told of once', (code) => {
    const decisions = decisionsOf(Array.from({ length: 50 }, () => code));
    expect(decisions.map(({ again }) => again)).toEqual([1_000, 10_000, ...Array.from({ length: 48 }, () => 60_000)]);
    expect(decisions.map(({ troubles }) => isTold(troubles)).indexOf(true)).toBe(1);
    expect(decisions.filter(({ troubles }) => isTold(troubles))).toHaveLength(1);
  });

  it.each(lasting)('because of %s is given up, whatever came before', (code) => {
    expect(decisionsOf([code])[0]?.again).toBeNull();
    expect(decisionsOf(['disk-full', 'disk-full', code])[2]?.again).toBeNull();
  });

  it('has not died once more by it', () => {
    const [first, second] = decisionsOf(['disk-full', 'disk-full']);
    expect([first?.troubles, second?.troubles]).toEqual([
      { deaths: [0], failedStarts: 1 },
      { deaths: [0], failedStarts: 2 },
    ]);
    expect(afterEngineDeath(second?.troubles ?? noTroubles, 1), 'it ran meanwhile').toEqual({
      troubles: { deaths: [0, 1], failedStarts: 0 },
      again: 1_000,
    });
  });
});

describe('the place of the window', () => {
  const main = { x: 0, y: 25, width: 1440, height: 875 };
  const second = { x: 1440, y: 0, width: 1920, height: 1080 };
  const place = (x: number, y: number, width = 900, height = 600): WindowPlace => ({
    x,
    y,
    width,
    height,
    maximized: false,
  });
  it.each([
    ['never open before', null, [main], { width: 1280, height: 820 }],
    [
      'never open before, on a small screen',
      null,
      [{ x: 0, y: 0, width: 1024, height: 700 }],
      { width: 1024, height: 700 },
    ],
    ['where it was', place(100, 100), [main], { x: 100, y: 100, width: 900, height: 600 }],
    [
      'where it was, on the second screen',
      place(1500, 50),
      [main, second],
      { x: 1500, y: 50, width: 900, height: 600 },
    ],
    ['partly beside the screen', place(-500, 30), [main], { x: -500, y: 30, width: 900, height: 600 }],
    ['on a screen that is gone', place(1500, 50), [main], { width: 900, height: 600 }],
    ['with too little of it left to take hold of', place(1400, 100), [main], { width: 900, height: 600 }],
    ['with its title bar above the screen', place(100, 0), [main], { width: 900, height: 600 }],
    ['with its title bar below the screen', place(100, 890), [main], { width: 900, height: 600 }],
    ['larger than the screen', place(0, 25, 4000, 3000), [main], { x: 0, y: 25, width: 1440, height: 875 }],
    ['wider than the screen that is left', place(-1850, 30, 2600), [main], { width: 1440, height: 600 }],
    ['smaller than it can be', place(0, 25, 10, 10), [main], { x: 0, y: 25, width: 720, height: 480 }],
    ['without any screen', place(0, 25), [], { width: 900, height: 600 }],
  ])('%s', (_what, last, areas, bounds) => expect(boundsWithin(last, areas)).toEqual(bounds));
});

describe('what is asked before quitting', () => {
  const later = 'when Footbridge starts again. Until then your identity provider cannot reach it.';
  it.each([
    [0, 0, null],
    [1, 0, { message: '1 change is still on its way.', detail: `It goes on ${later}` }],
    [1, 1, { message: '1 change is still on its way; it takes access away.', detail: `It goes on ${later}` }],
    [3, 0, { message: '3 changes are still on their way.', detail: `They go on ${later}` }],
    [
      3,
      1,
      { message: '3 changes are still on their way, 1 of them takes access away.', detail: `They go on ${later}` },
    ],
    [3, 2, { message: '3 changes are still on their way, 2 of them take access away.', detail: `They go on ${later}` }],
    [
      3,
      3,
      { message: '3 changes are still on their way, and all of them take access away.', detail: `They go on ${later}` },
    ],
    [
      12_000,
      1_500,
      {
        message: '12,000 changes are still on their way, 1,500 of them take access away.',
        detail: `They go on ${later}`,
      },
    ],
  ])('%d on the way, %d removals', (onTheWay, removalsWaiting, question) => {
    expect(quitQuestion({ onTheWay, removalsWaiting })).toEqual(question);
  });
});

describe('the mark in the tray', () => {
  const levels = ['ok', 'attention', 'failing'] as const;
  /** Which pixels are mostly inside the shape. */
  const shapeOf = (level: (typeof levels)[number], template: boolean) =>
    [...trayBitmap(level, 16, template)].filter((_byte, index) => index % 4 === 3).map((opacity) => opacity > 127);

  it('has a shape of its own for each level, whatever the colours', () => {
    expect(new Set(levels.map((level) => shapeOf(level, false).join())).size).toBe(3);
    for (const level of levels) expect(shapeOf(level, true)).toEqual(shapeOf(level, false));
  });

  it.each(levels)('of %s is to be seen, and has room around it', (level) => {
    const shape = shapeOf(level, false);
    const filled = shape.filter(Boolean).length / shape.length;
    expect(filled).toBeGreaterThan(0.15);
    expect(filled).toBeLessThan(0.6);
    expect(shape.slice(0, 16).includes(true)).toBe(false);
  });

  it.each(levels)('of %s is black alone where macOS colours it', (level) => {
    const bitmap = trayBitmap(level, 16, true);
    expect(bitmap.filter((byte, index) => index % 4 !== 3 && byte !== 0)).toHaveLength(0);
  });
});
